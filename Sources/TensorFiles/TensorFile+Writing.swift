// SPDX-License-Identifier: MIT

import Tensors

extension TensorFile {
  /// Writes arrays, as float32 or float64, into a file of the kind its ending says.
  ///
  /// The same arrays give the same bytes, whenever and wherever they are written. The file appears
  /// whole or not at all (`AtomicFile`).
  ///
  /// - Parameters:
  ///   - arrays: Names and tensors, in the order of the file; exactly one for `.npy`, whose name is
  ///     not kept.
  ///   - path: A path ending in `.npy`, `.npz` or `.safetensors`.
  ///   - replacing: Whether a file that is there already may be replaced.
  /// - Throws: `TensorFileError.unknownEnding`, `.oneArrayOnly`, `.badName`, `.duplicateName`,
  ///   `.cannotWrite` or `.alreadyExists`.
  public static func write(
    _ arrays: [(name: String, tensor: AnyTensor)], to path: String, replacing: Bool = true
  ) throws(TensorFileError) {
    guard let kind = TensorFileKind(endingOf: path) else {
      throw .unknownEnding(file: path, found: nil)
    }
    if kind == .npy, arrays.count != 1 {
      throw .oneArrayOnly(file: path, names: arrays.map(\.name))
    }
    if kind != .npy {
      var names = NameCheck(file: path, limits: .standard)
      for array in arrays { try names.add(array.name) }
    }
    switch kind {
    case .npy:
      try AtomicFile.write(
        arrays.first?.tensor.npyBytes ?? [], to: path, replacing: replacing)
    case .npz: try NpzWriter.write(arrays, to: path, replacing: replacing)
    case .safetensors:
      var result = SafetensorsHeader.bytes(arrays)
      for array in arrays { array.tensor.appendNumbers(to: &result) }
      try AtomicFile.write(result, to: path, replacing: replacing)
    }
  }
}

extension AnyTensor {
  /// The whole content of a `.npy` file.
  var npyBytes: [UInt8] {
    var result = NpyHeader.bytes(precision: precision, shape: shape)
    appendNumbers(to: &result)
    return result
  }

  /// Appends the numbers row by row, least byte first.
  func appendNumbers(to bytes: inout [UInt8]) {
    bytes.reserveCapacity(bytes.count + count * precision.byteCount)
    switch self {
    case .float32(let tensor):
      tensor.withContiguous { bytes.append(contentsOf: UnsafeRawBufferPointer($0)) }
    case .float64(let tensor):
      tensor.withContiguous { bytes.append(contentsOf: UnsafeRawBufferPointer($0)) }
    }
  }
}
