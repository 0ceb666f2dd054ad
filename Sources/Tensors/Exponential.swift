// SPDX-License-Identifier: MIT

// e^x, eight float32 or four float64 at a time.
//
// x = k·ln 2 + r with |r| ≤ ln 2 / 2, so e^x = 2^k · e^r. The product k·ln 2 is taken off in two
// parts, the first of few enough bits to be exact. e^r is its Taylor series: after r^7/7! the rest
// is below 6e-9 of the result for float32 (half an ulp is 6e-8), after r^13/13! below 5e-18 for
// float64. Two factors 2^⌊k/2⌋ · 2^⌈k/2⌉ reach the subnormal numbers and infinity without a branch.
// `CKernels` computes the same, bit for bit, with the instructions of the processor.
// The largest error seen against the C library is 1 ulp for both types (`ExponentialTests`).

extension Float {
  /// The kernel's calculation in Swift: the oracle of `exponentiate`.
  public static func exponentiatePlainly(_ numbers: UnsafeMutablePointer<Float>, count: Int) {
    inLanes(of: SIMD8<Float>.self, numbers, count, exponential)
  }

  @inline(__always)
  static func exponential(_ input: SIMD8<Float>) -> SIMD8<Float> {
    let magic = SIMD8<Float>(repeating: 12_582_912)  // 1.5·2^23: adding it rounds to a whole number
    var x = input
    x.replace(with: 89, where: x .> 89)
    x.replace(with: -104, where: x .< -104)
    let shifted = x * 1.442_695_04 + magic
    let whole = shifted - magic
    let r = (x - whole * 0.693_359_375) - whole * -2.121_944_4e-4
    var series = SIMD8<Float>(repeating: 1 / 5040)
    series = series * r + (1 / 720)
    series = series * r + (1 / 120)
    series = series * r + (1 / 24)
    series = series * r + (1 / 6)
    series = series * r + 0.5
    series = series * (r * r) + r + 1
    let k =
      SIMD8<Int32>(truncatingIfNeeded: unsafeBitCast(shifted, to: SIMD8<UInt32>.self))
      &- Int32(0x4B40_0000)
    let half = k &>> 1
    let low = unsafeBitCast((half &+ 127) &<< 23, to: SIMD8<Float>.self)
    let high = unsafeBitCast((k &- half &+ 127) &<< 23, to: SIMD8<Float>.self)
    return series * low * high
  }
}

extension Double {
  /// The kernel's calculation in Swift: the oracle of `exponentiate`.
  public static func exponentiatePlainly(_ numbers: UnsafeMutablePointer<Double>, count: Int) {
    inLanes(of: SIMD4<Double>.self, numbers, count, exponential)
  }

  @inline(__always)
  static func exponential(_ input: SIMD4<Double>) -> SIMD4<Double> {
    let magic = SIMD4<Double>(repeating: 6_755_399_441_055_744)  // 1.5·2^52
    var x = input
    x.replace(with: 710, where: x .> 710)
    x.replace(with: -746, where: x .< -746)
    let shifted = x * 1.442_695_040_888_963_4 + magic
    let whole = shifted - magic
    let r = (x - whole * 6.931_457_519_531_25e-1) - whole * 1.428_606_820_309_417_2e-6
    var series = SIMD4<Double>(repeating: 1 / 6_227_020_800)
    series = series * r + (1 / 479_001_600)
    series = series * r + (1 / 39_916_800)
    series = series * r + (1 / 3_628_800)
    series = series * r + (1 / 362_880)
    series = series * r + (1 / 40_320)
    series = series * r + (1 / 5_040)
    series = series * r + (1 / 720)
    series = series * r + (1 / 120)
    series = series * r + (1 / 24)
    series = series * r + (1 / 6)
    series = series * r + 0.5
    series = series * (r * r) + r + 1
    let k =
      SIMD4<Int64>(truncatingIfNeeded: unsafeBitCast(shifted, to: SIMD4<UInt64>.self))
      &- Int64(0x4338_0000_0000_0000)
    let half = k &>> 1
    let low = unsafeBitCast((half &+ 1023) &<< 52, to: SIMD4<Double>.self)
    let high = unsafeBitCast((k &- half &+ 1023) &<< 52, to: SIMD4<Double>.self)
    return series * low * high
  }
}

/// Runs `body` over all numbers a vector at a time; the last vector is filled up with zeros, so a
/// number's result does not depend on its place.
@inline(__always)
func inLanes<Vector: SIMD>(
  of type: Vector.Type, _ numbers: UnsafeMutablePointer<Vector.Scalar>, _ count: Int,
  _ body: (Vector) -> Vector
) where Vector.Scalar: BinaryFloatingPoint {
  let raw = UnsafeMutableRawPointer(numbers)
  let stride = MemoryLayout<Vector.Scalar>.stride
  var next = 0
  while next + Vector.scalarCount <= count {
    let vector = raw.loadUnaligned(fromByteOffset: next * stride, as: Vector.self)
    raw.storeBytes(of: body(vector), toByteOffset: next * stride, as: Vector.self)
    next += Vector.scalarCount
  }
  guard next < count else { return }
  var vector = Vector()
  for lane in 0..<(count - next) { vector[lane] = numbers[next + lane] }
  vector = body(vector)
  for lane in 0..<(count - next) { numbers[next + lane] = vector[lane] }
}
