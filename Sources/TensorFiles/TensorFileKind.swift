// SPDX-License-Identifier: MIT

/// The kinds of file that hold arrays.
public enum TensorFileKind: String, Sendable, CaseIterable {
  /// One array of NumPy.
  case npy
  /// A zip of `.npy` files, made by `numpy.savez`.
  case npz
  /// Named arrays behind a JSON header, as Hugging Face keeps models.
  case safetensors

  /// The kind that the ending of a path promises, in upper or lower case.
  ///
  /// - Parameter path: A path or the name of a file.
  public init?(endingOf path: String) {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return nil }
    self.init(rawValue: name[name.index(after: dot)...].lowercased())
  }

  /// The kind that the first bytes of a file look like.
  ///
  /// - Parameter start: The first bytes; nine are enough.
  init?(startOf start: some Collection<UInt8>) {
    let start = Array(start.prefix(9))
    if start.starts(with: NpyHeader.magic) {
      self = .npy
    } else if start.starts(with: [0x50, 0x4B, 3, 4]) || start.starts(with: [0x50, 0x4B, 5, 6]) {
      self = .npz
    } else if start.count == 9, start[8] == UInt8(ascii: "{"), start[5..<8].allSatisfy({ $0 == 0 })
    {
      self = .safetensors
    } else {
      return nil
    }
  }
}
