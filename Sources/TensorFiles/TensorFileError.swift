// SPDX-License-Identifier: MIT

/// Where in a file something was found.
public struct ArrayPlace: Sendable, Equatable {
  /// The path, as it was given.
  public var file: String
  /// The name of the array; `nil` when the whole file is meant, or its only array has no name.
  public var array: String?
  /// The byte within the file, or within the unpacked array of a `.npz`; from 0.
  public var byte: Int?

  /// Creates a place.
  public init(file: String, array: String? = nil, byte: Int? = nil) {
    self.file = file
    self.array = array
    self.byte = byte
  }
}

/// Why a file of arrays could not be read or written: data only, the sentences are made in one
/// place (`TensorFileError+Sentences.swift`).
public enum TensorFileError: Error, Equatable, Sendable {
  /// The system does not open the file.
  case cannotOpen(file: String, reason: String)
  /// The path leads to a folder, a pipe or a device.
  case notRegular(file: String, found: String)
  /// The file has no bytes.
  case empty(file: String)
  /// The ending promises no kind of file we know; `found` is what the bytes look like.
  case unknownEnding(file: String, found: TensorFileKind?)
  /// The ending promises one kind and the bytes are of another, or of none.
  case kindDisagrees(file: String, ending: TensorFileKind, found: TensorFileKind?, start: [UInt8])
  /// The system stopped giving bytes.
  case cannotRead(ArrayPlace, reason: String)
  /// The file ends before something that must be there.
  case endsEarly(ArrayPlace, part: String, needed: Int, available: Int)
  /// The numbers that the header promises take another number of bytes than there are.
  case sizeDisagrees(ArrayPlace, type: String, shape: [Int], needed: Int, available: Int)
  /// A header says something it may not.
  case badHeader(ArrayPlace, found: String, expected: String)
  /// The numbers are of a type that no tensor can hold.
  case unsupportedType(ArrayPlace, type: String)
  /// Something is larger than `TensorFileLimits` allow.
  case aboveLimit(ArrayPlace, what: String, found: Int, limit: Int)
  /// A packed array unpacks to an unlikely multiple of its bytes.
  case packedTooTightly(ArrayPlace, packed: Int, unpacked: Int, ratio: Int)
  /// The zip around the arrays is broken, or packed in a way that is not read.
  case badZip(ArrayPlace, reason: String)
  /// Two arrays have one name.
  case duplicateName(file: String, array: String)
  /// A name that is empty, a path upwards or holds control characters.
  case badName(file: String, array: String)
  /// A number that the tensor's type cannot hold exactly, or a truth value other than 0 and 1.
  case badNumber(ArrayPlace, index: Int, found: String, expected: String)
  /// The file has no array of this name.
  case noArray(file: String, wanted: String, names: [String])
  /// The file has several arrays (or none) and the wanted one was not named.
  case nameNeeded(file: String, names: [String])
  /// A `.npy` file holds one array; another number was to be written.
  case oneArrayOnly(file: String, names: [String])
  /// The system does not write the file.
  case cannotWrite(file: String, reason: String)
  /// There is a file already, and it was not allowed to be replaced.
  case alreadyExists(file: String)
}
