// SPDX-License-Identifier: MIT

#include "CKernels.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

// A product and a sum round twice, on every processor: fused, they would give other bits where the
// instruction exists.
#pragma STDC FP_CONTRACT OFF

// Vectors of 64 bytes are passed only between functions that are inlined into one another.
#pragma clang diagnostic ignored "-Wpsabi"

// Whether the processor family's common instructions have a fused product and sum.
#if defined(__aarch64__)
#define FUSED_BASE 1
#else
#define FUSED_BASE 0
#endif

// Rounding as the processor is set.
#define AS_SET 4

#define JOIN_NAMES(a, b) a##_##b
#define JOIN(a, b) JOIN_NAMES(a, b)

// The first, or last, halves of two registers, number by number in turn.
#define LOW_2(a, b) __builtin_shufflevector(a, b, 0, 2)
#define HIGH_2(a, b) __builtin_shufflevector(a, b, 1, 3)
#define LOW_4(a, b) __builtin_shufflevector(a, b, 0, 4, 1, 5)
#define HIGH_4(a, b) __builtin_shufflevector(a, b, 2, 6, 3, 7)
#define LOW_8(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define HIGH_8(a, b) __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#define LOW_16(a, b) \
  __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define HIGH_16(a, b) \
  __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)

// --- float32

#define REAL float
#define WHOLE int32_t
#define UNSIGNED uint32_t
#define EXP_HIGHEST 89.0f
#define EXP_LOWEST -104.0f
#define EXP_LOG2E 1.44269504f
#define EXP_MAGIC 12582912.0f
#define EXP_MAGIC_BITS 0x4B400000
#define EXP_LN2_HIGH 0.693359375f
#define EXP_LN2_LOW -2.1219444e-4f
#define EXP_BIAS 127
#define EXP_FRACTION 23
// From 2^-60 on, over 100 powers of two.
#define DIVIDE_SMALLEST_BITS ((127 - 60) << 23)
#define DIVIDE_SPAN_BITS (100u << 23)
#define EXP_TERMS 1.0f / 5040, 1.0f / 720, 1.0f / 120, 1.0f / 24, 1.0f / 6, 0.5f

#define NAME(x) JOIN(x, float32_base)
#define TARGET
#define AT_ONCE 1
#define ROWS_FUSED FUSED_BASE
#include "rows.h"
#define TILE_LANES 4
#define TILE_WIDTH 2
#define TILE_SUMS 12
#define TILE_FUSED FUSED_BASE
#include "tiles.h"
#undef NAME
#undef TARGET
#if defined(__x86_64__)
#define NAME(x) JOIN(x, float32_avx2)
#define TARGET __attribute__((target("avx2,fma")))
#define AT_ONCE 1
#define ROWS_FUSED 1
#include "rows.h"
#define TILE_LANES 8
#define TILE_WIDTH 2
#define TILE_SUMS 12
#define TILE_FUSED 1
#include "tiles.h"
#undef NAME
#undef TARGET
#define NAME(x) JOIN(x, float32_avx512)
#define TARGET __attribute__((target("avx512f,avx512dq,avx512vl,avx512bw")))
#define LOAD_FIRST(row, rest, lanes) \
  __builtin_ia32_loadups512_mask((const void *)(row), rest, lanes)
#define STORE_FIRST(row, numbers, lanes) \
  __builtin_ia32_storeups512_mask((void *)(row), numbers, lanes)
#define LOWER(first, second) __builtin_ia32_minps512(first, second, AS_SET)
#define HIGHER(first, second) __builtin_ia32_maxps512(first, second, AS_SET)
#define TIMES_POWER_OF_TWO(number, exponent) \
  __builtin_ia32_scalefps512_mask(number, exponent, number, -1, AS_SET)
#define AT_ONCE 4
#define ROWS_FUSED 1
#include "rows.h"
#define TILE_LANES 16
#define TILE_WIDTH 4
#define TILE_SUMS 24
#define TILE_FUSED 1
#include "tiles.h"
#undef NAME
#undef TARGET
#endif

#undef REAL
#undef WHOLE
#undef UNSIGNED
#undef DIVIDE_SMALLEST_BITS
#undef DIVIDE_SPAN_BITS
#undef EXP_HIGHEST
#undef EXP_LOWEST
#undef EXP_LOG2E
#undef EXP_MAGIC
#undef EXP_MAGIC_BITS
#undef EXP_LN2_HIGH
#undef EXP_LN2_LOW
#undef EXP_BIAS
#undef EXP_FRACTION
#undef EXP_TERMS

// --- float64

#define REAL double
#define WHOLE int64_t
#define UNSIGNED uint64_t
#define EXP_HIGHEST 710.0
#define EXP_LOWEST -746.0
#define EXP_LOG2E 1.4426950408889634
#define EXP_MAGIC 6755399441055744.0
#define EXP_MAGIC_BITS 0x4338000000000000
#define EXP_LN2_HIGH 6.93145751953125e-1
#define EXP_LN2_LOW 1.4286068203094172e-6
#define EXP_BIAS 1023
#define EXP_FRACTION 52
// From 2^-700 on, over 1,200 powers of two.
#define DIVIDE_SMALLEST_BITS ((int64_t)(1023 - 700) << 52)
#define DIVIDE_SPAN_BITS ((uint64_t)1200 << 52)
#define EXP_TERMS                                                                              \
  1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, \
      1.0 / 5040, 1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 0.5

#define NAME(x) JOIN(x, float64_base)
#define TARGET
#define AT_ONCE 1
#define ROWS_FUSED FUSED_BASE
#include "rows.h"
#define TILE_LANES 2
#define TILE_WIDTH 2
#define TILE_SUMS 12
#define TILE_FUSED FUSED_BASE
#include "tiles.h"
#undef NAME
#undef TARGET
#if defined(__x86_64__)
#define NAME(x) JOIN(x, float64_avx2)
#define TARGET __attribute__((target("avx2,fma")))
#define AT_ONCE 1
#define ROWS_FUSED 1
#include "rows.h"
#define TILE_LANES 4
#define TILE_WIDTH 2
#define TILE_SUMS 12
#define TILE_FUSED 1
#include "tiles.h"
#undef NAME
#undef TARGET
#define NAME(x) JOIN(x, float64_avx512)
#define TARGET __attribute__((target("avx512f,avx512dq,avx512vl,avx512bw")))
#define LOAD_FIRST(row, rest, lanes) \
  __builtin_ia32_loadupd512_mask((const void *)(row), rest, lanes)
#define STORE_FIRST(row, numbers, lanes) \
  __builtin_ia32_storeupd512_mask((void *)(row), numbers, lanes)
#define LOWER(first, second) __builtin_ia32_minpd512(first, second, AS_SET)
#define HIGHER(first, second) __builtin_ia32_maxpd512(first, second, AS_SET)
#define TIMES_POWER_OF_TWO(number, exponent) \
  __builtin_ia32_scalefpd512_mask(number, exponent, number, -1, AS_SET)
#define AT_ONCE 4
#define ROWS_FUSED 1
#include "rows.h"
#define TILE_LANES 8
#define TILE_WIDTH 4
#define TILE_SUMS 24
#define TILE_FUSED 1
#include "tiles.h"
#undef NAME
#undef TARGET
#endif

// --- The choice

enum kernel_set kernel_set_best(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw"))
    return KERNEL_SET_AVX512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return KERNEL_SET_AVX2;
#endif
  return KERNEL_SET_BASE;
}

// -1: not asked yet. Each thread has its own, so that one that uses another set disturbs nobody: what
// is packed with one set must be multiplied with the same.
static _Thread_local int used = -1;

enum kernel_set kernel_set_used(void) {
  if (used < 0) used = kernel_set_best();
  return (enum kernel_set)used;
}

void kernel_set_use(enum kernel_set set) {
  enum kernel_set best = kernel_set_best();
  used = set < best ? set : best;
}

#if defined(__x86_64__)
#define CALL(function, type, ...)                                                            \
  switch (kernel_set_used()) {                                                               \
    case KERNEL_SET_AVX512: return function##_##type##_avx512(__VA_ARGS__);                  \
    case KERNEL_SET_AVX2: return function##_##type##_avx2(__VA_ARGS__);                      \
    default: return function##_##type##_base(__VA_ARGS__);                                   \
  }
#else
#define CALL(function, type, ...) return function##_##type##_base(__VA_ARGS__);
#endif

#define DEFINE_KERNELS(REAL, TYPE)                                                             \
  void kernel_exp_##TYPE(REAL *row, size_t count) { CALL(exp, TYPE, row, count) }              \
  REAL kernel_exp_shifted_##TYPE(REAL *row, size_t count, REAL shift) {                        \
    CALL(exp_shifted, TYPE, row, count, shift)                                                 \
  }                                                                                            \
  REAL kernel_max_##TYPE(const REAL *row, size_t count) { CALL(max, TYPE, row, count) }        \
  REAL kernel_sum_##TYPE(const REAL *row, size_t count) { CALL(sum, TYPE, row, count) }        \
  void kernel_scale_##TYPE(REAL *row, size_t count, REAL factor) {                             \
    CALL(scale, TYPE, row, count, factor)                                                      \
  }                                                                                            \
  void kernel_divide_##TYPE(REAL *row, size_t count, REAL divisor) {                           \
    CALL(divide, TYPE, row, count, divisor)                                                    \
  }                                                                                            \
  REAL kernel_softmax_##TYPE(REAL *row, size_t count) { CALL(softmax, TYPE, row, count) }      \
  void kernel_product_##TYPE(size_t rows, size_t columns, size_t inner, const REAL *left,      \
                             ptrdiff_t left_row_step, ptrdiff_t left_column_step,              \
                             const REAL *right, ptrdiff_t right_step, REAL *result,            \
                             ptrdiff_t result_step) {                                          \
    CALL(product, TYPE, rows, columns, inner, left, left_row_step, left_column_step, right,    \
         right_step, result, result_step)                                                      \
  }                                                                                            \
  size_t kernel_packed_columns_##TYPE(size_t columns) { CALL(packed_columns, TYPE, columns) }  \
  void kernel_pack_##TYPE(size_t inner, size_t columns, const REAL *right, ptrdiff_t row_step, \
                          ptrdiff_t column_step, REAL *packed) {                               \
    CALL(pack, TYPE, inner, columns, right, row_step, column_step, packed)                     \
  }                                                                                            \
  void kernel_tiles_##TYPE(size_t rows, size_t columns, size_t inner, const REAL *left,        \
                           ptrdiff_t left_step, const REAL *packed, size_t packed_inner,       \
                           REAL *result, ptrdiff_t result_step, int goes_on) {                 \
    CALL(tiles, TYPE, rows, columns, inner, left, left_step, packed, packed_inner, result,     \
         result_step, goes_on)                                                                 \
  }                                                                                            \
  void kernel_pack_tiles_##TYPE(size_t rows, size_t columns, size_t inner, const REAL *left,   \
                                ptrdiff_t left_step, const REAL *right, ptrdiff_t right_step,  \
                                REAL *packed, REAL *result, ptrdiff_t result_step) {           \
    CALL(pack_tiles, TYPE, rows, columns, inner, left, left_step, right, right_step, packed,   \
         result, result_step)                                                                  \
  }                                                                                            \
  void kernel_stream_##TYPE(const REAL *from, size_t count, REAL *to) {                        \
    CALL(stream, TYPE, from, count, to)                                                        \
  }

int kernel_tiles_are_fused(void) {
  return kernel_set_used() == KERNEL_SET_BASE ? FUSED_BASE : 1;
}

void kernel_stream_end(void) {
#if defined(__x86_64__)
  __builtin_ia32_sfence();
#else
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
#endif
}

DEFINE_KERNELS(float, float32)
DEFINE_KERNELS(double, float64)
