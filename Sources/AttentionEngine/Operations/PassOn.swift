// SPDX-License-Identifier: MIT

import Tensors

/// Every worker sends its block to the next one, the last to the first: one step around the ring.
///
/// `result[w, …] = operand[w − 1, …]`, counted around.
///
/// **One cell.** Four workers: worker 0 now holds what worker 3 held.
///
/// **Gradient.** Sent back the other way.
///
/// The workers are an axis of one tensor in one process. What a real ring would send is counted all
/// the same: a message a worker, as long as its block (`Trace.traffic`).
///
/// Shapes: operand `[worker, …]`, result the same. Complexity: O(cells), one copy.
/// Source: Liu et al. 2023, Ring Attention, section 3 and fig. 2.
public struct PassOn: Operation {
  /// By how many places; 1 is on to the next worker.
  public let places: Int

  public init(by places: Int = 1) { self.places = places }

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    guard !operands[0].isEmpty else {
      throw .tooFewAxes(found: operands[0].inWords, needed: 1, context: "passing blocks on")
    }
    return operands[0]
  }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    let axes = try resultAxes(operands.map(\.axes))
    let workers = axes[0].size
    let block = axes.dropFirst().placeCount
    return Tensor(axes: axes) { result in
      operands[0].withContiguous { numbers in
        for worker in 0..<workers {
          let source = Self.sender(to: worker, among: workers, places) * block
          for index in 0..<block { result[worker * block + index] = numbers[source + index] }
        }
      }
    }
  }

  /// Who sends to a worker.
  static func sender(to worker: Int, among workers: Int, _ places: Int) -> Int {
    let place = (worker - places) % workers
    return place < 0 ? place + workers : place
  }

  public var copiesCells: Bool { true }

  public func formula(_ operands: [Formula]) -> Formula { .function("pass", operands) }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    var source = cell
    source[0] = Self.sender(to: cell[0], among: operands[0][0].size, places)
    return .operand(index: 0, cell: source)
  }

  /// A message from every worker; nothing is computed.
  public func work(_ operands: [[Axis]]) -> Work {
    Work(messages: operands[0][0].size, numbersSent: operands[0].placeCount)
  }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] {
    [try step.apply(PassOn(by: -places), step.upstream)]
  }

  public var mistakes: [Mistake] {
    [
      Mistake(
        "ring-passed-backwards", "The blocks went round the other way.",
        remedy: "Worker w receives from worker w − 1; masks and positions must go with the block."
      ) { [places] scene in
        // Around two workers both ways are the same.
        guard scene.operands[0][0].size > 2 else { return nil }
        return .apply(PassOn(by: -places), [.operand(0)])
      }
    ]
  }
}
