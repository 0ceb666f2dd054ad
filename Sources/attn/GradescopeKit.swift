// SPDX-License-Identifier: MIT

import Foundation
import TensorFiles

/// The two programs that Gradescope wants, and the files they need.
struct GradescopeKit {
  /// What a sheet must name as its problem.
  let problemName: String
  let seed: UInt64?
  /// The steps every sheet must have.
  let steps: [String]
  let hasRubric: Bool

  var scripts: [ZipWriter.Entry] {
    [
      ZipWriter.Entry("setup.sh", Array(Self.setUp.utf8), isProgram: true),
      ZipWriter.Entry("run_autograder", Array(run.utf8), isProgram: true),
    ]
  }

  /// Runs once, when the image is built; it has the network, and root.
  static let setUp = """
    #!/usr/bin/env bash
    # Gets Swift and builds Attention Tracer; Gradescope runs this once, when the zip is uploaded.
    set -euo pipefail
    apt-get update
    apt-get install -y --no-install-recommends curl ca-certificates git binutils gcc libc6-dev \\
      libstdc++-12-dev libcurl4 libxml2 libedit2 libsqlite3-0 libpython3-dev libz3-dev zlib1g-dev tzdata
    . /etc/os-release
    version=6.3.1
    release="swift-$version-RELEASE"
    system="$ID$VERSION_ID"
    [ "$(uname -m)" = aarch64 ] && system="$system-aarch64"
    mkdir -p /opt/swift
    curl -fsSL "https://download.swift.org/swift-$version-release/${system//./}/$release/$release-$system.tar.gz" |
      tar -xz -C /opt/swift --strip-components=1
    cd /autograder/source/attention-tracer
    ./attn doctor

    """

  /// Runs for every submission; the sheet goes alone into a new folder, so that a problem handed in
  /// beside it is not used.
  var run: String {
    let seedLine = seed.map { "seed: \($0)" } ?? ""
    let rubric = hasRubric ? "--rubric \"$root/source/rubric.yaml\"" : ""
    return """
      #!/usr/bin/env bash
      # Marks the sheet that was handed in, and writes results.json. AUTOGRADER is for trying it out.
      set -uo pipefail
      root=${AUTOGRADER:-/autograder}
      attn=${ATTN:-$root/source/attention-tracer/attn}
      results=$root/results/results.json
      mkdir -p "$root/results"

      refuse() {
        printf '{"score": 0, "output": "%s"}\\n' "$1" >"$results"
        exit 0
      }

      sheets=()
      while IFS= read -r -d '' file; do
        grep -q '^steps:' "$file" && sheets+=("$file")
      done < <(find "$root/submission" -maxdepth 2 -type f '(' -name '*.yaml' -o -name '*.yml' ')' -print0)
      [ "${#sheets[@]}" -eq 1 ] ||
        refuse "Hand in one worksheet, a YAML file with steps; ${#sheets[@]} were found."
      sheet=${sheets[0]}

      [ "$(grep -c '^problem:' "$sheet")" -eq 1 ] && grep -qE '^problem: *"?\(Self.escaped(problemName))"? *(#.*)?$' "$sheet" ||
        refuse "The sheet must say: problem: \(problemName)"
      seed='\(seedLine)'
      if [ -n "$seed" ]; then
        grep -qE "^$seed *(#.*)?\\$" "$sheet" || refuse "The sheet must say: $seed"
      else
        ! grep -q '^seed:' "$sheet" || refuse "The sheet must not have a seed of its own."
      fi
      for step in \(steps.joined(separator: " ")); do
        grep -qE "^ +$step:" "$sheet" || refuse "The step $step is missing; leave ? where you do not know."
      done

      work=$(mktemp -d)
      trap 'rm -rf "$work"' EXIT
      cp "$sheet" "$work/sheet.yaml"
      mkdir -p "$root/source/problems"
      "$attn" grade "$work/sheet.yaml" --format gradescope --problems "$root/source/problems" \(rubric) \\
        >"$results.part" || [ $? -eq 1 ] || refuse "The sheet could not be marked; tell your teacher."
      mv "$results.part" "$results"

      """
  }

  /// The text as a regular expression that fits nothing else.
  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if !character.isLetter, !character.isNumber, !"_-:/".contains(character) { result += "\\" }
      result.append(character)
    }.replacing("'", with: "")
  }

  // MARK: - Files

  /// The sources of this program, as paths below its folder; what a build makes is left out.
  static func files(in home: String) throws -> [String] {
    var result: [String] = []
    for top in ["attn", "LICENSE", "Package.swift", "Package.resolved"] {
      if FileManager.default.fileExists(atPath: home + "/" + top) { result.append(top) }
    }
    for folder in ["Sources", "Tests", "lessons"] {
      guard let walk = FileManager.default.enumerator(atPath: home + "/" + folder) else { continue }
      for case let path as String in walk {
        let hidden = path.split(separator: "/").contains { $0.hasPrefix(".") }
        let full = "\(home)/\(folder)/\(path)"
        let isFile =
          (try? URL(filePath: full).resourceValues(forKeys: [.isRegularFileKey]))?
          .isRegularFile ?? false
        if !hidden, isFile { result.append("\(folder)/\(path)") }
      }
    }
    guard result.contains("Package.swift"), result.contains("attn") else {
      throw UnusableInput("\(home) does not hold the sources of attn; run it from its repository")
    }
    return result.sorted()
  }

  /// A problem and the arrays beside it that its text names.
  static func problemFiles(_ path: String) -> [(name: String, path: String)] {
    let url = URL(filePath: path)
    let folder = url.deletingLastPathComponent().path()
    let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let arrays = names.sorted().filter { name in
      [".npy", ".npz", ".safetensors"].contains { name.hasSuffix($0) } && text.contains(name)
    }
    return [(url.lastPathComponent, path)] + arrays.map { ($0, folder + "/" + $0) }
  }

  static func bytes(_ path: String) throws -> [UInt8] {
    do { return Array(try Data(contentsOf: URL(filePath: path))) } catch {
      throw UnusableInput("\(path) cannot be read: \(error.localizedDescription)")
    }
  }
}
