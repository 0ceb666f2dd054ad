// SPDX-License-Identifier: MIT

/// What this machine can do at best, measured now.
public enum MachineSpeed {
  /// Computes a large product of matrices on all cores, as often as asked: by OpenBLAS, and by what we
  /// use ourselves.
  ///
  /// - Parameters:
  ///   - type: `Float` or `Double`.
  ///   - repeats: How often; the fastest counts.
  ///   - clock: Runs what it is given and returns the seconds it took.
  /// - Returns: Additions and multiplications a second, of the fastest.
  public static func productRate<Scalar: TensorScalar>(
    _ type: Scalar.Type, repeats: Int, clock: (() -> Void) -> Double
  ) -> Double {
    let size = 1024
    let axes = [Axis("m", size), Axis("k", size)]
    let operand = Tensor<Scalar>(axes: axes, repeating: 0.5)
    let kernels: [ProductKernel?] = [.library, nil]
    let recipes = kernels.compactMap {
      try? Tensor.productRows(operand, operand, leading: [], kernel: $0)
    }
    let memory = Memory<Scalar>(count: size * size)
    let seconds = (0..<max(1, repeats)).flatMap { _ in
      recipes.map { recipe in clock { recipe.fillAll(memory.buffer) } }
    }
    return 2 * Double(size * size * size) / (seconds.min() ?? .nan)
  }

  /// Writes to every page of new memory on all cores, as often as asked.
  ///
  /// - Parameters:
  ///   - byteCounts: The sizes of the pieces of memory, all held at once.
  ///   - repeats: How often; the fastest counts.
  ///   - clock: Runs what it is given and returns the seconds it took.
  /// - Returns: The seconds the fastest try took.
  public static func firstTouch(
    byteCounts: [Int], repeats: Int, clock: (() -> Void) -> Double
  ) -> Double {
    (0..<max(1, repeats)).map { _ in
      clock {
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
    }.min() ?? .nan
  }
}
