// SPDX-License-Identifier: MIT

extension Tensor {
  /// Computes a recipe and keeps the numbers.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public init(_ recipe: RowRecipe<Scalar>) {
    self.init(axes: recipe.axes) { recipe.fillAll($0) }
  }

  /// Keeps the recipe only; numbers are computed when they are asked for, the same bit for bit.
  public init(onDemand recipe: RowRecipe<Scalar>) {
    self.init(
      axes: recipe.axes, strides: Self.rowMajorStrides(recipe.axes), offset: 0,
      storage: TensorStorage(recipe: recipe))
  }

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
    if let recipe = storage.recipe, !storage.isKept, isWhole(of: recipe) {
      return recipe.relabelled(axes)
    }
    let columns = axes.last?.size ?? 1
    let rowsAtOnce = max(1, 4096 / max(1, columns))
    if isContiguous {
      return RowRecipe(axes: axes, rowsAtOnce: rowsAtOnce, workPerNumber: 1) {
        [self] rows, numbers in
        guard let target = numbers.baseAddress, let own = storage.buffer.baseAddress else { return }
        target.update(
          from: own + offset + rows.lowerBound * columns, count: rows.count * columns)
      }
    }
    return RowRecipe(axes: axes, rowsAtOnce: rowsAtOnce, workPerNumber: 2) { [self] rows, numbers in
      copyRows(rows, to: numbers)
    }
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

  private func copyRows(_ rows: Range<Int>, to numbers: UnsafeMutableBufferPointer<Scalar>) {
    let columns = axes.last?.size ?? 1
    let step = axes.isEmpty ? 1 : strides[axes.count - 1]
    let buffer = storage.buffer
    var next = 0
    for row in rows {
      let place = offset + placeOfRow(row)
      for column in 0..<columns { numbers[next + column] = buffer[place + column * step] }
      next += columns
    }
  }
}

extension RowRecipe {
  /// The rows of a tensor as they are.
  public init(_ tensor: Tensor<Scalar>) { self = tensor.rowRecipe }

  /// The rows of a tensor, with those of another (of the same shape, perhaps stretched) added.
  public init(changing tensor: Tensor<Scalar>, adding other: Tensor<Scalar>) {
    let step = other.axes.isEmpty ? 1 : other.strides[other.axes.count - 1]
    self.init(changing: tensor) { row, numbers in
      let start = other.placeOfRow(row)
      for index in numbers.indices { numbers[index] += other.number(at: start + index * step) }
    }
  }

  /// The rows of all heads side by side: `[…, head, position, dim]` becomes `[…, position, head·dim]`.
  public init(sideBySide heads: Tensor<Scalar>, axes: [Axis]) {
    let recipe = heads.rowRecipe
    let last = heads.axes.count - 1
    let (count, positions, width) = (
      heads.shape[last - 2], heads.shape[last - 1], heads.shape[last]
    )
    self.init(axes: axes, rowsAtOnce: 1, workPerNumber: recipe.workPerNumber) { rows, numbers in
      for row in rows {
        let start = (row - rows.lowerBound) * count * width
        for head in 0..<count {
          let source = (row / positions * count + head) * positions + row % positions
          let place = start + head * width
          recipe.fill(
            source..<(source + 1),
            UnsafeMutableBufferPointer(rebasing: numbers[place..<(place + width)]))
        }
      }
    }
  }

  /// The same rows under other names.
  public func relabelled(_ axes: [Axis]) -> RowRecipe {
    RowRecipe(
      axes: axes, rowsAtOnce: rowsAtOnce, workPerNumber: workPerNumber, changes: changes,
      source: source)
  }
}
