// SPDX-License-Identifier: MIT

import Tensors

extension TensorFileError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .cannotOpen(let file, let reason):
      "\(quoted(file)): cannot be opened: \(reason); check the path and the permissions"
    case .notRegular(let file, let found):
      "\(quoted(file)): is \(found); expected a file of arrays (\(Self.endings))"
    case .empty(let file):
      "\(quoted(file)): the file is empty (0 bytes); write it again"
    case .unknownEnding(let file, let found): Self.unknownEnding(file, found)
    case .kindDisagrees(let file, let ending, let found, let start):
      Self.kindDisagrees(file, ending, found, start)
    case .cannotRead(let place, let reason):
      "\(place): cannot be read: \(reason); copy the file to a local disk and try again"
    case .endsEarly(let place, let part, let needed, let available):
      "\(place): \(part) needs \(byteCount(needed)), but only \(byteCount(available)) are there; "
        + "the file is cut off or damaged, write it again"
    case .sizeDisagrees(let place, let type, let shape, let needed, let available):
      Self.sizeDisagrees(place, type, shape, needed, available)
    case .badHeader(let place, let found, let expected):
      "\(place): the header has \(found), expected \(expected); write the file again with NumPy "
        + "or safetensors"
    case .unsupportedType(let place, let type): Self.unsupportedType(place, type)
    case .aboveLimit(let place, let what, let found, let limit):
      "\(place): \(what) is \(found.grouped), at most \(limit.grouped) are read; "
        + "split the array or the file"
    case .packedTooTightly(let place, let packed, let unpacked, let ratio):
      "\(place): \(byteCount(packed)) claim to unpack to \(byteCount(unpacked)), more than \(ratio) times "
        + "as much; numbers do not shrink so far, and a file made to fill the memory does. "
        + "If it is honest, save it unpacked with numpy.savez"
    case .badZip(let place, let reason):
      "\(place): the zip cannot be read: \(reason); write it again with numpy.savez"
    case .duplicateName(let file, let array):
      "\(quoted(file)): two arrays are called \(quoted(array)); give each its own name"
    case .badName(let file, let array):
      "\(quoted(file)): \(quoted(array)) is no name for an array; names are not empty and have no "
        + "control characters, no backslash, no '/' in front and no '..' between slashes"
    case .badNumber(let place, let index, let found, let expected):
      "\(place): number \(index.grouped) (from 0, in the order of the file) is \(found), "
        + "expected \(expected); save the array as float64"
    case .noArray(let file, let wanted, let names): Self.noArray(file, wanted, names)
    case .nameNeeded(let file, let names):
      "\(quoted(file)): which array? The file has \(Self.list(names)); name one of them"
    case .oneArrayOnly(let file, let names):
      "\(quoted(file)): a .npy file holds one array, not \(names.count) (\(Self.list(names))); "
        + "use the ending .npz"
    case .cannotWrite(let file, let reason):
      "\(quoted(file)): cannot be written: \(reason); nothing was changed"
    case .alreadyExists(let file): "\(quoted(file)): is there already and was left as it is"
    }
  }
}

extension ArrayPlace: CustomStringConvertible {
  /// The place as errors begin: `'inputs.npz', array 'X', byte 12`.
  public var description: String {
    var words = quoted(file)
    if let array { words += ", array \(quoted(array))" }
    if let byte { words += ", byte \(byte)" }
    return words
  }
}

extension TensorFileError {
  fileprivate static let endings = ".npy, .npz or .safetensors"

  fileprivate static func unknownEnding(_ file: String, _ found: TensorFileKind?) -> String {
    let bytes =
      found.map { "its bytes look like .\($0), so rename it to end in .\($0)" }
      ?? "its bytes do not look like any of them"
    return "\(quoted(file)): the ending is none of \(endings); \(bytes)"
  }

  fileprivate static func kindDisagrees(
    _ file: String, _ ending: TensorFileKind, _ found: TensorFileKind?, _ start: [UInt8]
  ) -> String {
    let hexadecimal = start.prefix(8).map(\.hexadecimal).joined(separator: " ")
    let step =
      found.map { "they are those of a .\($0) file: rename it to end in .\($0)" }
      ?? "they belong to no file of arrays; write the file again"
    return
      "\(quoted(file)): the ending says .\(ending), but byte 0 and on are \(hexadecimal); \(step)"
  }

  fileprivate static func sizeDisagrees(
    _ place: ArrayPlace, _ type: String, _ shape: [Int], _ needed: Int, _ available: Int
  ) -> String {
    let claim =
      "\(place): shape (\(shape.map(String.init).joined(separator: ", "))) of "
      + "\(quoted(type)) needs \(byteCount(needed)), but "
    return claim
      + (needed > available
        ? "only \(byteCount(available)) are there; the file is cut off or its header is wrong"
        : "\(byteCount(available)) are there; expected nothing after the array")
      + ", write it again"
  }

  fileprivate static func unsupportedType(_ place: ArrayPlace, _ type: String) -> String {
    let reason =
      switch type.drop(while: { "<>|=".contains($0) }).first {
      case "O": "Python objects, which are never unpickled"
      case "c", "C": "complex numbers"
      case "U", "S", "a": "text"
      case "M", "m": "dates or durations"
      case "V": "raw bytes (bfloat16 is stored so)"
      default: "not read"
      }
    return "\(place): the type \(quoted(type)) means \(reason); expected floats, integers or "
      + "booleans. In NumPy: array.astype('float32')"
  }

  fileprivate static func noArray(_ file: String, _ wanted: String, _ names: [String]) -> String {
    let guess =
      NearestSpelling.of(wanted, among: names).map { "; did you mean \(quoted($0))?" } ?? ""
    return
      "\(quoted(file)): there is no array \(quoted(wanted)); the file has \(list(names))\(guess)"
  }

  fileprivate static func list(_ names: [String]) -> String {
    if names.isEmpty { return "no arrays" }
    let shown = names.prefix(20).map { quoted($0) }.joined(separator: ", ")
    return names.count > 20 ? "\(shown) and \(names.count - 20) more" : shown
  }
}
