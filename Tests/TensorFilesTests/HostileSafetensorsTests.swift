// SPDX-License-Identifier: MIT

import TensorFiles
import TestSupport
import Testing

/// `.safetensors` files that lie.
@Suite struct HostileSafetensorsTests {
  /// Headers that must be refused; 24 bytes of data follow each.
  static let lies = [
    "", "{", "[]", "{}", "{} {}", "{\"X\":1}", "{\"X\":{}}",
    #"{"X":{"dtype":"F32","shape":[2,3]}}"#,
    #"{"X":{"dtype":"F32","shape":[2,4],"data_offsets":[0,24]}}"#,
    #"{"X":{"dtype":"F32","shape":[2,3],"data_offsets":[0,25]}}"#,
    #"{"X":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}"#,
    #"{"X":{"dtype":"F32","shape":[2,2],"data_offsets":[8,24]}}"#,
    #"{"X":{"dtype":"F32","shape":[2,3],"data_offsets":[24,0]}}"#,
    #"{"X":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24,48]}}"#,
    #"{"X":{"dtype":"F32","shape":[2,3],"data_offsets":[0]}}"#,
    #"{"X":{"dtype":"F32","shape":[-2,-3],"data_offsets":[0,24]}}"#,
    #"{"X":{"dtype":"F32","shape":[2e0,3],"data_offsets":[0,24]}}"#,
    #"{"X":{"dtype":"F32","shape":[2,3,],"data_offsets":[0,24]}}"#,
    #"{"X":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24],"more":1}}"#,
    #"{"X":{"dtype":"F32","dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}"#,
    #"{"X":{"dtype":"F33","shape":[2,3],"data_offsets":[0,24]}}"#,
    #"{"X":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},}"#,
    #"{"X":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}x"#,
    #"{'X':{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}"#,
    #"{"":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}"#,
    #"{"../X":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}"#,
    #"{"\ud800":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}"#,
    #"{"\x":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}"#,
    #"{"\u+123":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}"#,
    "{\"a\nb\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}}",
    #"{"X":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,24]}}"#,
    #"{"X":{"dtype":"F32","shape":[2,3],"data_offsets":[0,9223372036854775807]}}"#,
    #"{"X":{"dtype":"F32","shape":[2,3],"data_offsets":[0,18446744073709551640]}}"#,
    // Twice the same bytes, a hole, and twice the same name.
    #"{"X":{"dtype":"F32","shape":[6],"data_offsets":[0,24]},"Y":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
    #"{"X":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"Y":{"dtype":"F32","shape":[3],"data_offsets":[12,24]}}"#,
    #"{"X":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},"X":{"dtype":"F32","shape":[3],"data_offsets":[12,24]}}"#,
    #"{"__metadata__":{"a":1},"X":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}"#,
    "{\"X\":" + String(repeating: "[", count: 100_000),
  ]

  @Test(arguments: lies)
  func `a header that lies is refused`(header: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      safetensors(header, data: [UInt8](repeating: 0, count: 24)), to: "lie.safetensors")
    let error = try #require(failure(reading: path), "read in spite of \(header.prefix(200))")
    #expect(error.description.contains("lie.safetensors"))
    #expect(error.description.count < 600)
  }

  @Test func `the honest header of the lies is read`() throws {
    let folder = try TemporaryFolder()
    let header = """
      {"__metadata__":{"by":"\\u00e9\\ud83d\\ude00"},
       "X\\u0041": {"shape": [2, 3], "data_offsets": [0, 24], "dtype": "F32"}}
      """
    let path = try folder.write(
      safetensors(header, data: [UInt8](repeating: 0, count: 24)), to: "x.safetensors")
    #expect(try TensorFile.open(path).names == ["XA"])
    #expect(failure(reading: path) == nil)
  }

  @Test func `a header longer than the file is refused before it is read`() throws {
    let folder = try TemporaryFolder()
    for (length, word) in [(UInt64.max, "at most"), (1 << 40, "at most"), (1 << 20, "cut off")] {
      let bytes = (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * UInt64($0))) }
      let path = try folder.write(bytes + Array("{}".utf8), to: "x.safetensors")
      #expect(failure(reading: path)?.description.contains(word) == true)
    }
  }

  @Test func `an unexpected word is quoted with its byte`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      safetensors(#"{"X":{"type":"F32"}}"#, data: []), to: "x.safetensors")
    #expect(
      failure(reading: path)?.description
        == #"'\#(path)', byte 14: the header has '"type":"F32"}}', expected the keys dtype, shape "#
        + "and data_offsets, each once; write the file again with NumPy or safetensors")
  }
}
