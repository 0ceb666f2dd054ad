// SPDX-License-Identifier: MIT

import Tensors

/// How the numbers of an array lie in a file, as its header says.
struct ArrayLayout: Equatable, Sendable {
  let format: NumberFormat
  let shape: [Int]
  /// Whether the first index runs fastest, as in Fortran.
  let isFortran: Bool

  /// How many bytes the numbers take in the file; only asked after `check`.
  var byteCount: Int { shape.reduce(format.byteCount, *) }
  /// How many bytes the tensor takes in memory; only asked after `check`.
  var memoryByteCount: Int { shape.reduce(format.precision.byteCount, *) }

  /// Refuses a shape that does not fit the bytes that are there, before memory is asked for.
  ///
  /// - Parameters:
  ///   - available: Bytes in the file, or in the entry of the zip, behind the header.
  ///   - place: The file and array.
  ///   - limits: What may be allocated.
  /// - Throws: `TensorFileError.sizeDisagrees`, `.aboveLimit` or `.badHeader`.
  func check(
    available: Int, place: ArrayPlace, limits: TensorFileLimits
  ) throws(TensorFileError) {
    guard shape.count <= limits.axes else {
      throw .aboveLimit(place, what: "the number of axes", found: shape.count, limit: limits.axes)
    }
    // An empty array must not hide sizes whose product is beyond counting: parts of it, a row of
    // sums for one, may not be empty.
    var places = 1
    var overflows = false
    for size in shape where size > 0 {
      let (product, tooLarge) = places.multipliedReportingOverflow(by: size)
      places = product
      overflows = overflows || tooLarge
    }
    let (inFile, tooLargeInFile) = places.multipliedReportingOverflow(by: format.byteCount)
    let (inMemory, tooLarge) = places.multipliedReportingOverflow(by: format.precision.byteCount)
    guard !overflows, !tooLargeInFile, !tooLarge else {
      let sizes = shape.prefix(8).map(String.init).joined(separator: ", ")
      throw .badHeader(
        place, found: "the shape (\(sizes))", expected: "a product of sizes that can be counted")
    }
    let isEmpty = shape.contains(0)
    guard available == (isEmpty ? 0 : inFile) else {
      throw .sizeDisagrees(
        place, type: format.name, shape: shape, needed: isEmpty ? 0 : inFile, available: available)
    }
    let limit = isEmpty ? limits.emptyArrayBytes : limits.arrayBytes
    guard inMemory <= limit else {
      throw .aboveLimit(
        place, what: "the number of bytes in memory", found: inMemory, limit: limit)
    }
  }

  /// The axes of a tensor of this shape, called `axis0`, `axis1` and so on.
  var axes: [Axis] {
    shape.enumerated().map { Axis(AxisName(rawValue: "axis\($0.offset)"), $0.element) }
  }
}
