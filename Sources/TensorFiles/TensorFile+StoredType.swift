// SPDX-License-Identifier: MIT

extension TensorFile {
  /// What an array is stored in, such as `float16`, `bfloat16` or `int64`, before it is widened.
  ///
  /// - Throws: `TensorFileError`, as reading the array would.
  public func storedType(named name: String) throws -> String {
    try layout(named: name).format.kind.rawValue
  }
}
