// SPDX-License-Identifier: MIT

extension Tensor {
  /// How a product is computed.
  public enum ProductMethod: Sendable {
    /// OpenBLAS, our own tiles where one side is short, our own loop where all is small.
    case fast
    /// The plain triple loop, kept as the oracle.
    case plain
  }

  /// Returns the matrix product over the last two axes, one for each place of the leading axes.
  ///
  /// `result[…, m, n] = Σ_k left[…, m, k] · right[…, k, n]`
  ///
  /// - Parameters:
  ///   - left: Shape `[…, m, k]`; a transposed view is multiplied without being copied.
  ///   - right: Shape `[…, k, n]`; its leading axes may be missing or 1.
  ///   - leading: The leading axes of the result; both operands stretch over them.
  ///   - method: OpenBLAS and our own tiles, or the plain loop.
  ///   - headsSideBySide: Whether a large result is laid down with row m of each matrix of the last
  ///     leading axis side by side, as heads are merged.
  /// - Returns: Shape `[leading…, m, n]`; contiguous, or a view of heads side by side.
  /// - Throws: `ShapeError` when the inner sizes differ or the leading axes do not stretch.
  /// - Complexity: O(places · m · n · k), shared out over the cores where that is worth it.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public static func matrixProduct(
    _ left: Tensor, _ right: Tensor, leading: [Axis], method: ProductMethod = .fast,
    headsSideBySide: Bool = false
  ) throws(ShapeError) -> Tensor {
    guard left.axes.count >= 2, right.axes.count >= 2 else {
      throw .tooFewAxes(
        found: "\(left.axes.inWords) and \(right.axes.inWords)", needed: 2,
        context: "matrix product")
    }
    let rowAxis = left.axes[left.axes.count - 2]
    let columnAxis = right.axes[right.axes.count - 1]
    let inner = left.axes[left.axes.count - 1]
    let rightInner = right.axes[right.axes.count - 2]
    guard inner.size == rightInner.size else {
      throw .axisMismatch(
        axis: inner.name == rightInner.name ? "\(inner.name)" : "\(inner.name)/\(rightInner.name)",
        left: inner.size, right: rightInner.size, context: "matrix product")
    }
    let axes = leading + [rowAxis, columnAxis]
    let isSmall = axes.placeCount * inner.size <= smallestFast
    guard method == .fast, !(isSmall && rowAxis.size * columnAxis.size * inner.size <= 1 << 15)
    else {
      let left = try left.withMatrixSteps().broadcast(to: leading + left.axes.suffix(2))
      let right = try right.withMatrixSteps().broadcast(to: leading + right.axes.suffix(2))
      return Tensor(axes: axes) { multiplyAll(left, right, into: $0, method: method) }
    }
    let recipe = try productRows(left, right, leading: leading)
    return headsSideBySide ? Tensor(headsSideBySide: recipe) : Tensor(recipe)
  }

  /// How the rows of a matrix product are computed: some of the left rows with all of the right.
  ///
  /// - Parameters:
  ///   - left: Shape `[…, m, k]`; rows on demand are made for each block and forgotten.
  ///   - right: Shape `[…, k, n]`.
  ///   - leading: The leading axes of the result.
  /// - Returns: The recipe of the product, shape `[leading…, m, n]`.
  /// - Throws: `ShapeError` when the leading axes do not stretch.
  public static func productRows(
    _ left: Tensor, _ right: Tensor, leading: [Axis]
  ) throws(ShapeError) -> RowRecipe<Scalar> {
    try productRows(left, right, leading: leading, kernel: nil)
  }

  static func productRows(
    _ left: Tensor, _ right: Tensor, leading: [Axis], kernel: ProductKernel?
  ) throws(ShapeError) -> RowRecipe<Scalar> {
    let axes = leading + [left.axes[left.axes.count - 2], right.axes[right.axes.count - 1]]
    let right = try right.broadcast(to: leading + right.axes.suffix(2))
    let inner = left.axes[left.axes.count - 1].size
    let rows: ProductRows<Scalar>
    if !left.storage.isUnfilled || !left.isContiguous
      || left.axes.dropLast().placeCount != axes.dropLast().placeCount
    {
      let left = try left.withMatrixSteps().broadcast(to: leading + left.axes.suffix(2))
      rows = ProductRows(left: .kept(Matrices(left)), right: right, kernel: kernel)
    } else {
      rows = ProductRows(left: .onDemand(left.rowRecipe), right: right, kernel: kernel)
    }
    let columns = axes[axes.count - 1].size
    // What tiles write is to be in cache afterwards, and a packed operand is to be used for many rows.
    // The library packs in each call: more rows are better.
    let isTiled = rows.kernel != .library
    var fills: [TensorStorage<Scalar>] = []
    if case .onDemand(let recipe) = rows.left { fills = recipe.fills }
    return RowRecipe(
      axes: axes,
      rowsAtOnce: isTiled
        ? max(48, (1 << 17) / max(1, columns) / 12 * 12) : max(256, (1 << 19) / max(1, columns)),
      workPerNumber: max(1, inner / 16), fills: fills, rowsOfItem: rows.itemRows,
      fewestRows: isTiled ? 24 : 256, byColumns: rows.byColumns, source: rows.fill)
  }

  /// Multiplications up to which threads and recipes are not worth their overhead.
  private static var smallestFast: Int { 1 << 18 }

  /// Copies unless the last or the one before last axis has neighbours side by side, as BLAS needs.
  func withMatrixSteps() -> Tensor {
    let last = axes.count - 1
    return matrixSteps(last) == nil ? contiguous() : self
  }

  /// How BLAS would be told of the last two axes: transposed or not, and the step between rows.
  func matrixSteps(_ last: Int) -> (isTransposed: Bool, step: Int)? {
    let (rows, columns) = (axes[last - 1].size, axes[last].size)
    if columns == 1 || strides[last] == 1 {
      let step = rows == 1 ? columns : strides[last - 1]
      if step >= columns { return (false, max(1, step)) }
    }
    if rows == 1 || strides[last - 1] == 1 {
      let step = columns == 1 ? rows : strides[last]
      if step >= rows { return (true, max(1, step)) }
    }
    return nil
  }

  private static func multiplyAll(
    _ left: Tensor, _ right: Tensor, into result: UnsafeMutableBufferPointer<Scalar>,
    method: ProductMethod
  ) {
    let last = left.axes.count - 1
    guard let (leftTransposed, leftStep) = left.matrixSteps(last),
      let (rightTransposed, rightStep) = right.matrixSteps(last),
      let resultBase = result.baseAddress, result.count > 0
    else { return }
    let (rows, columns) = (left.axes[last - 1].size, right.axes[last].size)
    let inner = left.axes[last].size
    guard inner > 0 else { return result.update(repeating: 0) }
    var call = MatrixCall(
      rows: rows, columns: columns, inner: inner,
      left: UnsafePointer(left.start), leftIsTransposed: leftTransposed, leftStep: leftStep,
      right: UnsafePointer(right.start), rightIsTransposed: rightTransposed, rightStep: rightStep,
      result: resultBase, resultStep: columns)
    let items = result.count / (rows * columns)
    // One matrix on the right and rows that follow each other on the left: one tall product.
    if items > 1, !leftTransposed, right.strides.prefix(last - 1).allSatisfy({ $0 == 0 }),
      left.rowsFollowEachOther(step: leftStep)
    {
      call.rows = items * rows
      run(call, method)
      return withExtendedLifetime((left.storage, right.storage)) {}
    }
    var cell = [Int](repeating: 0, count: last - 1)
    for item in 0..<items {
      call.result = resultBase + item * rows * columns
      run(call, method)
      var axis = last - 2
      while axis >= 0 {
        cell[axis] += 1
        call.left += left.strides[axis]
        call.right += right.strides[axis]
        if cell[axis] < left.axes[axis].size { break }
        call.left -= cell[axis] * left.strides[axis]
        call.right -= cell[axis] * right.strides[axis]
        cell[axis] = 0
        axis -= 1
      }
    }
    withExtendedLifetime((left.storage, right.storage)) {}
  }

  var start: UnsafeMutablePointer<Scalar> {
    guard let base = storage.buffer.baseAddress else {
      preconditionFailure("a tensor with cells has memory")
    }
    return base + offset
  }

  /// Whether all rows of all matrices lie `step` apart, as if they were one tall matrix.
  func rowsFollowEachOther(step: Int) -> Bool {
    var expected = step * axes[axes.count - 2].size
    for axis in axes.indices.dropLast(2).reversed() where axes[axis].size != 1 {
      if strides[axis] != expected { return false }
      expected *= axes[axis].size
    }
    return true
  }

  static func run(_ call: MatrixCall<Scalar>, _ method: ProductMethod) {
    switch method {
    case .fast: call.multiply()
    case .plain: call.plainLoop()
    }
  }
}
