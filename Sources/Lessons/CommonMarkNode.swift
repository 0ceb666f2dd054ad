// SPDX-License-Identifier: MIT

import CCMarkGFM

/// A node of the tree that cmark-gfm makes of a text; the only place that calls the C library.
///
/// A node is a pointer into a tree that lives as long as the call of `withDocument`. It must not
/// be carried out of it.
struct CommonMarkNode {
  private let pointer: OpaquePointer

  private init?(_ pointer: OpaquePointer?) {
    guard let pointer else { return nil }
    self.pointer = pointer
  }

  /// Parses a text as CommonMark with tables and hands its root to a closure.
  static func withDocument<Result, Failure: Error>(
    of text: [UInt8], _ body: (CommonMarkNode) throws(Failure) -> Result
  ) throws(Failure) -> Result? {
    _ = extensionsAreRegistered
    let parser = cmark_parser_new(CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8)
    defer { cmark_parser_free(parser) }
    if let tables = cmark_find_syntax_extension("table") {
      cmark_parser_attach_syntax_extension(parser, tables)
    }
    text.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      cmark_parser_feed(parser, start.assumingMemoryBound(to: CChar.self), bytes.count)
    }
    guard let root = cmark_parser_finish(parser) else { return nil }
    defer { cmark_node_free(root) }
    cmark_consolidate_text_nodes(root)
    guard let node = CommonMarkNode(root) else { return nil }
    return try body(node)
  }

  /// Registering is not safe from several threads; a static constant is made once.
  private static let extensionsAreRegistered: Void =
    cmark_gfm_core_extensions_ensure_registered()
}

extension CommonMarkNode {
  /// What the node is, in cmark's words, such as `paragraph`, `code_block` or `table_row`.
  var kind: String { String(cString: cmark_node_get_type_string(pointer)) }

  /// The first line of the node in the text, counted from 1.
  var line: Int { Int(cmark_node_get_start_line(pointer)) }

  /// The last line of the node in the text, counted from 1.
  var lastLine: Int { Int(cmark_node_get_end_line(pointer)) }

  /// The text of a leaf; empty for any other node.
  var literal: String { Self.string(cmark_node_get_literal(pointer)) }

  /// What follows the opening of a fenced block.
  var fenceInformation: String { Self.string(cmark_node_get_fence_info(pointer)) }

  /// Whether a code block stands between fences; otherwise it is indented.
  var isFenced: Bool {
    var length: Int32 = 0
    var offset: Int32 = 0
    var character: CChar = 0
    return cmark_node_get_fenced(pointer, &length, &offset, &character) != 0
  }

  var headingLevel: Int { Int(cmark_node_get_heading_level(pointer)) }

  var isOrderedList: Bool { cmark_node_get_list_type(pointer) == CMARK_ORDERED_LIST }

  var listStart: Int { Int(cmark_node_get_list_start(pointer)) }

  var destination: String { Self.string(cmark_node_get_url(pointer)) }

  var children: [CommonMarkNode] {
    var found: [CommonMarkNode] = []
    var next = CommonMarkNode(cmark_node_first_child(pointer))
    while let node = next {
      found.append(node)
      next = CommonMarkNode(cmark_node_next(node.pointer))
    }
    return found
  }

  /// The alignment of each column of a table.
  var tableAlignments: [LessonAlignment] {
    guard let letters = cmark_gfm_extensions_get_table_alignments(pointer) else { return [] }
    return (0..<Int(cmark_gfm_extensions_get_table_columns(pointer))).map { column in
      switch letters[column] {
      case UInt8(ascii: "l"): .left
      case UInt8(ascii: "c"): .center
      case UInt8(ascii: "r"): .right
      default: .natural
      }
    }
  }

  private static func string(_ text: UnsafePointer<CChar>?) -> String {
    text.map { String(cString: $0) } ?? ""
  }
}
