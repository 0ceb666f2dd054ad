// SPDX-License-Identifier: MIT

import Tensors

/// Who holds which queries and keys in one step around the ring.
struct RingDeal {
  let workers: Int
  /// From 1.
  let step: Int
  /// All queries, and all keys.
  let queries: Int
  let keys: Int

  private var queriesEach: Int { queries / workers }
  private var keysEach: Int { keys / workers }

  /// Where a worker's queries begin.
  private func firstQuery(_ worker: Int) -> Int { worker * queriesEach }

  /// Where the keys begin that a worker holds now: they were dealt to `step − 1` workers before it.
  private func firstKey(_ worker: Int) -> Int {
    PassOn.sender(to: worker, among: workers, step - 1) * keysEach
  }

  /// A rule of the whole mask for every worker's block, with the workers in place of a batch.
  func rule(_ rule: MaskRule, over scores: [Axis]) throws(ShapeError) -> MaskRule {
    func shifted(_ offsets: [Int]) -> [Int] {
      (0..<workers).map { offsets[item: 0] + firstQuery($0) - firstKey($0) }
    }
    switch rule {
    case .causal(let offsets): return .causal(offsets: shifted(offsets))
    case .window(let left, let right, let offsets):
      return .window(left: left, right: right, offsets: shifted(offsets))
    case .keyLengths(let lengths):
      return .keyLengths((0..<workers).map { lengths[item: 0] - firstKey($0) })
    case .allow(let matrix): return .allow(blocks(of: try matrix.broadcast(to: scores)))
    }
  }

  /// The block of every worker, `[worker, head, query, key]`, cut out of `[head, query, key]`.
  func blocks<Scalar: TensorScalar>(of whole: Tensor<Scalar>) -> Tensor<Scalar> {
    let heads = whole.axes[0]
    let axes = [
      Axis(.worker, workers), Axis(heads.name, heads.size), Axis(.query, queriesEach),
      Axis(.key, keysEach),
    ]
    return Tensor(axes: axes) { result in
      whole.withContiguous { numbers in
        var next = 0
        for worker in 0..<workers {
          for head in 0..<heads.size {
            for row in 0..<queriesEach {
              let query = head * queries + firstQuery(worker) + row
              let start = query * keys + firstKey(worker)
              for column in 0..<keysEach { result[next + column] = numbers[start + column] }
              next += keysEach
            }
          }
        }
      }
    }
  }
}
