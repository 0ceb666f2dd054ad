// SPDX-License-Identifier: MIT
//
// Products of matrices of which one side is short, as in attention: 64 features a head. Included by
// kernels.c like rows.h, with
//   TILE_BYTES    how many bytes a register holds
//   TILE_ROWS     how many rows are added up at once: 2 registers each, so that all fit
//   TILE_FUSED    1 where a product and a sum are one instruction that rounds once
// The right operand is packed once and used for many blocks of rows. Every cell is one sum over k,
// from 0 on, whatever rows and columns are computed with it: so a row computed alone has the same
// bits as in a block, and so has every processor with fused instructions.

typedef REAL NAME(register) __attribute__((vector_size(TILE_BYTES), aligned(TILE_BYTES)));
typedef REAL NAME(anywhere) __attribute__((vector_size(TILE_BYTES), aligned(sizeof(REAL))));

#define REGISTER NAME(register)
#define TILE_LANES (TILE_BYTES / sizeof(REAL))
#define TILE_COLUMNS (2 * TILE_LANES)
#define TILE_LOAD(place) ((REGISTER) * (const NAME(anywhere) *)(place))
#define TILE_STORE(place, numbers) (*(NAME(anywhere) *)(place) = (NAME(anywhere))(numbers))
#define TILE_INLINE TARGET static inline __attribute__((always_inline))

#if TILE_FUSED
#define ADD_PRODUCT(sum, a, b) __builtin_elementwise_fma(a, b, sum)
#else
#define ADD_PRODUCT(sum, a, b) ((sum) + (a) * (b))
#endif

TARGET static size_t NAME(packed_columns)(size_t columns) {
  return (columns + TILE_COLUMNS - 1) / TILE_COLUMNS * TILE_COLUMNS;
}

TARGET static void NAME(pack)(size_t inner, size_t columns, const REAL *right, ptrdiff_t row_step,
                              ptrdiff_t column_step, REAL *packed) {
  for (size_t first = 0; first < columns; first += TILE_COLUMNS, packed += inner * TILE_COLUMNS) {
    const size_t count = columns - first < TILE_COLUMNS ? columns - first : TILE_COLUMNS;
    const REAL *start = right + (ptrdiff_t)first * column_step;
    if (column_step == 1 && count == TILE_COLUMNS) {
      for (size_t k = 0; k < inner; k++) {
        const REAL *row = start + (ptrdiff_t)k * row_step;
        TILE_STORE(packed + k * TILE_COLUMNS, TILE_LOAD(row));
        TILE_STORE(packed + k * TILE_COLUMNS + TILE_LANES, TILE_LOAD(row + TILE_LANES));
      }
      continue;
    }
    if (count < TILE_COLUMNS) memset(packed, 0, inner * TILE_COLUMNS * sizeof(REAL));
    for (size_t column = 0; column < count; column++) {
      const REAL *own = start + (ptrdiff_t)column * column_step;
      for (size_t k = 0; k < inner; k++)
        packed[k * TILE_COLUMNS + column] = own[(ptrdiff_t)k * row_step];
    }
  }
}

/// Some rows and at most TILE_COLUMNS columns; goes on from what is there if asked.
TILE_INLINE void NAME(tile_cells)(const size_t rows, size_t columns, size_t inner,
                                  const REAL *left, ptrdiff_t left_step, const REAL *panel,
                                  REAL *result, ptrdiff_t result_step, int goes_on) {
  const REGISTER zero = {0};
  REGISTER sums[TILE_ROWS][2];
#pragma clang loop unroll(full)
  for (size_t row = 0; row < rows; row++) sums[row][0] = sums[row][1] = zero;
  if (goes_on && columns == TILE_COLUMNS) {
#pragma clang loop unroll(full)
    for (size_t row = 0; row < rows; row++) {
      sums[row][0] = TILE_LOAD(result + (ptrdiff_t)row * result_step);
      sums[row][1] = TILE_LOAD(result + (ptrdiff_t)row * result_step + TILE_LANES);
    }
  } else if (goes_on) {
    for (size_t row = 0; row < rows; row++)
      memcpy(sums[row], result + (ptrdiff_t)row * result_step, columns * sizeof(REAL));
  }
  for (size_t k = 0; k < inner; k++) {
    const REGISTER first = TILE_LOAD(panel + k * TILE_COLUMNS);
    const REGISTER second = TILE_LOAD(panel + k * TILE_COLUMNS + TILE_LANES);
#pragma clang loop unroll(full)
    for (size_t row = 0; row < rows; row++) {
      const REGISTER factor = left[(ptrdiff_t)row * left_step + (ptrdiff_t)k] - zero;
      sums[row][0] = ADD_PRODUCT(sums[row][0], factor, first);
      sums[row][1] = ADD_PRODUCT(sums[row][1], factor, second);
    }
  }
  if (columns == TILE_COLUMNS) {
#pragma clang loop unroll(full)
    for (size_t row = 0; row < rows; row++) {
      TILE_STORE(result + (ptrdiff_t)row * result_step, sums[row][0]);
      TILE_STORE(result + (ptrdiff_t)row * result_step + TILE_LANES, sums[row][1]);
    }
  } else {
    for (size_t row = 0; row < rows; row++)
      memcpy(result + (ptrdiff_t)row * result_step, sums[row], columns * sizeof(REAL));
  }
}

// How many k at a time: a panel of so many rows stays in the second cache.
#define TILE_INNER ((size_t)4096)

TARGET static void NAME(tiles)(size_t rows, size_t columns, size_t inner, const REAL *left,
                               ptrdiff_t left_step, const REAL *packed, size_t packed_inner,
                               REAL *result, ptrdiff_t result_step) {
  if (inner == 0)
    for (size_t row = 0; row < rows; row++)
      memset(result + (ptrdiff_t)row * result_step, 0, columns * sizeof(REAL));
  for (size_t begin = 0; begin < inner; begin += TILE_INNER) {
    const size_t depth = inner - begin < TILE_INNER ? inner - begin : TILE_INNER;
    for (size_t first = 0; first < columns; first += TILE_COLUMNS) {
      const size_t count = columns - first < TILE_COLUMNS ? columns - first : TILE_COLUMNS;
      const REAL *panel = packed + first * packed_inner + begin * TILE_COLUMNS;
      const REAL *own = left + begin;
      REAL *target = result + first;
      size_t row = 0;
#define TILE_CALL(height)                                                                      \
  for (; row + (height) <= rows; row += (height))                                              \
    NAME(tile_cells)((height), count, depth, own + (ptrdiff_t)row * left_step, left_step, panel, \
                     target + (ptrdiff_t)row * result_step, result_step, begin > 0);
      TILE_CALL(TILE_ROWS)
      TILE_CALL(TILE_ROWS / 3)
      TILE_CALL(1)
#undef TILE_CALL
    }
  }
}

/// Copies a row past the caches: nobody reads it soon.
TARGET static void NAME(stream)(const REAL *from, size_t count, REAL *to) {
  size_t next = 0;
  while (next < count && ((uintptr_t)(to + next) & (TILE_BYTES - 1)) != 0) {
    to[next] = from[next];
    next++;
  }
  for (; next + TILE_LANES <= count; next += TILE_LANES)
    __builtin_nontemporal_store(TILE_LOAD(from + next), (REGISTER *)(to + next));
  for (; next < count; next++) to[next] = from[next];
}

#undef REGISTER
#undef TILE_LANES
#undef TILE_COLUMNS
#undef TILE_LOAD
#undef TILE_STORE
#undef TILE_INLINE
#undef TILE_INNER
#undef ADD_PRODUCT
#undef TILE_BYTES
#undef TILE_ROWS
#undef TILE_FUSED
