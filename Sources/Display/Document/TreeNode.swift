// SPDX-License-Identifier: MIT

/// A node of an indented tree: its own blocks, then its children.
public struct TreeNode: Sendable, Equatable {
  /// What the node says.
  public var blocks: [Block]
  /// What it rests on, in reading order.
  public var children: [TreeNode]

  /// Creates a node.
  public init(_ blocks: [Block], children: [TreeNode] = []) {
    self.blocks = blocks
    self.children = children
  }

  /// Creates a node of one paragraph.
  public init(_ text: Text, children: [TreeNode] = []) {
    self.init([.paragraph(text)], children: children)
  }
}
