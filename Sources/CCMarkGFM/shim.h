// SPDX-License-Identifier: MIT
// The C interface of cmark-gfm and of its extensions (tables), and nothing else.
#include <cmark-gfm.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm-core-extensions.h>
