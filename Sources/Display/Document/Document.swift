// SPDX-License-Identifier: MIT

/// A tree of blocks that a painter turns into a terminal page, or into another format.
///
/// ```swift
/// let document = Document([.heading(level: 1, "Weights"), .matrix(view)])
/// print(render(document, with: Capabilities(width: 80)), terminator: "")
/// ```
public struct Document: Sendable, Equatable {
  /// The blocks, from top to bottom.
  public var blocks: [Block]

  /// Creates a document from its blocks.
  public init(_ blocks: [Block] = []) {
    self.blocks = blocks
  }

  /// Appends one block at the end.
  public mutating func append(_ block: Block) {
    blocks.append(block)
  }
}

/// One piece of a document that stands on lines of its own.
public indirect enum Block: Sendable, Equatable {
  /// A heading; level 1 is the outermost.
  case heading(level: Int, Text)
  /// Running text, wrapped to the width.
  case paragraph(Text)
  /// One displayed formula, indented.
  case formula(Mathematics)
  /// Consecutive formulas, aligned at their first `=`.
  case equations([Mathematics])
  /// One annotated matrix with its heat map.
  case matrix(MatrixView)
  /// Small matrices side by side with one scale and one legend.
  case panels([MatrixView])
  /// Items that each hold blocks.
  case list([[Block]], ordered: Bool)
  /// Blocks quoted from elsewhere.
  case quote([Block])
  /// Source text or a transcript, kept line by line.
  case code(String, language: String? = nil)
  /// A header and rows of text.
  case table(Table)
  /// Curves or bars over a common axis.
  case plot(Plot)
  /// A strip of statements that hold or do not hold.
  case checks([Check])
  /// An indented tree of explanations.
  case tree([TreeNode])
  /// A line that separates.
  case rule
}

extension Document {
  /// Returns the document with every matrix changed, however deep it stands.
  public func mappingMatrices(_ change: (MatrixView) -> MatrixView) -> Document {
    Document(blocks.map { $0.mappingMatrices(change) })
  }
}

extension Block {
  fileprivate func mappingMatrices(_ change: (MatrixView) -> MatrixView) -> Block {
    switch self {
    case .matrix(let view): .matrix(change(view))
    case .panels(let views): .panels(views.map(change))
    case .list(let items, let ordered):
      .list(items.map { $0.map { $0.mappingMatrices(change) } }, ordered: ordered)
    case .quote(let inner): .quote(inner.map { $0.mappingMatrices(change) })
    case .tree(let nodes): .tree(nodes.map { $0.mappingMatrices(change) })
    case .heading, .paragraph, .formula, .equations, .code, .table, .plot, .checks, .rule: self
    }
  }
}

extension TreeNode {
  fileprivate func mappingMatrices(_ change: (MatrixView) -> MatrixView) -> TreeNode {
    TreeNode(
      blocks.map { $0.mappingMatrices(change) },
      children: children.map { $0.mappingMatrices(change) })
  }
}
