// SPDX-License-Identifier: MIT
//
// The loops, for one type of number and one instruction set. Included by kernels.c with
//   REAL, WHOLE, UNSIGNED   the number, and the integers of its size
//   NAME(x)       how a function is called
//   TARGET        the attribute that names the instruction set
//   AT_ONCE       how many vectors of 64 bytes go through a long calculation side by side
//   ROWS_FUSED    1 where a product and a sum are one instruction that rounds once
// and where the set has them
//   LOAD_FIRST, STORE_FIRST   only the lanes whose bit is set
//   LOWER, HIGHER             the second number unless the first is lower, or higher
//   TIMES_POWER_OF_TWO        a number and the exponent, rounded once
// Numbers go 64 bytes at a time, whatever the processor's registers hold: so the order of partial
// sums, and with it every bit, is the same on all of them.

typedef REAL NAME(vector) __attribute__((vector_size(64), aligned(64)));
typedef REAL NAME(unaligned) __attribute__((vector_size(64), aligned(sizeof(REAL))));
typedef WHOLE NAME(whole) __attribute__((vector_size(64), aligned(64)));
typedef UNSIGNED NAME(unsigned) __attribute__((vector_size(64), aligned(64)));
typedef WHOLE NAME(whole_anywhere) __attribute__((vector_size(64), aligned(sizeof(WHOLE))));

#define VECTOR NAME(vector)
#define WHOLES NAME(whole)
#define LANES (64 / sizeof(REAL))
#define LOAD(place) ((VECTOR) * (const NAME(unaligned) *)(place))
#define STORE(place, numbers) (*(NAME(unaligned) *)(place) = (NAME(unaligned))(numbers))
#define INLINE TARGET static inline __attribute__((always_inline))

INLINE VECTOR NAME(all)(REAL number) { return number - (VECTOR){0}; }

INLINE VECTOR NAME(choose)(WHOLES where, VECTOR yes, VECTOR no) {
  return (VECTOR)((where & (WHOLES)yes) | (~where & (WHOLES)no));
}

/// The second number unless the first is higher: so what is no number stays, or is passed over.
INLINE VECTOR NAME(higher)(VECTOR first, VECTOR second) {
#ifdef HIGHER
  return HIGHER(first, second);
#else
  return NAME(choose)(first > second, first, second);
#endif
}

/// The second number unless the first is lower.
INLINE VECTOR NAME(lower)(VECTOR first, VECTOR second) {
#ifdef LOWER
  return LOWER(first, second);
#else
  return NAME(choose)(first < second, first, second);
#endif
}

/// The last numbers of a row, the rest filled up.
INLINE VECTOR NAME(load_part)(const REAL *row, size_t count, REAL rest) {
#ifdef LOAD_FIRST
  return (VECTOR)LOAD_FIRST(row, NAME(all)(rest), (1u << count) - 1);
#else
  REAL numbers[LANES] __attribute__((aligned(64)));
  for (size_t lane = 0; lane < LANES; lane++) numbers[lane] = rest;
  memcpy(numbers, row, count * sizeof(REAL));
  return *(const VECTOR *)numbers;
#endif
}

/// All bits of the first lanes, and none of the others.
INLINE WHOLES NAME(first_lanes)(size_t count) {
  static const WHOLE places[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  return *(const NAME(whole_anywhere) *)places < (WHOLE)count - (WHOLES){0};
}

INLINE void NAME(store_part)(REAL *row, size_t count, VECTOR numbers) {
#ifdef STORE_FIRST
  STORE_FIRST(row, numbers, (1u << count) - 1);
#else
  memcpy(row, &numbers, count * sizeof(REAL));
#endif
}

INLINE REAL NAME(add_up)(VECTOR numbers) {
  for (size_t half = LANES / 2; half > 0; half /= 2)
    for (size_t lane = 0; lane < half; lane++) numbers[lane] += numbers[lane + half];
  return numbers[0];
}

#define EACH _Pragma("clang loop unroll(full)") for (size_t i = 0; i < count; i++)

// e^x as Sources/Tensors/Exponential.swift states it, line by line, for some registers at once: each
// step waits for the one before, and meanwhile those of the others are done.
INLINE void NAME(exponentials)(VECTOR *numbers, const size_t count) {
  const VECTOR zero = {0};
  VECTOR whole[AT_ONCE], r[AT_ONCE], series[AT_ONCE], square[AT_ONCE];
  EACH numbers[i] =
      NAME(higher)(zero + EXP_LOWEST, NAME(lower)(zero + EXP_HIGHEST, numbers[i]));
  EACH whole[i] = numbers[i] * EXP_LOG2E;
  EACH whole[i] = whole[i] + EXP_MAGIC;
#ifndef TIMES_POWER_OF_TWO
  WHOLES k[AT_ONCE];
  EACH k[i] = (WHOLES)whole[i] - EXP_MAGIC_BITS;
#endif
  EACH whole[i] = whole[i] - EXP_MAGIC;
  EACH r[i] = numbers[i] - whole[i] * EXP_LN2_HIGH;
  EACH r[i] = r[i] - whole[i] * EXP_LN2_LOW;
  static const REAL terms[] = {EXP_TERMS};
  EACH series[i] = zero + terms[0];
#pragma clang loop unroll(full)
  for (size_t term = 1; term < sizeof terms / sizeof *terms; term++) {
    EACH series[i] = series[i] * r[i];
    EACH series[i] = series[i] + terms[term];
  }
  EACH square[i] = r[i] * r[i];
  EACH series[i] = series[i] * square[i];
  EACH series[i] = series[i] + r[i];
  EACH series[i] = series[i] + (REAL)1;
#ifdef TIMES_POWER_OF_TWO
  EACH numbers[i] = TIMES_POWER_OF_TWO(series[i], whole[i]);
#else
  EACH {
    WHOLES half = k[i] >> 1;
    VECTOR low = (VECTOR)((half + EXP_BIAS) << EXP_FRACTION);
    VECTOR high = (VECTOR)((k[i] - half + EXP_BIAS) << EXP_FRACTION);
    numbers[i] = series[i] * low * high;
  }
#endif
}

INLINE VECTOR NAME(exponential)(VECTOR number) {
  NAME(exponentials)(&number, 1);
  return number;
}

TARGET static void NAME(exp)(REAL *row, size_t count) {
  size_t next = 0;
  for (; next + LANES <= count; next += LANES)
    STORE(row + next, NAME(exponential)(LOAD(row + next)));
  if (next < count)
    NAME(store_part)(row + next, count - next,
                     NAME(exponential)(NAME(load_part)(row + next, count - next, 0)));
}

TARGET static REAL NAME(exp_shifted)(REAL *row, size_t count, REAL shift) {
  VECTOR sums = {0};
  size_t next = 0;
  for (; next + AT_ONCE * LANES <= count; next += AT_ONCE * LANES) {
    VECTOR numbers[AT_ONCE];
#pragma clang loop unroll(full)
    for (size_t i = 0; i < AT_ONCE; i++) numbers[i] = LOAD(row + next + i * LANES) - shift;
    NAME(exponentials)(numbers, AT_ONCE);
#pragma clang loop unroll(full)
    for (size_t i = 0; i < AT_ONCE; i++) {
      STORE(row + next + i * LANES, numbers[i]);
      sums += numbers[i];
    }
  }
  for (; next + LANES <= count; next += LANES) {
    VECTOR numbers = NAME(exponential)(LOAD(row + next) - shift);
    STORE(row + next, numbers);
    sums += numbers;
  }
  if (next < count) {
    VECTOR numbers =
        NAME(exponential)(NAME(load_part)(row + next, count - next, -INFINITY) - shift);
    NAME(store_part)(row + next, count - next, numbers);
    // Not read back: a wide load waits until the narrower store before it has arrived.
    sums += NAME(choose)(NAME(first_lanes)(count - next), numbers, (VECTOR){0});
  }
  return NAME(add_up)(sums);
}

/// The highest of all lanes; NaN where one is strange.
INLINE REAL NAME(highest)(VECTOR numbers, WHOLES strange) {
  for (size_t half = LANES / 2; half > 0; half /= 2)
    for (size_t lane = 0; lane < half; lane++) {
      numbers[lane] = numbers[lane + half] > numbers[lane] ? numbers[lane + half] : numbers[lane];
      strange[lane] |= strange[lane + half];
    }
  return strange[0] ? NAN : numbers[0];
}

TARGET static REAL NAME(max)(const REAL *row, size_t count) {
  VECTOR highest = NAME(all)(-INFINITY), other = highest;
  WHOLES strange = {0};
  size_t next = 0;
  // Two at a time: the one does not wait for the other.
  for (; next + 2 * LANES <= count; next += 2 * LANES) {
    VECTOR numbers = LOAD(row + next), more = LOAD(row + next + LANES);
    highest = NAME(higher)(numbers, highest);
    other = NAME(higher)(more, other);
    strange |= numbers != numbers | more != more;
  }
  highest = NAME(higher)(other, highest);
  for (; next + LANES <= count; next += LANES) {
    VECTOR numbers = LOAD(row + next);
    highest = NAME(higher)(numbers, highest);
    strange |= numbers != numbers;
  }
  if (next < count) {
    VECTOR numbers = NAME(load_part)(row + next, count - next, -INFINITY);
    highest = NAME(higher)(numbers, highest);
    strange |= numbers != numbers;
  }
  return NAME(highest)(highest, strange);
}

TARGET static REAL NAME(sum)(const REAL *row, size_t count) {
  VECTOR sums = {0};
  size_t next = 0;
  for (; next + LANES <= count; next += LANES) sums += LOAD(row + next);
  if (next < count) sums += NAME(load_part)(row + next, count - next, 0);
  return NAME(add_up)(sums);
}

TARGET static void NAME(scale)(REAL *row, size_t count, REAL factor) {
  size_t next = 0;
  for (; next + LANES <= count; next += LANES) STORE(row + next, LOAD(row + next) * factor);
  for (; next < count; next++) row[next] *= factor;
}

#if ROWS_FUSED
/// The quotients as division rounds them, several times as fast: with the rounded reciprocal of the
/// divisor, one product and two fused steps round right (Brisebarre, Muller & Raina, IEEE Transactions on
/// Computers 53(8), 2004). Not where what is left over would be too small to be exact, or a number is
/// none: there it is divided.
INLINE VECTOR NAME(quotients)(VECTOR numbers, VECTOR divisors, VECTOR reciprocals) {
  const WHOLES size = (WHOLES)numbers - DIVIDE_SMALLEST_BITS;
  if (__builtin_reduce_or((NAME(unsigned))size >= (NAME(unsigned)){0} + DIVIDE_SPAN_BITS))
    return numbers / divisors;
  const VECTOR near = numbers * reciprocals;
  const VECTOR left_over = __builtin_elementwise_fma(-near, divisors, numbers);
  return __builtin_elementwise_fma(left_over, reciprocals, near);
}
#endif

TARGET static void NAME(divide)(REAL *row, size_t count, REAL divisor) {
  size_t next = 0;
#if ROWS_FUSED
  if (divisor >= (REAL)0x1p-20 && divisor <= (REAL)0x1p60) {
    const VECTOR divisors = NAME(all)(divisor), reciprocals = NAME(all)(1 / divisor);
    for (; next + LANES <= count; next += LANES)
      STORE(row + next, NAME(quotients)(LOAD(row + next), divisors, reciprocals));
    if (next < count)
      NAME(store_part)(row + next, count - next,
                       NAME(quotients)(NAME(load_part)(row + next, count - next, 1), divisors,
                                       reciprocals));
    return;
  }
#endif
  for (; next + LANES <= count; next += LANES) STORE(row + next, LOAD(row + next) / divisor);
  for (; next < count; next++) row[next] /= divisor;
}

TARGET static REAL NAME(softmax)(REAL *row, size_t count) {
  if (count > LANES) {
    const REAL highest = NAME(max)(row, count);
    if (highest != -INFINITY) NAME(divide)(row, count, NAME(exp_shifted)(row, count, highest));
    return highest;
  }
  // One register: nothing is written in between.
  const VECTOR numbers = NAME(load_part)(row, count, -INFINITY);
  const REAL highest = NAME(highest)(numbers, numbers != numbers);
  if (highest == -INFINITY) return highest;
  const VECTOR powers =
      NAME(choose)(NAME(first_lanes)(count), NAME(exponential)(numbers - highest), (VECTOR){0});
  NAME(store_part)(row, count, powers / NAME(add_up)(powers));
  return highest;
}

TARGET static void NAME(product)(size_t rows, size_t columns, size_t inner, const REAL *left,
                                 ptrdiff_t left_row_step, ptrdiff_t left_column_step,
                                 const REAL *right, ptrdiff_t right_step, REAL *result,
                                 ptrdiff_t result_step) {
  for (size_t row = 0; row < rows; row++) {
    const REAL *own = left + (ptrdiff_t)row * left_row_step;
    REAL *target = result + (ptrdiff_t)row * result_step;
    size_t column = 0;
    for (; column + LANES <= columns; column += LANES) {
      VECTOR sums = {0};
      for (size_t k = 0; k < inner; k++)
        sums += own[(ptrdiff_t)k * left_column_step] *
                LOAD(right + (ptrdiff_t)k * right_step + column);
      STORE(target + column, sums);
    }
#ifdef LOAD_FIRST
    if (column < columns) {
      const size_t count = columns - column;
      VECTOR sums = {0};
      for (size_t k = 0; k < inner; k++)
        sums += own[(ptrdiff_t)k * left_column_step] *
                NAME(load_part)(right + (ptrdiff_t)k * right_step + column, count, 0);
      NAME(store_part)(target + column, count, sums);
      continue;
    }
#endif
    for (; column < columns; column++) {
      REAL sum = 0;
      for (size_t k = 0; k < inner; k++)
        sum += own[(ptrdiff_t)k * left_column_step] * right[(ptrdiff_t)k * right_step + column];
      target[column] = sum;
    }
  }
}

#undef VECTOR
#undef WHOLES
#undef LANES
#undef LOAD
#undef STORE
#undef LOAD_FIRST
#undef STORE_FIRST
#undef LOWER
#undef HIGHER
#undef TIMES_POWER_OF_TWO
#undef ROWS_FUSED
#undef AT_ONCE
#undef EACH
#undef INLINE
