// SPDX-License-Identifier: MIT

import Display

/// Labels from strangers, in every format a document is written in.
func readLabels(_ bytes: [UInt8]) {
  let labels = bytes.split(separator: 0, maxSplits: 5, omittingEmptySubsequences: false)
    .map { String(decoding: $0, as: UTF8.self) }
  let count = labels.count
  let view = MatrixView(
    rowCount: count, columnCount: count, values: (0..<count * count).map(Double.init),
    kind: .signed, rowLabels: labels, columnLabels: labels, rowAxis: "query", columnAxis: "key")
  let document = Document([
    .heading(level: 1, Text(labels[0])), .paragraph(Text(labels[count - 1])), .matrix(view),
    .table(Table(header: labels.map { Text($0) }, rows: [labels.map { Text($0) }])),
  ])
  requirePrintable(document)
  for text in [markdown(document), latex(document)] { requirePrintable(text) }
  let page = html(document)
  requirePrintable(page)
  let script = page.components(of: "<script")
  promise(
    script == html(Document([.matrix(view.withoutLabels)])).components(of: "<script"),
    "a script came in")
  requirePrintable(svg([view], title: labels[0], description: labels[count - 1]))
}

extension MatrixView {
  /// The same numbers without names.
  fileprivate var withoutLabels: MatrixView {
    MatrixView(
      rowCount: rowCount, columnCount: columnCount, values: values, kind: kind, rowAxis: "query",
      columnAxis: "key")
  }
}

extension String {
  /// How often a piece of text occurs, whatever its case.
  fileprivate func components(of piece: String) -> Int {
    let text = Array(lowercased().utf8)
    let wanted = Array(piece.utf8)
    guard text.count >= wanted.count else { return 0 }
    return (0...(text.count - wanted.count)).count {
      text[$0..<($0 + wanted.count)].elementsEqual(wanted)
    }
  }
}
