// SPDX-License-Identifier: MIT
// The C interface of OpenBLAS: the types of its functions, which are looked up when the program
// runs. Nothing is linked.
#include <cblas.h>

typedef __typeof__(&cblas_sgemm) openblas_sgemm;
typedef __typeof__(&cblas_dgemm) openblas_dgemm;
typedef __typeof__(&openblas_get_config) openblas_text;
typedef __typeof__(&openblas_set_num_threads) openblas_set_threads;
