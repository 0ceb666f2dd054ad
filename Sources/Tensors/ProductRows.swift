// SPDX-License-Identifier: MIT

/// Computes some rows of a matrix product, on the calling thread.
struct ProductRows<Scalar: TensorScalar>: Sendable {
  /// Where the left rows come from.
  enum Left: Sendable {
    /// A tensor with the leading axes of the result.
    case kept(Tensor<Scalar>)
    /// Rows that are made for the product and forgotten.
    case onDemand(RowRecipe<Scalar>)
  }

  let left: Left
  /// With the leading axes of the result.
  let right: Tensor<Scalar>
  private let itemRows: Int
  private let inner: Int
  private let columns: Int

  init(left: Left, right: Tensor<Scalar>) {
    self.left = left
    self.right = right
    inner = right.axes[right.axes.count - 2].size
    columns = right.axes[right.axes.count - 1].size
    let isOneMatrix = right.strides.dropLast(2).allSatisfy { $0 == 0 }
    switch left {
    case .kept(let tensor):
      let last = tensor.axes.count - 1
      let rows = tensor.axes[last - 1].size
      // One matrix on the right and rows that follow each other on the left: one tall product.
      let isTall = isOneMatrix && tensor.rowsHaveOneStep
      itemRows = isTall ? tensor.axes.dropLast().placeCount : rows
    case .onDemand(let recipe):
      itemRows = isOneMatrix ? recipe.rows : recipe.axes[recipe.axes.count - 2].size
    }
  }

  /// Writes rows; they count from 0 over all leading axes.
  func fill(_ rows: Range<Int>, _ numbers: UnsafeMutableBufferPointer<Scalar>) {
    guard let base = numbers.baseAddress, columns > 0 else { return }
    guard inner > 0 else { return numbers.update(repeating: 0) }
    var first = rows.lowerBound
    while first < rows.upperBound {
      let item = first / itemRows
      let last = min(rows.upperBound, (item + 1) * itemRows)
      let result = base + (first - rows.lowerBound) * columns
      multiply(item: item, rows: first..<last, into: result)
      first = last
    }
  }

  private func multiply(item: Int, rows: Range<Int>, into result: UnsafeMutablePointer<Scalar>) {
    let last = right.axes.count - 1
    guard let (isTransposed, step) = right.matrixSteps(last) else { return }
    let place = right.placeOfItem(item)
    var call = MatrixCall(
      rows: rows.count, columns: columns, inner: inner, left: UnsafePointer(result),
      leftIsTransposed: false, leftStep: inner, right: UnsafePointer(right.start + place),
      rightIsTransposed: isTransposed, rightStep: step, result: result, resultStep: columns)
    switch left {
    case .kept(let tensor):
      guard let (isTransposed, step) = tensor.matrixSteps(last) else { return }
      let row = rows.lowerBound - item * itemRows
      call.left = UnsafePointer(
        tensor.start + tensor.placeOfItem(item) + row * (isTransposed ? 1 : step))
      call.leftIsTransposed = isTransposed
      call.leftStep = step
      call.multiply()
      withExtendedLifetime(tensor.storage) {}
    case .onDemand(let recipe): multiplyMade(recipe, rows, call)
    }
    withExtendedLifetime(right.storage) {}
  }

  /// Makes left rows block by block, each small enough to stay in cache, and multiplies them.
  private func multiplyMade(
    _ recipe: RowRecipe<Scalar>, _ rows: Range<Int>, _ first: MatrixCall<Scalar>
  ) {
    var call = first
    let most = min(rows.count, recipe.rowsAtOnce)
    let scratch = Memory<Scalar>(count: most * inner)
    var next = rows.lowerBound
    while next < rows.upperBound {
      let block = next..<min(rows.upperBound, next + most)
      let made = UnsafeMutableBufferPointer(rebasing: scratch.buffer[..<(block.count * inner)])
      recipe.fill(block, made)
      guard let base = made.baseAddress else { return }
      call.left = UnsafePointer(base)
      call.rows = block.count
      call.multiply()
      call.result += block.count * columns
      next = block.upperBound
    }
  }
}

extension Tensor {
  /// How far from the first number the matrix at a place of the leading axes begins.
  fileprivate func placeOfItem(_ item: Int) -> Int {
    var rest = item
    var place = 0
    for axis in axes.indices.dropLast(2).reversed() {
      place += rest % axes[axis].size * strides[axis]
      rest /= axes[axis].size
    }
    return place
  }

  fileprivate var rowsHaveOneStep: Bool {
    guard let (isTransposed, step) = matrixSteps(axes.count - 1), !isTransposed else {
      return false
    }
    return rowsFollowEachOther(step: step)
  }
}
