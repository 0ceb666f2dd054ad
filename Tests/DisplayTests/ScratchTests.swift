// SPDX-License-Identifier: MIT
import Testing
@testable import Display
@Test func scratch() {
  for width in [80, 40] {
  for view in [Pictures.weights, Pictures.unusual, Pictures.undefined, Pictures.single, Pictures.rectangle, Pictures.square, Pictures.random(24, seed: 1), Pictures.large] {
    print(render(Document([.matrix(view)]), with: Capabilities(width: width)))
  }
  print(render(Document([.panels(Pictures.heads)]), with: Capabilities(width: width)))
  }
  print(render(Document([.matrix(Pictures.weights)]), with: Capabilities(width: 80, ambiguousWidth: 2)))
  print(render(Document([.matrix(Pictures.unusual)]), with: Capabilities(width: 80, accessible: true)))
}
