// SPDX-License-Identifier: MIT

import Foundation
import TensorFiles
import Tensors

/// A file of arrays: refused with a sentence, or read; what was read survives being written.
func readTensorFile(_ bytes: [UInt8], ending: String) {
  let path = scratchFolder + "/given." + ending
  guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else {
    fatalError("\(path) cannot be written")
  }
  do {
    let file = try TensorFile.open(path)
    var arrays: [(name: String, tensor: AnyTensor)] = []
    for name in file.names.prefix(8) {
      let tensor = try file.tensor(named: name)
      guard tensor.shape.reduce(1, *) <= 100_000 else { continue }
      arrays.append((name, tensor))
    }
    if ending != "npy" { requireRoundTrip(arrays, ending: ending) }
  } catch {
    requirePrintable("\(error)")
  }
}

private func requireRoundTrip(_ arrays: [(name: String, tensor: AnyTensor)], ending: String) {
  let path = scratchFolder + "/written." + ending
  // Names may repeat, or be none that may be written; that is refused, and not a fault.
  guard (try? TensorFile.write(arrays, to: path)) != nil else { return }
  guard let again = try? TensorFile.open(path) else { fatalError("what was written is refused") }
  for (name, tensor) in arrays {
    guard let read = try? again.tensor(named: name) else { fatalError("\(name) is lost") }
    promise(read.shape == tensor.shape, "\(name) was \(tensor.shape) and is \(read.shape)")
    promise(
      zip(read.doubles, tensor.doubles).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) },
      "\(name) has changed")
  }
}

/// A folder of this process, in memory where the system has such a place.
let scratchFolder: String = {
  let base =
    FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
  let folder = base + "/attn-fuzz-\(ProcessInfo.processInfo.processIdentifier)"
  try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  return folder
}()
