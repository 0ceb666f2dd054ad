// SPDX-License-Identifier: MIT

/// Numbers along named axes, row-major, of one type.
///
///     let scores = Tensor(axes: [Axis(.query, 2), Axis(.key, 3)], scalars: [1, 2, 3, 4, 5, 6.0])
///     scores[[1, 0]]         // 4.0
///     scores.axes.inWords    // "[query=2, key=3]"
///
/// A tensor is a value that never changes once it is made. A view (another order of axes, an axis
/// cut in two) shares the numbers and differs in its strides, so taking heads apart copies nothing.
///
/// Policy: no arithmetic operators. What is computed is an `Operation` with a name, so that it
/// can be asked why.
public struct Tensor<Scalar: TensorScalar>: Sendable {
  public let axes: [Axis]
  /// How far apart neighbours along each axis lie in `storage`, in numbers.
  public let strides: [Int]
  let offset: Int
  let storage: TensorStorage<Scalar>

  init(axes: [Axis], strides: [Int], offset: Int, storage: TensorStorage<Scalar>) {
    self.axes = axes
    self.strides = strides
    self.offset = offset
    self.storage = storage
  }

  /// Creates a tensor whose numbers `fill` writes; memory is not cleared first.
  ///
  /// - Parameters:
  ///   - axes: The axes, outermost first.
  ///   - fill: Writes every number, row-major.
  public init(
    axes: [Axis], fill: (UnsafeMutableBufferPointer<Scalar>) throws -> Void
  ) rethrows {
    let storage = TensorStorage<Scalar>(count: axes.placeCount)
    try fill(storage.buffer)
    self.init(
      axes: axes, strides: Self.rowMajorStrides(axes), offset: 0, storage: storage)
  }

  /// Creates a tensor of numbers given row by row; their number must fit the axes.
  public init(axes: [Axis], scalars: some Collection<Scalar>) {
    precondition(scalars.count == axes.placeCount, "\(scalars.count) numbers for \(axes.inWords)")
    self.init(axes: axes) { buffer in _ = buffer.update(fromContentsOf: scalars) }
  }

  /// Creates a tensor with the same number everywhere.
  public init(axes: [Axis], repeating scalar: Scalar) {
    self.init(axes: axes) { $0.update(repeating: scalar) }
  }

  static func rowMajorStrides(_ axes: [Axis]) -> [Int] {
    var strides = [Int](repeating: 1, count: axes.count)
    var step = 1
    for index in axes.indices.reversed() {
      strides[index] = step
      step *= axes[index].size
    }
    return strides
  }
}

// MARK: - Reading

extension Tensor {
  public var shape: [Int] { axes.map(\.size) }
  public var count: Int { axes.placeCount }

  /// Whether the numbers lie one after another in row-major order.
  public var isContiguous: Bool {
    var step = 1
    for index in axes.indices.reversed() where axes[index].size != 1 {
      if strides[index] != step { return false }
      step *= axes[index].size
    }
    return true
  }

  /// The number at a cell, one index an axis; an index outside is a precondition failure.
  public subscript(cell: [Int]) -> Scalar {
    precondition(cell.count == axes.count, "cell \(cell) of a tensor \(axes.inWords)")
    var place = offset
    for index in cell.indices {
      precondition(
        cell[index] >= 0 && cell[index] < axes[index].size, "cell \(cell) outside \(axes.inWords)")
      place += cell[index] * strides[index]
    }
    return storage.number(at: place)
  }

  /// All numbers, row-major.
  public var scalars: [Scalar] { withContiguous { Array($0) } }

  /// The same tensor with its numbers one after another; itself when they are.
  public func contiguous() -> Tensor {
    if isContiguous { return self }
    return Tensor(rowRecipe)
  }

  /// Calls `body` with all numbers, row-major; copies first only where a view needs it.
  public func withContiguous<Result>(
    _ body: (UnsafeBufferPointer<Scalar>) throws -> Result
  ) rethrows -> Result {
    let source = contiguous()
    return try withExtendedLifetime(source.storage) {
      try body(
        UnsafeBufferPointer(
          rebasing: source.storage.buffer[source.offset..<(source.offset + count)]))
    }
  }

  /// The index of the axis with this name, if there is one.
  public func axisIndex(_ name: AxisName) -> Int? { axes.firstIndex { $0.name == name } }
}

extension Tensor {
  /// The number `steps` numbers away from the first one in memory; for callers that go by strides.
  public func number(at steps: Int) -> Scalar { storage.number(at: offset + steps) }
}
