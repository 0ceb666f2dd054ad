// SPDX-License-Identifier: MIT

import Display
import FoundationEssentials
import Testing

@testable import Lessons

/// What a learner did is kept, whatever happens to the file.
struct ProgressTests {
  /// A state folder of its own, gone when the test ends.
  final class State {
    let path = FileManager.default.temporaryDirectory.path + "/state-\(UUID())"
    var store: ProgressStore { ProgressStore { $0 == "XDG_STATE_HOME" ? self.path : nil } }
    var file: String { path + "/attention-tracer/progress.json" }

    func write(_ text: String) throws {
      try FileManager.default.createDirectory(
        atPath: path + "/attention-tracer", withIntermediateDirectories: true)
      try Data(text.utf8).write(to: URL(filePath: file))
    }

    func text() throws -> String {
      String(decoding: try Data(contentsOf: URL(filePath: file)), as: UTF8.self)
    }

    var names: [String] {
      (try? FileManager.default.contentsOfDirectory(atPath: path + "/attention-tracer"))?.sorted()
        ?? []
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  @Test func `events add up`() {
    let state = State()
    #expect(state.store.read().progress == Progress())
    let events: [ProgressEvent] = [
      .read(lesson: "04-a", part: 0, count: 2), .read(lesson: "04-a", part: 0, count: 2),
      .answered(lesson: "04-a", part: 1, question: 0),
      .answered(lesson: "04-a", part: 1, question: 1),
      .checked(lesson: "04-a", isRight: true), .checked(lesson: "04-a", isRight: false),
      .tried(lesson: "04-a", task: "softmax", passes: false),
    ]
    #expect(state.store.record(events) == nil)
    var done = state.store.read().progress.of("04-a")
    #expect(done.parts == [0] && done.partCount == 2 && !done.isRead && done.answered == 2)
    #expect(done.sheet == true)
    #expect(done.tasks == ["softmax": false])
    let more: [ProgressEvent] = [
      .read(lesson: "04-a", part: 1, count: 2),
      .tried(lesson: "04-a", task: "softmax", passes: true),
      .tried(lesson: "04-a", task: "softmax", passes: false),
    ]
    #expect(state.store.record(more) == nil)
    done = state.store.read().progress.of("04-a")
    #expect(done.isRead && done.tasks == ["softmax": true])
    #expect(!state.store.read().progress.of("05-b").isBegun)
  }

  @Test func `what a newer version wrote is kept`() throws {
    let state = State()
    try state.write(
      #"{"version":7,"friends":["a",1.5,null],"lessons":{"04-a":{"parts":[3],"mood":"good"},"x":5}}"#
    )
    #expect(state.store.read().progress.of("04-a").parts == [3])
    #expect(state.store.record([.read(lesson: "04-a", part: 1, count: 4)]) == nil)
    let text = try state.text()
    for piece in [
      #""version" : 7"#, #""friends""#, "1.5", "null", #""mood" : "good""#, #""x" : 5"#,
    ] {
      #expect(text.contains(piece), "\(text)")
    }
    #expect(state.store.read().progress.of("04-a").parts == [1, 3])
  }

  @Test func `an older file without a version is read`() throws {
    let state = State()
    try state.write(#"{"lessons":{"04-a":{"parts":[0,1],"part_count":2}}}"#)
    #expect(state.store.read().progress.of("04-a").isRead)
    #expect(state.store.record([.checked(lesson: "04-a", isRight: true)]) == nil)
    #expect(try state.text().contains(#""version" : 1"#))
  }

  @Test(arguments: ["", "{", "[1]", #"{"lessons":[]}"#, "\u{0}\u{1}", #"{"lessons":{}} x"#])
  func `a damaged file is said and set aside, never lost`(text: String) throws {
    let state = State()
    for number in 1...2 {
      try state.write(text)
      #expect(state.store.read().note?.contains("is damaged") == true)
      let note = try #require(state.store.record([.read(lesson: "a", part: 0, count: 1)]))
      #expect(note.contains("progress.json.damaged-\(number)"))
      let aside = try Data(contentsOf: URL(filePath: state.file + ".damaged-\(number)"))
      #expect(aside == Data(text.utf8))
    }
    #expect(state.store.read().progress.of("a").isRead)
  }

  @Test func `programs that record at once lose nothing`() async {
    let state = State()
    let path = state.path
    await withTaskGroup(of: Void.self) { group in
      for part in 0..<40 {
        group.addTask {
          let store = ProgressStore { $0 == "XDG_STATE_HOME" ? path : nil }
          #expect(store.record([.read(lesson: "a", part: part, count: 40)]) == nil)
        }
      }
    }
    #expect(state.store.read().progress.of("a").parts == Set(0..<40))
    #expect(state.names == ["lock", "progress.json"])
  }

  @Test func `no home, a file for a folder, a folder for a file`() throws {
    let nowhere = ProgressStore { _ in nil }
    #expect(nowhere.read().note == nil)
    #expect(nowhere.record([.checked(lesson: "a", isRight: true)])?.contains("neither XDG") == true)
    // A path that is not absolute is passed over, as its specification wants.
    #expect(
      ProgressStore { $0 == "HOME" ? "/h" : "state" }.folder == "/h/.local/state/attention-tracer")

    let state = State()
    try FileManager.default.createDirectory(atPath: state.path, withIntermediateDirectories: true)
    try Data("x".utf8).write(to: URL(filePath: state.path + "/attention-tracer"))
    #expect(
      state.store.record([.checked(lesson: "a", isRight: true)])?.contains("not kept") == true)

    let other = State()
    try FileManager.default.createDirectory(atPath: other.file, withIntermediateDirectories: true)
    #expect(other.store.read().note?.contains("no regular file") == true)
    #expect(
      other.store.record([.checked(lesson: "a", isRight: true)])?.contains("not kept") == true)
    #expect(ProgressStore { _ in "/proc" }.record([.checked(lesson: "a", isRight: true)]) != nil)
  }

  @Test func `the course proposes the next step`() throws {
    let course = try TestCourse("## One\n\na\n")
    let catalog = try LessonCatalog(home: course.home)
    func next(_ events: [ProgressEvent]) throws -> String {
      var progress = Progress()
      for event in events { progress.record(event) }
      let document = try CourseDocument(catalog, progress: progress).list()
      guard case .paragraph(let text)? = document.blocks.last else { return "" }
      return text.plainString
    }
    let first = ProgressEvent.read(lesson: "04-test", part: 0, count: 2)
    let second = ProgressEvent.read(lesson: "04-test", part: 1, count: 2)
    let sheet = ProgressEvent.checked(lesson: "04-test", isRight: true)
    #expect(try next([]) == "Begin with attn lesson 04-test.")
    #expect(try next([first]) == "Go on with attn lesson 04-test.")
    #expect(try next([first, second]).contains("attn worksheet lesson:04-test --seed 7"))
    #expect(try next([first, second, sheet]).hasPrefix("You have done them all."))
    let open = ProgressEvent.tried(lesson: "04-test", task: "scores", passes: false)
    #expect(try next([first, second, sheet, open]).contains("attn exercise run 04-test"))
  }
}
