// SPDX-License-Identifier: MIT

/// Computes some rows of a matrix product, on the calling thread.
final class ProductRows<Scalar: TensorScalar>: Sendable {
  /// Where the left rows come from.
  enum Left: Sendable {
    /// A tensor with the leading axes of the result.
    case kept(Matrices<Scalar>)
    /// Rows that are made for the product.
    case onDemand(RowRecipe<Scalar>)
  }

  let left: Left
  /// With the leading axes of the result.
  let right: Matrices<Scalar>
  /// Rows that are multiplied by the same right matrix.
  let itemRows: Int
  let kernel: ProductKernel
  private let inner: Int
  private let columns: Int

  /// Multiplies by a kernel, or by what is best.
  init(left: Left, right: Tensor<Scalar>, kernel wanted: ProductKernel? = nil) {
    self.left = left
    inner = right.axes[right.axes.count - 2].size
    columns = right.axes[right.axes.count - 1].size
    let isOneMatrix = right.strides.dropLast(2).allSatisfy { $0 == 0 }
    let matrixRows: Int
    switch left {
    case .kept(let matrices):
      let tensor = matrices.tensor
      matrixRows = tensor.axes[tensor.axes.count - 2].size
      // One matrix on the right and rows that follow each other on the left: one tall product.
      let isTall = isOneMatrix && tensor.rowsHaveOneStep
      itemRows = isTall ? tensor.axes.dropLast().placeCount : matrixRows
    case .onDemand(let recipe):
      matrixRows = recipe.axes[recipe.axes.count - 2].size
      itemRows = isOneMatrix ? recipe.rows : matrixRows
    }
    kernel =
      wanted
      ?? ProductKernel(
        rows: matrixRows, columns: columns, inner: inner, leftHasRows: left.hasRows)
    self.right = Matrices(kernel == .library ? right.withMatrixSteps() : right)
  }

  /// Writes at least the first `needed` numbers of rows; they count from 0 over all leading axes.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func fill(
    _ rows: Range<Int>, _ block: RowBlock<Scalar>, _ needed: Int, _ workspace: Workspace<Scalar>
  ) {
    guard columns > 0 else { return }
    var first = rows.lowerBound
    while first < rows.upperBound {
      let item = first / itemRows
      let part = first..<min(rows.upperBound, (item + 1) * itemRows)
      let target = block.from(first - rows.lowerBound)
      switch left {
      case .kept(let matrices): multiply(matrices, item, part, target, needed, workspace)
      case .onDemand(let recipe): multiply(recipe, item, part, target, needed, workspace)
      }
      first = part.upperBound
    }
    withExtendedLifetime(right) {}
  }

  /// Columns of all rows at a time, where the right operand is large: each is packed once, for all rows,
  /// by the thread that uses it.
  var byColumns: RowRecipe<Scalar>.ColumnFilling? {
    guard kernel == .tiles, case .kept(let matrices) = left, inner > 128, columns > 128,
      inner * columns >= 1 << 17, itemRows == matrices.tensor.axes.dropLast().placeCount,
      let step = matrices.steps?.step
    else { return nil }
    let rows = itemRows
    let panel = Scalar.packedColumns(1)
    // Many rows drive each other out of the second cache: each is used for two panels then.
    let atOnce = panel * (rows < 400 ? 1 : 2)
    return RowRecipe.ColumnFilling(atOnce: atOnce) { [self] columns, block, workspace in
      let own = UnsafePointer(matrices.start(of: 0))
      let packed = workspace.scratch(self, count: inner * atOnce)
      let place = UnsafePointer(right.start(of: 0) + columns.lowerBound * right.columnStep)
      if right.columnStep != 1 {
        Scalar.pack(
          inner, columns.count, place, right.rowStep, right.columnStep, to: packed)
      }
      // So few rows stay in the first cache for all columns.
      for first in stride(from: 0, to: rows, by: 24) {
        let count = min(24, rows - first)
        let left = own + first * step
        let result = block.base + first * block.step + columns.lowerBound
        if first == 0, right.columnStep == 1 {
          Scalar.packAndMultiplyTiles(
            rows: count, columns: columns.count, inner: inner, left: left, leftStep: step,
            right: place, rightStep: right.rowStep, packed: packed, result: result,
            resultStep: block.step)
        } else {
          Scalar.multiplyTiles(
            rows: count, columns: columns.count, inner: inner, left: left, leftStep: step,
            packed: packed, packedInner: inner, result: result, resultStep: block.step,
            goesOn: false)
        }
      }
      withExtendedLifetime(matrices) {}
    }
  }

  private func multiply(
    _ matrices: Matrices<Scalar>, _ item: Int, _ rows: Range<Int>, _ block: RowBlock<Scalar>,
    _ needed: Int, _ workspace: Workspace<Scalar>
  ) {
    guard let (isTransposed, step) = matrices.steps else { return }
    let row = rows.lowerBound - item * itemRows
    let start = matrices.start(of: item) + row * (isTransposed ? 1 : step)
    multiply(
      item, rows.count, UnsafePointer(start), isTransposed, step, reach: inner, block, needed,
      workspace)
    withExtendedLifetime(matrices) {}
  }

  /// Makes left rows block by block, each small enough to stay in cache, and multiplies them.
  private func multiply(
    _ recipe: RowRecipe<Scalar>, _ item: Int, _ rows: Range<Int>, _ block: RowBlock<Scalar>,
    _ needed: Int, _ workspace: Workspace<Scalar>
  ) {
    let most = min(rows.count, recipe.rowsAtOnce)
    let made = RowBlock(
      base: workspace.scratch(self, count: most * inner), step: inner, columns: inner)
    var next = rows.lowerBound
    while next < rows.upperBound {
      let part = next..<min(rows.upperBound, next + most)
      let reach = recipe.fill(part, made, workspace)
      multiply(
        item, part.count, UnsafePointer(made.base), false, inner, reach: reach,
        block.from(next - rows.lowerBound), needed, workspace)
      next = part.upperBound
    }
  }

  /// Multiplies rows whose numbers are all zero from `reach` on.
  private func multiply(
    _ item: Int, _ rows: Int, _ left: UnsafePointer<Scalar>, _ isTransposed: Bool, _ step: Int,
    reach: Int, _ block: RowBlock<Scalar>, _ needed: Int, _ workspace: Workspace<Scalar>
  ) {
    let place = UnsafePointer(right.start(of: item))
    if kernel == .tiles {
      if workspace.isForOneRow, inner * columns > 1 << 18 {
        return multiplyOnce(place, rows, left, step, reach, block, needed, workspace)
      }
      let width = Scalar.packedColumns(columns)
      let packed = workspace.packed(self, item: item, count: inner * width) { memory in
        Scalar.pack(inner, columns, place, right.rowStep, right.columnStep, to: memory)
        return Scalar.sum(UnsafeBufferPointer(start: memory, count: inner * width)).isFinite
      }
      return Scalar.multiplyTiles(
        rows: rows, columns: needed, inner: packed.isFinite ? reach : inner, left: left,
        leftStep: step, packed: packed.numbers.start, packedInner: inner, result: block.base,
        resultStep: block.step, goesOn: false)
    }
    guard inner > 0 else {
      for row in 0..<rows { block.row(row).update(repeating: 0) }
      return
    }
    guard let (rightIsTransposed, rightStep) = right.steps else { return }
    let call = MatrixCall(
      rows: rows, columns: columns, inner: inner, left: left, leftIsTransposed: isTransposed,
      leftStep: step, right: place, rightIsTransposed: rightIsTransposed,
      rightStep: rightStep, result: block.base, resultStep: block.step)
    if kernel == .own { call.ownLoop() } else { Scalar.multiply(call) }
  }

  /// Multiplies rows that are the only ones, all zero from `reach` on: parts of the right operand are packed,
  /// used and forgotten, each so small that it stays in cache.
  private func multiplyOnce(
    _ place: UnsafePointer<Scalar>, _ rows: Int, _ left: UnsafePointer<Scalar>, _ step: Int,
    _ reach: Int, _ block: RowBlock<Scalar>, _ needed: Int, _ workspace: Workspace<Scalar>
  ) {
    let columnsAtOnce = Scalar.packedColumns(min(columns, 1024))
    let innerAtOnce = max(1, (1 << 16) / columnsAtOnce)
    let packed = workspace.scratch(right, count: innerAtOnce * columnsAtOnce)
    for first in stride(from: 0, to: needed, by: columnsAtOnce) {
      let count = min(columnsAtOnce, needed - first)
      // Where all are zero, the first k may be passed over, so the sum begins here.
      Scalar.multiplyTiles(
        rows: rows, columns: count, inner: 0, left: left, leftStep: step, packed: packed,
        packedInner: 0, result: block.base + first, resultStep: block.step, goesOn: false)
      var k = 0
      while k < inner {
        let depth = min(innerAtOnce, (k < reach ? reach : inner) - k)
        Scalar.pack(
          depth, count, place + first * right.columnStep + k * right.rowStep, right.rowStep,
          right.columnStep, to: packed)
        let all = UnsafeBufferPointer(start: packed, count: depth * Scalar.packedColumns(count))
        // Zero times any number is zero, times infinity it is not.
        if k < reach || !Scalar.sum(all).isFinite {
          Scalar.multiplyTiles(
            rows: rows, columns: count, inner: depth, left: left + k, leftStep: step,
            packed: packed, packedInner: depth, result: block.base + first,
            resultStep: block.step, goesOn: true)
        }
        k += depth
      }
    }
  }
}

/// A tensor as matrices, with what a product asks of each worked out once.
final class Matrices<Scalar: TensorScalar>: Sendable {
  let tensor: Tensor<Scalar>
  /// How BLAS is told of a matrix; `nil` where it has no way.
  let steps: (isTransposed: Bool, step: Int)?
  let rowStep: Int
  let columnStep: Int
  /// Sizes and steps of the leading axes, the last one first.
  private let leading: [(size: Int, step: Int)]

  init(_ tensor: Tensor<Scalar>) {
    self.tensor = tensor
    let last = tensor.axes.count - 1
    steps = tensor.matrixSteps(last)
    rowStep = tensor.strides[last - 1]
    columnStep = tensor.strides[last]
    leading = tensor.axes.indices.dropLast(2).reversed().map {
      (tensor.axes[$0].size, tensor.strides[$0])
    }
  }

  /// The first number of a matrix, counted over all leading axes; the tensor must be held meanwhile.
  func start(of item: Int) -> UnsafeMutablePointer<Scalar> {
    var rest = item
    var place = tensor.start
    for axis in leading {
      place += rest % axis.size * axis.step
      rest /= axis.size
    }
    return place
  }
}

extension ProductRows.Left {
  /// Whether the numbers of a row lie side by side.
  fileprivate var hasRows: Bool {
    switch self {
    case .kept(let matrices): matrices.steps?.isTransposed == false
    case .onDemand: true
    }
  }
}

/// By what a product of matrices is computed: decided by the sizes of a whole matrix, so that a row
/// computed alone is computed as it is in its matrix.
enum ProductKernel: Sendable {
  /// A plain loop: calling the library would take longer than computing.
  case own
  /// The tiles of `CKernels`: the right matrix is used for many rows, and some columns of it, packed,
  /// stay in the first caches.
  case tiles
  /// OpenBLAS.
  case library

  init(rows: Int, columns: Int, inner: Int, leftHasRows: Bool) {
    if rows * columns * inner <= 1 << 15 {
      self = .own
    } else if leftHasRows, min(columns, inner) <= 128 || Self.tilesAreFaster(rows, inner) {
      self = .tiles
    } else {
      self = .library
    }
  }

  /// Where the tiles beat OpenBLAS although no side is short: with AVX-512, by 4 to 10 % (with AVX2 both
  /// are equally fast).
  private static func tilesAreFaster(_ rows: Int, _ inner: Int) -> Bool {
    rows >= 48 && inner <= 1024 && InstructionSet.best == .avx512
  }
}

extension Tensor {
  fileprivate var rowsHaveOneStep: Bool {
    guard let (isTransposed, step) = matrixSteps(axes.count - 1), !isTransposed else {
      return false
    }
    return rowsFollowEachOther(step: step)
  }
}
