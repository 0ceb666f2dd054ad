// SPDX-License-Identifier: MIT

// tanh x, several at a time: near zero a rational approximation of (tanh x − x)/x³ (coefficients of
// the Cephes library by S. Moshier), elsewhere 1 − 2/(e^2|x| + 1) with the sign of x.
// A zero keeps its sign. The largest difference from the C library is 2 ulp for both types
// (`ExponentialTests`).

extension Float {
  public static func hyperbolicTangent(_ numbers: UnsafeMutablePointer<Float>, count: Int) {
    inLanes(of: SIMD8<Float>.self, numbers, count) { x in
      let magnitude = x.replacing(with: -x, where: x .< 0)
      let z = x * x
      var near = SIMD8<Float>(repeating: -5.704_988_727_45e-3)
      near = near * z + 2.063_908_879_54e-2
      near = near * z + -5.373_971_555_31e-2
      near = near * z + 1.333_144_220_36e-1
      near = near * z + -3.333_328_194_22e-1
      near = near * z * x + x
      let far = 1 - 2 / (Float.exponential(magnitude + magnitude) + 1)
      let signed = far.replacing(with: -far, where: x .< 0)
      return signed.replacing(with: near, where: magnitude .< 0.625).replacing(
        with: x, where: x .== 0)
    }
  }
}

extension Double {
  public static func hyperbolicTangent(_ numbers: UnsafeMutablePointer<Double>, count: Int) {
    inLanes(of: SIMD4<Double>.self, numbers, count) { x in
      let magnitude = x.replacing(with: -x, where: x .< 0)
      let z = x * x
      var above = SIMD4<Double>(repeating: -9.643_991_794_250_522_4e-1)
      above = above * z + -9.928_772_310_019_185_9e1
      above = above * z + -1.614_687_684_417_084_5e3
      var below = z + 1.128_116_784_916_329_3e2
      below = below * z + 2.235_488_390_601_004_5e3
      below = below * z + 4.844_063_053_251_255e3
      let near = x + x * z * (above / below)
      let far = 1 - 2 / (Double.exponential(magnitude + magnitude) + 1)
      let signed = far.replacing(with: -far, where: x .< 0)
      return signed.replacing(with: near, where: magnitude .< 0.625).replacing(
        with: x, where: x .== 0)
    }
  }
}
