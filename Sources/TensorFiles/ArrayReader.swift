// SPDX-License-Identifier: MIT

import Tensors

/// Turns the bytes of an array, whose layout was checked before, into a tensor.
struct ArrayReader {
  let layout: ArrayLayout
  let place: ArrayPlace

  /// Reads all numbers.
  ///
  /// - Parameter stream: Stands at the first number.
  /// - Returns: A contiguous tensor with the axes `axis0`, `axis1`, …
  /// - Throws: `TensorFileError.endsEarly`, `.cannotRead` or `.badNumber`.
  func tensor(from stream: some ByteStream) throws -> AnyTensor {
    switch layout.format.precision {
    case .float32: .float32(try tensor(from: stream, as: Float.self))
    case .float64: .float64(try tensor(from: stream, as: Double.self))
    }
  }

  private func tensor<Scalar: TensorScalar>(
    from stream: some ByteStream, as type: Scalar.Type
  ) throws -> Tensor<Scalar> {
    let axes = layout.axes
    guard layout.isFortran && axes.count > 1 else {
      if isNative, let span = stream as? FileSpan,
        let mapped = span.mapped(layout.byteCount, alignment: MemoryLayout<Scalar>.alignment)
      {
        return Tensor(axes: axes, memory: mapped.bytes.bindMemory(to: Scalar.self)) {
          withExtendedLifetime(mapped) {}
        }
      }
      return try Tensor(axes: axes) { try read(stream, into: $0) }
    }
    // In memory the last axis comes first: read it so, and look at it the other way round.
    var tensor = try Tensor<Scalar>(axes: axes.reversed()) { try read(stream, into: $0) }
    for index in 0..<(axes.count / 2) {
      tensor = tensor.exchanging(index, axes.count - 1 - index)
    }
    return tensor.contiguous()
  }

  /// Whether the numbers lie in the file as they lie in memory.
  private var isNative: Bool {
    (layout.format.kind == .float32 || layout.format.kind == .float64)
      && !layout.format.isBigEndian && 1.littleEndian == 1
  }

  private func read<Scalar: TensorScalar>(
    _ stream: some ByteStream, into numbers: UnsafeMutableBufferPointer<Scalar>
  ) throws {
    let format = layout.format
    if isNative {
      return try stream.fill(
        UnsafeMutableRawBufferPointer(numbers), part: "the array", place: place)
    }
    let most = 1 << 14
    let scratch = UnsafeMutableRawBufferPointer.allocate(
      byteCount: min(most, numbers.count) * format.byteCount, alignment: 16)
    defer { scratch.deallocate() }
    var next = 0
    while next < numbers.count {
      let count = min(most, numbers.count - next)
      let bytes = UnsafeMutableRawBufferPointer(rebasing: scratch[..<(count * format.byteCount)])
      try stream.fill(bytes, part: "the array", place: place)
      let part = UnsafeMutableBufferPointer(rebasing: numbers[next..<(next + count)])
      if let bad = NumberDecoder(format: format).decode(UnsafeRawBufferPointer(bytes), into: part) {
        throw TensorFileError.badNumber(
          place, index: next + bad.index, found: bad.found, expected: bad.expected)
      }
      next += count
    }
  }
}
