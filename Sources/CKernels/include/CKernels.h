// SPDX-License-Identifier: MIT
//
// Loops over rows of numbers, compiled once for each instruction set of the processor and chosen
// when the program runs: Swift has no way to say that of a function. Each is stated in Swift as
// well (Sources/Tensors), and gives the same bits: products and sums are never fused, but in
// kernel_tiles, which says so, and in kernel_divide, which gives the bits of a division all the same.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>

/// Which instruction set the loops use.
enum kernel_set { KERNEL_SET_BASE = 0, KERNEL_SET_AVX2 = 1, KERNEL_SET_AVX512 = 2 };

/// The best set of this processor that the operating system lets programs use.
enum kernel_set kernel_set_best(void);

/// The set this thread uses; the best one, until another is chosen.
enum kernel_set kernel_set_used(void);

/// Uses another set on this thread, at most the best one. For tests, which hold the sets together.
void kernel_set_use(enum kernel_set set);

/// Whether kernel_tiles rounds a product and the sum it is added to once (fused) or twice.
int kernel_tiles_are_fused(void);

/// Waits for what kernel_stream copied.
void kernel_stream_end(void);

/// Lets a thread wait for another without taking its time.
static inline void kernel_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

#define DECLARE_KERNELS(REAL, SUFFIX)                                                          \
  /* row[i] = e^row[i], within 2 ulp. */                                                       \
  void kernel_exp_##SUFFIX(REAL *row, size_t count);                                           \
  /* row[i] = e^(row[i] - shift); returns the sum of the results. */                           \
  REAL kernel_exp_shifted_##SUFFIX(REAL *row, size_t count, REAL shift);                       \
  /* The largest number; NaN where any is; -infinity of an empty row. */                       \
  REAL kernel_max_##SUFFIX(const REAL *row, size_t count);                                     \
  /* The sum, 64 bytes of partial sums side by side. */                                        \
  REAL kernel_sum_##SUFFIX(const REAL *row, size_t count);                                     \
  /* row[i] = row[i] * factor */                                                               \
  void kernel_scale_##SUFFIX(REAL *row, size_t count, REAL factor);                            \
  /* row[i] = row[i] / divisor */                                                              \
  void kernel_divide_##SUFFIX(REAL *row, size_t count, REAL divisor);                          \
  /* row[i] = e^(row[i] - m) / sum of e^(row[k] - m), m being the largest number, which is       \
     returned; a row that is -infinity all along stays as it is. The bits of the three above. */ \
  REAL kernel_softmax_##SUFFIX(REAL *row, size_t count);                                       \
  /* result[m, n] = sum over k of left[m, k] * right[k, n], one k after another from 0 on.     \
     right and result lie row by row; left has any steps. */                                   \
  void kernel_product_##SUFFIX(size_t rows, size_t columns, size_t inner, const REAL *left,    \
                               ptrdiff_t left_row_step, ptrdiff_t left_column_step,            \
                               const REAL *right, ptrdiff_t right_step, REAL *result,          \
                               ptrdiff_t result_step);                                         \
  /* How many columns a packed right operand of so many columns takes. */                      \
  size_t kernel_packed_columns_##SUFFIX(size_t columns);                                       \
  /* Packs right[k, n] for kernel_tiles: a few columns at a time, row by row, filled up with   \
     zeros. Takes inner * packed_columns numbers. */                                           \
  void kernel_pack_##SUFFIX(size_t inner, size_t columns, const REAL *right,                   \
                            ptrdiff_t row_step, ptrdiff_t column_step, REAL *packed);          \
  /* result[m, n] = sum over k of left[m, k] * right[k, n], one k after another from 0 on,     \
     product and sum rounded once where the processor can. The columns of left are             \
     neighbours; right was packed with packed_inner k, of which the first inner are taken, by  \
     the same instruction set. What is there may be gone on from, with the next k. */          \
  void kernel_tiles_##SUFFIX(size_t rows, size_t columns, size_t inner, const REAL *left,      \
                             ptrdiff_t left_step, const REAL *packed, size_t packed_inner,     \
                             REAL *result, ptrdiff_t result_step, int goes_on);                \
  /* kernel_pack of right[k, n], whose columns are neighbours, and kernel_tiles by what was    \
     packed, in less time than both. */                                                        \
  void kernel_pack_tiles_##SUFFIX(size_t rows, size_t columns, size_t inner, const REAL *left, \
                                  ptrdiff_t left_step, const REAL *right,                      \
                                  ptrdiff_t right_step, REAL *packed, REAL *result,            \
                                  ptrdiff_t result_step);                                      \
  /* Copies past the caches; kernel_stream_end before another thread may look. */              \
  void kernel_stream_##SUFFIX(const REAL *from, size_t count, REAL *to);

DECLARE_KERNELS(float, float32)
DECLARE_KERNELS(double, float64)
#undef DECLARE_KERNELS

#endif
