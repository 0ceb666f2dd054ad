// SPDX-License-Identifier: MIT

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The logarithm to the base 2.
func binaryLogarithm(_ number: Double) -> Double { log2(number) }

/// Two to a power.
func powerOfTwo(_ exponent: Double) -> Double { exp2(exponent) }
