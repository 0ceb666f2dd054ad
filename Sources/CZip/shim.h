// SPDX-License-Identifier: MIT
// The interface of libzip, and nothing else.
#include <zip.h>
