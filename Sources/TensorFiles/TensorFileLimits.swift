// SPDX-License-Identifier: MIT

/// How large the parts of a file may be before it is refused, all in one place.
///
/// Sizes that a file claims are compared with the bytes that are there, so most lies need no limit.
/// These are for claims that cannot be compared, and for files that are true but too large.
public struct TensorFileLimits: Sendable, Equatable {
  /// Bytes an array may take in memory, after its numbers are widened: 4 GiB.
  public var arrayBytes = 1 << 32
  /// Bytes that the sizes other than 0 of an empty array would take, 4 MiB: its rows are empty, but
  /// a sum of each of them is not.
  public var emptyArrayBytes = 1 << 22
  /// Axes of an array; NumPy had 32 for most of its life.
  public var axes = 32
  /// Bytes of the header of an array in a .npy file; NumPy itself refuses more than 10,000.
  public var npyHeaderBytes = 1 << 16
  /// Bytes of the header of a .safetensors file: some 100,000 arrays.
  public var safetensorsHeaderBytes = 1 << 24
  /// Bytes of a JSON file: 256 MiB of text.
  public var jsonBytes = 1 << 28
  /// Arrays of one file; below the 65,535 at which a zip changes its format.
  public var arrays = 60_000
  /// Bytes of the name of an array.
  public var nameBytes = 1_000
  /// Bytes of the list of contents of a .npz file.
  public var zipDirectoryBytes = 1 << 24
  /// Unpacked bytes up to which a packed array may shrink at any ratio, 64 MiB: a mask of equal
  /// numbers shrinks a thousandfold.
  public var freelyPackedBytes = 1 << 26
  /// How often an array above `freelyPackedBytes` may be as large unpacked as packed.
  ///
  /// Measured numbers shrink to a half or a quarter, masks of one bit a byte to a fiftieth.
  public var packedRatio = 100

  /// Creates the limits that are meant for everyday use.
  public init() {}

  /// The limits for everyday use.
  public static let standard = TensorFileLimits()
}
