// SPDX-License-Identifier: MIT
// The C interface of OpenBLAS, and nothing else.
#include <cblas.h>
