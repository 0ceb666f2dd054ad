// SPDX-License-Identifier: MIT

/// What a machine can do at best, as work to be timed.
public enum MachineSpeed {
  private static let size = 1024

  /// Additions and multiplications of one large product.
  public static var productStepCount: Int { 2 * size * size * size }

  /// A large product of matrices on all cores: by OpenBLAS, and by what we use ourselves.
  ///
  /// - Parameter type: `Float` or `Double`.
  /// - Returns: Each computes the product once when called; `productStepCount` steps.
  /// - Throws: Nothing in practice: the operands fit.
  public static func products<Scalar: TensorScalar>(_ type: Scalar.Type) throws -> [() -> Void] {
    let axes = [Axis("m", size), Axis("k", size)]
    let operand = Tensor<Scalar>(axes: axes, repeating: 0.5)
    let memory = Memory<Scalar>(count: size * size)
    let kernels: [ProductKernel?] = [.library, nil]
    return try kernels.map { kernel in
      let recipe = try Tensor.productRows(operand, operand, leading: [], kernel: kernel)
      return { recipe.fillAll(memory.buffer) }
    }
  }

  /// Takes memory and writes to every page of it, on all cores.
  ///
  /// - Parameter byteCounts: The sizes of the pieces of memory, all held at once.
  public static func firstTouch(byteCounts: [Int]) {
    let pieces = byteCounts.map { Memory<Float>(count: max(1, $0 / 4)) }
    for memory in pieces {
      let numbers = Target(memory.start)
      let count = memory.buffer.count
      let shares = 16
      Workers.run(shares, work: count) { share in
        let range = (share * count / shares)..<((share + 1) * count / shares)
        for place in stride(from: range.lowerBound, to: range.upperBound, by: 1024) {
          numbers.base[place] = 0
        }
      }
    }
    withExtendedLifetime(pieces) {}
  }
}
