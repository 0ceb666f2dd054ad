// SPDX-License-Identifier: MIT

// Views: other readings of the same numbers. Nothing here copies.

extension Tensor {
  /// Returns the tensor with two axes exchanged.
  public func exchanging(_ first: Int, _ second: Int) -> Tensor {
    var axes = axes
    var strides = strides
    axes.swapAt(first, second)
    strides.swapAt(first, second)
    return Tensor(axes: axes, strides: strides, offset: offset, storage: storage)
  }

  /// Returns the tensor with one axis cut into several whose sizes multiply to its own.
  public func splitting(_ axis: Int, into parts: [Axis]) -> Tensor {
    precondition(parts.placeCount == axes[axis].size, "\(axes[axis]) cut into \(parts.inWords)")
    var steps = Tensor.rowMajorStrides(parts)
    for index in steps.indices { steps[index] *= strides[axis] }
    var axes = axes
    var strides = strides
    axes.replaceSubrange(axis...axis, with: parts)
    strides.replaceSubrange(axis...axis, with: steps)
    return Tensor(axes: axes, strides: strides, offset: offset, storage: storage)
  }

  /// Returns the tensor with an axis of size one put before `index`.
  public func insertingAxis(_ axis: Axis, at index: Int) -> Tensor {
    precondition(axis.size == 1, "an inserted axis has one place")
    var axes = axes
    var strides = strides
    axes.insert(axis, at: index)
    strides.insert(1, at: index)
    return Tensor(axes: axes, strides: strides, offset: offset, storage: storage)
  }

  /// Returns the tensor without an axis of size one.
  public func removingAxis(at index: Int) -> Tensor {
    precondition(axes[index].size == 1, "\(axes[index]) has more than one place")
    var axes = axes
    var strides = strides
    axes.remove(at: index)
    strides.remove(at: index)
    return Tensor(axes: axes, strides: strides, offset: offset, storage: storage)
  }

  /// Returns the part of an axis from `range`.
  public func slicing(_ axis: Int, _ range: Range<Int>) -> Tensor {
    precondition(range.lowerBound >= 0 && range.upperBound <= axes[axis].size)
    var axes = axes
    let labels = axes[axis].labels.map { Array($0[range]) }
    axes[axis] = Axis(axes[axis].name, range.count, labels: labels)
    return Tensor(
      axes: axes, strides: strides, offset: offset + range.lowerBound * strides[axis],
      storage: storage)
  }

  /// Returns the same numbers with other names or labels for the axes; sizes must stay.
  public func relabelled(_ axes: [Axis]) -> Tensor {
    precondition(axes.map(\.size) == shape, "\(self.axes.inWords) named \(axes.inWords)")
    return Tensor(axes: axes, strides: strides, offset: offset, storage: storage)
  }

  /// Whether both look at the same memory.
  public func sharesNumbers(with other: Tensor) -> Bool { storage === other.storage }

  /// Returns the same numbers cut into other axes, of as many places; `nil` where they do not lie one
  /// after another.
  public func viewed(as axes: [Axis]) -> Tensor? {
    guard isContiguous, axes.placeCount == count else { return nil }
    return Tensor(
      axes: axes, strides: Self.rowMajorStrides(axes), offset: offset, storage: storage)
  }

  /// Returns this tensor stretched to other axes, as NumPy broadcasts: from the right, each axis
  /// has the same size or size one.
  ///
  /// - Throws: `ShapeError.notBroadcastable`.
  public func broadcast(to target: [Axis]) throws(ShapeError) -> Tensor {
    let missing = target.count - axes.count
    var strides = [Int](repeating: 0, count: target.count)
    var fits = missing >= 0
    if fits {
      for index in axes.indices {
        let size = axes[index].size
        if size == target[missing + index].size {
          strides[missing + index] = self.strides[index]
        } else if size != 1 {
          fits = false
        }
      }
    }
    guard fits else {
      throw .notBroadcastable(from: axes.inWords, to: target.inWords)
    }
    return Tensor(axes: target, strides: strides, offset: offset, storage: storage)
  }
}

/// Visits the rows (last axes) of tensors of one shape in row-major order.
///
/// - Parameters:
///   - tensors: Tensors whose shapes are equal; their strides may differ.
///   - body: Takes where each tensor's row begins in its storage, how many numbers a row has, and
///     each tensor's step from one number to the next.
func forEachRow<Scalar>(
  of tensors: [Tensor<Scalar>], _ body: (_ places: [Int], _ count: Int, _ steps: [Int]) -> Void
) {
  guard let first = tensors.first, first.count > 0 else { return }
  guard let columns = first.axes.last?.size else {
    return body(tensors.map(\.offset), 1, tensors.map { _ in 1 })
  }
  let outer = first.axes.count - 1
  var cell = [Int](repeating: 0, count: outer)
  var places = tensors.map(\.offset)
  let steps = tensors.map { $0.strides[outer] }
  while true {
    body(places, columns, steps)
    var axis = outer - 1
    while axis >= 0 {
      cell[axis] += 1
      for index in tensors.indices { places[index] += tensors[index].strides[axis] }
      if cell[axis] < first.axes[axis].size { break }
      for index in tensors.indices {
        places[index] -= cell[axis] * tensors[index].strides[axis]
      }
      cell[axis] = 0
      axis -= 1
    }
    if axis < 0 { return }
  }
}
