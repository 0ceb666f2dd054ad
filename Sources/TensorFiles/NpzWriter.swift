// SPDX-License-Identifier: MIT

import Tensors

/// Makes a `.npz` as `numpy.savez` does: every array stored, not packed.
enum NpzWriter {
  /// Writes arrays whose names were checked.
  ///
  /// - Throws: `TensorFileError.cannotWrite` or `.alreadyExists`.
  static func write(
    _ arrays: [(name: String, tensor: AnyTensor)], to path: String, replacing: Bool
  ) throws(TensorFileError) {
    try ZipWriter.write(
      arrays.map { ZipWriter.Entry($0.name + ".npy", $0.tensor.npyBytes) }, to: path, packs: false,
      replacing: replacing)
  }
}
