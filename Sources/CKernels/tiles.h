// SPDX-License-Identifier: MIT
//
// Products of matrices, some columns of the right one at a time, so many as stay in the first caches.
// Included by kernels.c like rows.h, with
//   TILE_LANES    how many numbers a register holds, written out
//   TILE_WIDTH    how many registers side by side a panel of packed columns has
//   TILE_SUMS     how many registers of sums there may be at once, so that all fit
//   TILE_FUSED    1 where a product and a sum are one instruction that rounds once
// The right operand is packed once and used for many blocks of rows. Every cell is one sum over k,
// from 0 on, whatever rows and columns are computed with it: so a row computed alone has the same
// bits as in a block, and so has every processor with fused instructions.

#define TILE_BYTES (TILE_LANES * sizeof(REAL))
typedef REAL NAME(register) __attribute__((vector_size(TILE_BYTES), aligned(TILE_BYTES)));
typedef REAL NAME(anywhere) __attribute__((vector_size(TILE_BYTES), aligned(sizeof(REAL))));

#define REGISTER NAME(register)
#define TILE_COLUMNS (TILE_WIDTH * TILE_LANES)
// A tile loads its rows and its registers of columns for each k, and multiplies each of the one with each of
// the other: with 6 and 4 that are 10 loads for 24 products, with 12 and 2 they would be 14. An
// undisturbed core does both in the same time; one that seems to be shared with another thread does not.
#define TILE_MOST_ROWS 12
#define TILE_ROWS(width) \
  (TILE_SUMS / (width) < TILE_MOST_ROWS ? TILE_SUMS / (width) : TILE_MOST_ROWS)
#define TILE_LOAD(place) ((REGISTER) * (const NAME(anywhere) *)(place))
#define TILE_STORE(place, numbers) (*(NAME(anywhere) *)(place) = (NAME(anywhere))(numbers))
#define TILE_INLINE TARGET static inline __attribute__((always_inline))

#if TILE_FUSED
#define ADD_PRODUCT(sum, a, b) __builtin_elementwise_fma(a, b, sum)
#else
#define ADD_PRODUCT(sum, a, b) ((sum) + (a) * (b))
#endif

/// Turns as many rows as they have numbers: what was number j of row i becomes number i of row j.
TILE_INLINE void NAME(turn)(REGISTER rows[TILE_LANES]) {
  REGISTER next[TILE_LANES];
  // Each step moves the upper bit of the row to the lower end of the column, and so on around.
#pragma clang loop unroll(full)
  for (size_t step = 1; step < TILE_LANES; step *= 2) {
#pragma clang loop unroll(full)
    for (size_t row = 0; row < TILE_LANES / 2; row++) {
      next[2 * row] = JOIN(LOW, TILE_LANES)(rows[row], rows[row + TILE_LANES / 2]);
      next[2 * row + 1] = JOIN(HIGH, TILE_LANES)(rows[row], rows[row + TILE_LANES / 2]);
    }
#pragma clang loop unroll(full)
    for (size_t row = 0; row < TILE_LANES; row++) rows[row] = next[row];
  }
}

/// Packs TILE_COLUMNS columns whose numbers are neighbours.
TARGET static void NAME(pack_columns)(size_t inner, const REAL *right, ptrdiff_t column_step,
                                      REAL *packed) {
  size_t k = 0;
  for (; k + TILE_LANES <= inner; k += TILE_LANES)
    for (size_t column = 0; column < TILE_COLUMNS; column += TILE_LANES) {
      REGISTER numbers[TILE_LANES];
#pragma clang loop unroll(full)
      for (size_t lane = 0; lane < TILE_LANES; lane++)
        numbers[lane] = TILE_LOAD(right + (ptrdiff_t)(column + lane) * column_step + k);
      NAME(turn)(numbers);
#pragma clang loop unroll(full)
      for (size_t lane = 0; lane < TILE_LANES; lane++)
        TILE_STORE(packed + (k + lane) * TILE_COLUMNS + column, numbers[lane]);
    }
  for (; k < inner; k++)
    for (size_t column = 0; column < TILE_COLUMNS; column++)
      packed[k * TILE_COLUMNS + column] = right[(ptrdiff_t)column * column_step + (ptrdiff_t)k];
}

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
        for (size_t lane = 0; lane < TILE_COLUMNS; lane += TILE_LANES)
          TILE_STORE(packed + k * TILE_COLUMNS + lane, TILE_LOAD(row + lane));
      }
      continue;
    }
    if (row_step == 1 && count == TILE_COLUMNS) {
      NAME(pack_columns)(inner, start, column_step, packed);
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

// So many rows of a matrix ahead are fetched while its columns are packed: rows lie too far apart for
// the processor to see by itself which comes next.
#define TILE_AHEAD 24

/// Some rows, and some registers of columns from the first of a panel on; goes on from what is there if
/// asked. Where the columns lie in a matrix, they are packed on the way.
TILE_INLINE void NAME(whole_tile)(const size_t rows, const size_t width, size_t inner,
                                  const REAL *left, ptrdiff_t left_step, const REAL *matrix,
                                  ptrdiff_t matrix_step, REAL *panel, REAL *result,
                                  ptrdiff_t result_step, int goes_on) {
  const REGISTER zero = {0};
  REGISTER sums[TILE_MOST_ROWS][TILE_WIDTH];
#define TILE_EACH(index, count) \
  _Pragma("clang loop unroll(full)") for (size_t index = 0; index < (count); index++)
  TILE_EACH(row, rows) {
    TILE_EACH(lane, width) {
      sums[row][lane] =
          goes_on ? TILE_LOAD(result + (ptrdiff_t)row * result_step + lane * TILE_LANES) : zero;
    }
  }
#pragma clang loop unroll_count(4)
  for (size_t k = 0; k < inner; k++) {
    REAL *packed = panel + k * TILE_COLUMNS;
    const REAL *place = matrix ? matrix + (ptrdiff_t)k * matrix_step : packed;
    REGISTER right[TILE_WIDTH];
    TILE_EACH(lane, width) right[lane] = TILE_LOAD(place + lane * TILE_LANES);
    if (matrix) {
      TILE_EACH(lane, width) {
        __builtin_prefetch(place + TILE_AHEAD * matrix_step + lane * TILE_LANES);
        TILE_STORE(packed + lane * TILE_LANES, right[lane]);
      }
    }
    TILE_EACH(row, rows) {
      const REGISTER factor = left[(ptrdiff_t)row * left_step + (ptrdiff_t)k] - zero;
      TILE_EACH(lane, width) {
        sums[row][lane] = ADD_PRODUCT(sums[row][lane], factor, right[lane]);
      }
    }
  }
  TILE_EACH(row, rows) {
    TILE_EACH(lane, width) {
      TILE_STORE(result + (ptrdiff_t)row * result_step + lane * TILE_LANES, sums[row][lane]);
    }
  }
}

/// Some rows and at most so many registers of columns: fewer are computed beside their place.
TILE_INLINE void NAME(tile_cells)(const size_t rows, const size_t width, size_t columns,
                                  size_t inner, const REAL *left, ptrdiff_t left_step,
                                  const REAL *panel, REAL *result, ptrdiff_t result_step,
                                  int goes_on) {
  if (columns == width * TILE_LANES)
    return NAME(whole_tile)(rows, width, inner, left, left_step, NULL, 0, (REAL *)panel, result,
                            result_step, goes_on);
  REAL beside[TILE_MOST_ROWS * TILE_COLUMNS];
  for (size_t row = 0; goes_on && row < rows; row++)
    memcpy(beside + row * TILE_COLUMNS, result + (ptrdiff_t)row * result_step,
           columns * sizeof(REAL));
  NAME(whole_tile)(rows, width, inner, left, left_step, NULL, 0, (REAL *)panel, beside,
                   TILE_COLUMNS, goes_on);
  for (size_t row = 0; row < rows; row++)
    memcpy(result + (ptrdiff_t)row * result_step, beside + row * TILE_COLUMNS,
           columns * sizeof(REAL));
}

/// All rows, and the first columns of a panel.
TILE_INLINE void NAME(panel)(const size_t width, size_t rows, size_t columns, size_t inner,
                             const REAL *left, ptrdiff_t left_step, const REAL *panel, REAL *result,
                             ptrdiff_t result_step, int goes_on) {
  size_t row = 0;
#define TILE_CALL(height)                                                                     \
  for (; row + (height) <= rows; row += (height))                                             \
    NAME(tile_cells)((height), width, columns, inner, left + (ptrdiff_t)row * left_step, left_step, \
                     panel, result + (ptrdiff_t)row * result_step, result_step, goes_on);
  TILE_CALL(TILE_ROWS(width))
  TILE_CALL(2)
  TILE_CALL(1)
#undef TILE_CALL
}

// How many k at a time: a panel of so many rows stays in the second cache.
#define TILE_INNER ((size_t)2048)

TARGET static void NAME(tiles)(size_t rows, size_t columns, size_t inner, const REAL *left,
                               ptrdiff_t left_step, const REAL *packed, size_t packed_inner,
                               REAL *result, ptrdiff_t result_step, int goes_on) {
  if (inner == 0 && !goes_on)
    for (size_t row = 0; row < rows; row++)
      memset(result + (ptrdiff_t)row * result_step, 0, columns * sizeof(REAL));
  for (size_t begin = 0; begin < inner; begin += TILE_INNER) {
    const size_t depth = inner - begin < TILE_INNER ? inner - begin : TILE_INNER;
    for (size_t first = 0; first < columns; first += TILE_COLUMNS) {
      const size_t count = columns - first < TILE_COLUMNS ? columns - first : TILE_COLUMNS;
      const REAL *panel = packed + first * packed_inner + begin * TILE_COLUMNS;
#define TILE_PANEL(width)                                                                     \
  case (width):                                                                               \
    NAME(panel)((width), rows, count, depth, left + begin, left_step, panel, result + first,  \
                result_step, goes_on || begin > 0);                                                      \
    break;
      switch ((count + TILE_LANES - 1) / TILE_LANES) {
        TILE_PANEL(1)
        TILE_PANEL(2)
#if TILE_WIDTH > 2
        TILE_PANEL(3)
        TILE_PANEL(4)
#endif
      }
#undef TILE_PANEL
    }
  }
}

/// Packs columns that are neighbours and multiplies by them: the first rows while packing, since
/// fetching waits for memory and adding up does not.
TARGET static void NAME(pack_tiles)(size_t rows, size_t columns, size_t inner, const REAL *left,
                                    ptrdiff_t left_step, const REAL *right, ptrdiff_t right_step,
                                    REAL *packed, REAL *result, ptrdiff_t result_step) {
  for (size_t first = 0; first < columns; first += TILE_COLUMNS) {
    const size_t count = columns - first < TILE_COLUMNS ? columns - first : TILE_COLUMNS;
    REAL *panel = packed + first * inner;
    size_t done = 0;
    if (count == TILE_COLUMNS && rows >= TILE_ROWS(TILE_WIDTH)) {
      done = TILE_ROWS(TILE_WIDTH);
      NAME(whole_tile)(TILE_ROWS(TILE_WIDTH), TILE_WIDTH, inner, left, left_step, right + first,
                       right_step, panel, result + first, result_step, 0);
    } else {
      NAME(pack)(inner, count, right + first, right_step, 1, panel);
    }
    NAME(tiles)(rows - done, count, inner, left + (ptrdiff_t)done * left_step, left_step, panel,
                inner, result + first + (ptrdiff_t)done * result_step, result_step, 0);
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
#undef TILE_AHEAD
#undef ADD_PRODUCT
#undef TILE_BYTES
#undef TILE_ROWS
#undef TILE_MOST_ROWS
#undef TILE_SUMS
#undef TILE_WIDTH
#undef TILE_EACH
#undef TILE_FUSED
