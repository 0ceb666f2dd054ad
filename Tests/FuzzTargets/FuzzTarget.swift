// SPDX-License-Identifier: MIT

/// Something that reads bytes from strangers, and what must hold for any of them.
///
/// A target never reports: it returns, or it traps because a promise is broken. So the same code
/// serves libFuzzer, which catches traps, and the tests, which replay kept inputs.
package enum FuzzTarget: String, CaseIterable, Sendable {
  case tensorText = "tensor-text"
  case problem
  case worksheet
  case lesson
  case npy
  case npz
  case safetensors
  case dump
  case keys
  case labels

  /// Reads some bytes.
  ///
  /// - Parameter bytes: Anything; most of it is refused, which is right.
  package func read(_ bytes: [UInt8]) {
    switch self {
    case .tensorText: readTensorText(bytes)
    case .problem: readProblem(bytes)
    case .worksheet: readWorksheet(bytes)
    case .lesson: readLesson(bytes)
    case .npy: readTensorFile(bytes, ending: "npy")
    case .npz: readTensorFile(bytes, ending: "npz")
    case .safetensors: readTensorFile(bytes, ending: "safetensors")
    case .dump: readDump(bytes)
    case .keys: readKeys(bytes)
    case .labels: readLabels(bytes)
    }
  }
}

/// Traps with a sentence when a promise is broken.
func promise(_ holds: Bool, _ sentence: @autoclosure () -> String) {
  guard holds else { fatalError(sentence()) }
}
