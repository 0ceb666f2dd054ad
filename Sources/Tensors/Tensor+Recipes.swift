// SPDX-License-Identifier: MIT

extension Tensor {
  /// Computes a recipe and keeps the numbers.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public init(_ recipe: RowRecipe<Scalar>) {
    self.init(axes: recipe.axes) { recipe.fillAll($0) }
  }

  /// Computes a recipe `[…, head, position, dim]` and keeps the numbers with the heads of a position side
  /// by side.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  init(headsSideBySide recipe: RowRecipe<Scalar>) {
    let axes = recipe.axes
    let last = axes.count - 1
    guard last >= 2, axes[last - 2].size > 1 else {
      self.init(recipe)
      return
    }
    let (heads, positions) = (axes[last - 2].size, axes[last - 1].size)
    let storage = TensorStorage<Scalar>(count: recipe.count)
    recipe.fillAll(
      storage.buffer, layout: .headsSideBySide(heads: heads, positions: positions))
    var stored = axes
    stored.swapAt(last - 2, last - 1)
    var strides = Self.rowMajorStrides(stored)
    strides.swapAt(last - 2, last - 1)
    self.init(axes: axes, strides: strides, offset: 0, storage: storage)
  }

  /// Keeps the recipe only; numbers are computed when they are asked for, the same bit for bit.
  public init(onDemand recipe: RowRecipe<Scalar>) {
    self.init(
      axes: recipe.axes, strides: Self.rowMajorStrides(recipe.axes), offset: 0,
      storage: TensorStorage(recipe: recipe))
  }

  /// Sets memory aside that is filled when all rows that follow from these are computed, or when
  /// somebody looks.
  public init(filledLater recipe: RowRecipe<Scalar>) {
    self.init(
      axes: recipe.axes, strides: Self.rowMajorStrides(recipe.axes), offset: 0,
      storage: TensorStorage(filledLater: recipe))
  }

  /// Fills memory that was to be filled later.
  public func fillNow() { if storage.isKept { _ = storage.buffer } }

  /// Whether reading a row means computing it.
  public var isUnfilled: Bool { storage.isUnfilled }

  /// Whether all numbers are in memory, and not merely the way to compute them.
  public var isKept: Bool { storage.isKept }

  /// Computes a recipe cheap enough not to be kept: large results are derived again when they are read.
  ///
  /// - Parameter recipe: A few steps for each number of something that is kept.
  public init(derived recipe: RowRecipe<Scalar>) {
    if recipe.count < Self.smallestDerived {
      self.init(recipe)
    } else {
      self.init(onDemand: recipe)
    }
  }

  /// A quarter of a megabyte of float32: below, looking it up costs more than the memory is worth.
  private static var smallestDerived: Int { 1 << 16 }

  /// The rows of this tensor, as a recipe to build on.
  var rowRecipe: RowRecipe<Scalar> {
    if let recipe = storage.recipe, storage.isUnfilled, isWhole(of: recipe) {
      return (storage.isKept ? recipe.keeping(storage) : recipe).relabelled(axes)
    }
    let columns = axes.last?.size ?? 1
    let rowsAtOnce = max(1, 4096 / max(1, columns))
    return RowRecipe(
      axes: axes, rowsAtOnce: rowsAtOnce, workPerNumber: isContiguous ? 1 : 2
    ) { [self] rows, block, needed, _ in copyRows(rows, to: block, needed) }
  }

  /// Whether the tensor shows exactly what a recipe makes, under whatever names.
  private func isWhole(of recipe: RowRecipe<Scalar>) -> Bool {
    offset == 0 && isContiguous && count == recipe.count
      && (axes.last?.size ?? 1) == recipe.columns
  }

  /// How far from the first number a row (counted over all leading axes) begins.
  func placeOfRow(_ row: Int) -> Int {
    var rest = row
    var place = 0
    for axis in axes.indices.dropLast().reversed() {
      place += rest % axes[axis].size * strides[axis]
      rest /= axes[axis].size
    }
    return place
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  fileprivate func copyRows(_ rows: Range<Int>, to block: RowBlock<Scalar>, _ needed: Int) {
    let step = axes.isEmpty ? 1 : strides[axes.count - 1]
    guard let own = storage.buffer.baseAddress else { return }
    if isContiguous, block.step == block.columns, needed == block.columns {
      return block.base.update(
        from: own + offset + rows.lowerBound * needed, count: rows.count * needed)
    }
    for row in rows {
      let source = own + offset + placeOfRow(row)
      let target = block.base + (row - rows.lowerBound) * block.step
      if step == 1 {
        target.update(from: source, count: needed)
      } else {
        for column in 0..<needed { target[column] = source[column * step] }
      }
    }
  }
}

extension RowRecipe {
  /// The rows of a tensor as they are.
  public init(_ tensor: Tensor<Scalar>) { self = tensor.rowRecipe }

  /// The rows of a tensor, with those of another (of the same shape, perhaps stretched) added.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public init(changing tensor: Tensor<Scalar>, adding other: Tensor<Scalar>) {
    let step = other.axes.isEmpty ? 1 : other.strides[other.axes.count - 1]
    self.init(changing: tensor) { row, numbers in
      let start = other.placeOfRow(row)
      for index in numbers.indices { numbers[index] += other.number(at: start + index * step) }
    }
  }

  /// The rows of all heads side by side: `[…, head, position, dim]` becomes `[…, position, head·dim]`.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public init(sideBySide heads: Tensor<Scalar>, axes: [Axis]) {
    let recipe = heads.rowRecipe
    let last = heads.axes.count - 1
    let (count, positions, width) = (
      heads.shape[last - 2], heads.shape[last - 1], heads.shape[last]
    )
    if !heads.isUnfilled {
      // Head by head there are as many rows as places side by side: a view, copied in its own order.
      let view = heads.exchanging(last - 2, last - 1)
      self.init(axes: axes, rowsAtOnce: 1, workPerNumber: 2) { rows, block, _, _ in
        for row in rows {
          view.copyRows(
            (row * count)..<((row + 1) * count),
            to: RowBlock(
              base: block.base + (row - rows.lowerBound) * block.step, step: width, columns: width),
            width)
        }
      }
      return
    }
    self.init(axes: axes, rowsAtOnce: 1, workPerNumber: recipe.workPerNumber) {
      rows, block, _, workspace in
      for row in rows {
        let start = block.base + (row - rows.lowerBound) * block.step
        for head in 0..<count {
          let source = (row / positions * count + head) * positions + row % positions
          recipe.fill(
            source..<(source + 1),
            RowBlock(base: start + head * width, step: width, columns: width), workspace)
        }
      }
    }
  }
}
