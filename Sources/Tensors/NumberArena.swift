// SPDX-License-Identifier: MIT

/// Memory for all values of a small computation that is done many times with other numbers.
///
/// The steps are bound to their places once; a run writes the numbers that are given, does the steps
/// and copies everything out, so that what came of earlier runs never changes.
public final class NumberArena<Scalar: TensorScalar>: @unchecked Sendable {
  /// Computes one value from those before it; `false` where that fails.
  private typealias Step = (_ workspace: Workspace<Scalar>) -> Bool

  /// The values, in the arena.
  public let tensors: [Tensor<Scalar>]
  private let memory: Memory<Scalar>
  private var steps: [Step] = []
  /// What was written last to each place: tensors never change, so it need not be written twice.
  private var written: [AnyTensor?]

  /// How many numbers are computed faster than steps are settled anew.
  private static var most: Int { 1 << 16 }

  /// Sets places aside for values; those that share numbers go on sharing them.
  ///
  /// `nil` where they are too many, or not kept in memory.
  ///
  /// - Parameter values: The values of a computation, in its order.
  public init?(of values: [Tensor<Scalar>]) {
    var starts: [ObjectIdentifier: Int] = [:]
    var count = 0
    var places: [Int] = []
    for value in values {
      guard !value.isUnfilled, value.storage.count <= Self.most else { return nil }
      let start = starts[ObjectIdentifier(value.storage)] ?? count
      if start == count {
        starts[ObjectIdentifier(value.storage)] = start
        // A whole register further, so that the rows of different values never share one.
        count += (value.storage.count + 15) & ~15
      }
      guard count <= Self.most else { return nil }
      places.append(start)
    }
    let memory = Memory<Scalar>(count: max(1, count))
    memory.buffer.update(repeating: 0)
    for (value, start) in zip(values, places) {
      guard let source = value.storage.buffer.baseAddress else { continue }
      (memory.start + start).update(from: source, count: value.storage.count)
    }
    let storage = TensorStorage(memory: memory)
    tensors = zip(values, places).map { value, start in
      Tensor(
        axes: value.axes, strides: value.strides, offset: value.offset + start, storage: storage)
    }
    self.memory = memory
    written = Array(repeating: nil, count: values.count)
  }

  /// Settles how a value is computed, after all those before it.
  ///
  /// - Parameters:
  ///   - place: Which value.
  ///   - recipe: Its rows, made of values of this arena; `nil` where there is no such way.
  ///   - whole: Computes it as a whole; `nil` where that fails.
  public func settle(
    _ place: Int, rows recipe: RowRecipe<Scalar>?, whole: @escaping () -> Tensor<Scalar>?
  ) {
    let tensor = tensors[place]
    guard let recipe, tensor.isContiguous, recipe.count == tensor.count else {
      return steps.append { [unowned self] _ in
        guard let value = whole() else { return false }
        put(value, at: place)
        return true
      }
    }
    let block = RowBlock(base: tensor.start, step: recipe.columns, columns: recipe.columns)
    steps.append { workspace in
      recipe.fill(0..<recipe.rows, block, workspace)
      return true
    }
  }

  /// Writes the numbers of a value that is given.
  ///
  /// - Returns: Whether there are as many as before.
  public func write(_ numbers: AnyTensor, to place: Int) -> Bool {
    if let last = written[place], last.isSame(as: numbers) { return true }
    let tensor = tensors[place]
    guard numbers.count == tensor.count, tensor.isContiguous else { return false }
    numbers.copy(to: tensor.start)
    written[place] = numbers
    return true
  }

  /// Does all steps and copies the values out of the arena; `nil` where a step fails.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func run() -> Values? {
    guard doSteps() else { return nil }
    let copy = Memory<Scalar>(count: memory.buffer.count)
    copy.start.update(from: memory.start, count: memory.buffer.count)
    return Values(arena: tensors, storage: TensorStorage(memory: copy))
  }

  /// Does all steps and copies one value out of the arena; `nil` where a step fails.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func run(for place: Int) -> Tensor<Scalar>? {
    guard doSteps() else { return nil }
    let value = tensors[place]
    return Tensor(axes: value.axes) { result in
      value.withContiguous { _ = result.update(fromContentsOf: $0) }
    }
  }

  private func doSteps() -> Bool {
    let workspace = Workspace<Scalar>()
    for step in steps where !step(workspace) { return false }
    return true
  }

  /// The values of one run, which later runs leave alone.
  public struct Values: Sendable {
    fileprivate let arena: [Tensor<Scalar>]
    fileprivate let storage: TensorStorage<Scalar>

    /// One value.
    public subscript(place: Int) -> Tensor<Scalar> {
      let own = arena[place]
      return Tensor(axes: own.axes, strides: own.strides, offset: own.offset, storage: storage)
    }
  }

  /// Copies numbers that were computed elsewhere to a place, however they lie there.
  private func put(_ value: Tensor<Scalar>, at place: Int) {
    let target = tensors[place]
    if target.isContiguous {
      value.withContiguous { numbers in
        guard let source = numbers.baseAddress else { return }
        target.start.update(from: source, count: numbers.count)
      }
      return
    }
    forEachRow(of: [value, target]) { places, count, steps in
      for column in 0..<count {
        target.storage.buffer[places[1] + column * steps[1]] =
          value.storage.buffer[places[0] + column * steps[0]]
      }
    }
  }
}

extension AnyTensor {
  /// Whether both are the same numbers in the same memory, laid out alike.
  fileprivate func isSame(as other: AnyTensor) -> Bool {
    switch (self, other) {
    case (.float32(let own), .float32(let other)): own.isSame(as: other)
    case (.float64(let own), .float64(let other)): own.isSame(as: other)
    default: false
    }
  }

  /// Copies all numbers, row-major, to memory of either type.
  func copy<Scalar: TensorScalar>(to memory: UnsafeMutablePointer<Scalar>) {
    func copy<Source: TensorScalar>(_ numbers: UnsafeBufferPointer<Source>) {
      if Source.self == Scalar.self, let source = numbers.baseAddress {
        UnsafeMutableRawPointer(memory).copyMemory(
          from: source, byteCount: numbers.count * MemoryLayout<Scalar>.stride)
      } else {
        for index in numbers.indices { memory[index] = Scalar(numbers[index]) }
      }
    }
    switch self {
    case .float32(let tensor): tensor.withContiguous { copy($0) }
    case .float64(let tensor): tensor.withContiguous { copy($0) }
    }
  }
}

extension Tensor {
  fileprivate func isSame(as other: Tensor) -> Bool {
    storage === other.storage && offset == other.offset && strides == other.strides
      && axes == other.axes
  }
}
