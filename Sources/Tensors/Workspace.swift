// SPDX-License-Identifier: MIT

/// What one thread needs while it computes rows: scratch memory, and right operands packed for the
/// matrix it is at.
final class Workspace<Scalar: TensorScalar> {
  /// A right operand, packed.
  struct Packed {
    let item: Int
    let numbers: Memory<Scalar>
    /// Whether all numbers are finite, so that zero times any of them is zero.
    let isFinite: Bool
  }

  /// Whether no other row will follow: what is packed is not worth keeping.
  let isForOneRow: Bool

  init(isForOneRow: Bool = false) { self.isForOneRow = isForOneRow }

  private var scratch: [(owner: ObjectIdentifier, memory: Memory<Scalar>)] = []
  private var packed: [(owner: ObjectIdentifier, operand: Packed)] = []

  /// Memory for so many numbers, the same each time an owner asks.
  func scratch(_ owner: AnyObject, count: Int) -> UnsafeMutablePointer<Scalar> {
    let id = ObjectIdentifier(owner)
    let place = scratch.firstIndex { $0.owner == id }
    if let place, let base = scratch[place].memory.buffer.baseAddress,
      scratch[place].memory.buffer.count >= count
    {
      return base
    }
    if let place { scratch.remove(at: place) }
    let memory = Memory<Scalar>(count: max(1, count))
    scratch.append((id, memory))
    return memory.start
  }

  /// The right operand of a product for one matrix; packed by `pack` unless it is still there.
  func packed(
    _ owner: AnyObject, item: Int, count: Int,
    _ pack: (UnsafeMutablePointer<Scalar>) -> Bool
  ) -> Packed {
    let id = ObjectIdentifier(owner)
    let place = packed.firstIndex { $0.owner == id }
    if let place, packed[place].operand.item == item { return packed[place].operand }
    let memory = place.map { packed[$0].operand.numbers } ?? Memory<Scalar>(count: max(1, count))
    let operand = Packed(item: item, numbers: memory, isFinite: pack(memory.start))
    if let place {
      packed[place].operand = operand
    } else {
      packed.append((id, operand))
    }
    return operand
  }
}
