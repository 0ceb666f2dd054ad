// SPDX-License-Identifier: MIT

/// A few lines that dump the intermediates of attention under the names of our stages.
public enum DumpRecipe: String, Sendable, CaseIterable {
  case pytorch, jax, numpy, swift

  /// The program; it runs as it stands and writes `dump.npz`, or `dump.json` from Swift.
  public var text: String {
    switch self {
    case .numpy: Self.numpyText
    case .pytorch: Self.pytorchText
    case .jax: Self.jaxText
    case .swift: Self.swiftText
    }
  }

  private static let numpyText = """
    # Attention in NumPy with every intermediate kept. Put your own numbers, or lines, in their place;
    # then: attn compare PROBLEM dump.npz
    import numpy as np

    rng = np.random.default_rng(1)
    tokens, model, heads, key_dim = 5, 6, 2, 3
    X = rng.normal(size=(tokens, model))
    W_Q, W_K, W_V = (rng.normal(size=(model, heads * key_dim)) for _ in range(3))
    W_O = rng.normal(size=(heads * key_dim, model))

    def split(x):  # [position, head * dim] -> [head, position, dim]
        return x.reshape(x.shape[0], heads, -1).transpose(1, 0, 2)

    q, k, v = split(X @ W_Q), split(X @ W_K), split(X @ W_V)
    raw_scores = q @ k.transpose(0, 2, 1)
    scaled_scores = raw_scores / np.sqrt(key_dim)
    visible = np.tril(np.ones((tokens, tokens), dtype=bool))
    masked_scores = np.where(visible, scaled_scores, -np.inf)
    exponentials = np.exp(masked_scores - masked_scores.max(axis=-1, keepdims=True))
    weights = exponentials / exponentials.sum(axis=-1, keepdims=True)
    head_output = weights @ v
    merged_heads = head_output.transpose(1, 0, 2).reshape(tokens, -1)
    output = merged_heads @ W_O

    np.savez("dump.npz", query=q, key=k, value=v, raw_scores=raw_scores,
             scaled_scores=scaled_scores, masked_scores=masked_scores, weights=weights,
             head_output=head_output, merged_heads=merged_heads, output=output)
    # What it was computed from, for the problem file.
    np.savez("inputs.npz", X=X, W_Q=W_Q, W_K=W_K, W_V=W_V, W_O=W_O)

    """

  private static let pytorchText = """
    # Attention in PyTorch with every intermediate kept. nn.MultiheadAttention and
    # scaled_dot_product_attention show none of them: write the same steps beside them.
    # then: attn compare PROBLEM dump.npz
    import math
    import numpy as np
    import torch

    torch.manual_seed(1)
    tokens, model, heads, key_dim = 5, 6, 2, 3
    x = torch.randn(tokens, model)
    query_layer, key_layer, value_layer, output_layer = (
        torch.nn.Linear(model, model, bias=False) for _ in range(4))

    def split(y):  # [position, head * dim] -> [head, position, dim]
        return y.view(tokens, heads, key_dim).transpose(0, 1)

    dump = {}
    with torch.no_grad():
        dump["query"] = q = split(query_layer(x))
        dump["key"] = k = split(key_layer(x))
        dump["value"] = v = split(value_layer(x))
        dump["raw_scores"] = s = q @ k.transpose(-2, -1)
        dump["scaled_scores"] = s = s / math.sqrt(key_dim)
        blocked = torch.triu(torch.ones(tokens, tokens, dtype=torch.bool), diagonal=1)
        dump["masked_scores"] = s = s.masked_fill(blocked, -math.inf)
        dump["weights"] = a = s.softmax(dim=-1)
        dump["head_output"] = z = a @ v
        dump["merged_heads"] = z = z.transpose(0, 1).reshape(tokens, model)
        dump["output"] = output_layer(z)

    np.savez("dump.npz", **{name: array.numpy() for name, array in dump.items()})
    # What it was computed from, for the problem file: nn.Linear stores layout: output-input.
    np.savez("inputs.npz", X=x.numpy(), W_Q=query_layer.weight.detach().numpy(),
             W_K=key_layer.weight.detach().numpy(), W_V=value_layer.weight.detach().numpy(),
             W_O=output_layer.weight.detach().numpy())

    """

  private static let jaxText = """
    # Attention in JAX with every intermediate kept; jax.nn.dot_product_attention shows none of them.
    # then: attn compare PROBLEM dump.npz
    import jax
    import jax.numpy as jnp
    import numpy as np

    tokens, model, heads, key_dim = 5, 6, 2, 3
    keys = jax.random.split(jax.random.key(1), 5)
    x = jax.random.normal(keys[0], (tokens, model))
    w_q, w_k, w_v = (jax.random.normal(key, (model, heads, key_dim)) for key in keys[1:4])
    w_o = jax.random.normal(keys[4], (heads, key_dim, model))

    @jax.jit
    def attention(x):
        # JAX keeps [position, head, dim]; attn reads that too.
        q, k, v = (jnp.einsum("tm,mhd->thd", x, w) for w in (w_q, w_k, w_v))
        raw_scores = jnp.einsum("qhd,khd->hqk", q, k)
        scaled_scores = raw_scores / jnp.sqrt(key_dim)
        visible = jnp.tril(jnp.ones((tokens, tokens), dtype=bool))
        masked_scores = jnp.where(visible, scaled_scores, -jnp.inf)
        weights = jax.nn.softmax(masked_scores, axis=-1)
        head_output = jnp.einsum("hqk,khd->qhd", weights, v)
        merged_heads = head_output.reshape(tokens, -1)
        output = jnp.einsum("qhd,hdm->qm", head_output, w_o)
        return dict(query=q, key=k, value=v, raw_scores=raw_scores, scaled_scores=scaled_scores,
                    masked_scores=masked_scores, weights=weights, head_output=head_output,
                    merged_heads=merged_heads, output=output)

    np.savez("dump.npz", **{name: np.asarray(array) for name, array in attention(x).items()})
    # What it was computed from, for the problem file: heads side by side in the columns.
    np.savez("inputs.npz", X=np.asarray(x), W_Q=np.asarray(w_q).reshape(model, -1),
             W_K=np.asarray(w_k).reshape(model, -1), W_V=np.asarray(w_v).reshape(model, -1),
             W_O=np.asarray(w_o).reshape(-1, model))

    """

  private static let swiftText = """
    // Attention in Swift with every intermediate kept, written as JSON: save it as dump.swift, then
    // swift dump.swift && attn compare PROBLEM dump.json
    import Foundation

    typealias Matrix = [[Double]]

    func product(_ a: Matrix, _ b: Matrix) -> Matrix {
      a.map { row in b[0].indices.map { j in row.indices.reduce(0) { $0 + row[$1] * b[$1][j] } } }
    }
    func transposed(_ a: Matrix) -> Matrix { a[0].indices.map { j in a.map { $0[j] } } }

    // One head; your own numbers go here.
    let x: Matrix = [[1, 0, 1], [0, 2, 0], [1, 1, 1], [0, -1, 2]]
    let projections: [String: Matrix] = [
      "query": [[0.5, 1], [-1, 0.25], [1, 0]], "key": [[1, 0], [0.5, -1], [0, 1]],
      "value": [[1, 2], [0, 1], [-1, 0.5]],
    ]
    var dump: [String: [Matrix]] = [:]
    let (q, k, v) = (
      product(x, projections["query"]!), product(x, projections["key"]!),
      product(x, projections["value"]!)
    )
    let rawScores = product(q, transposed(k))
    let scaledScores = rawScores.map { $0.map { $0 / Double(k[0].count).squareRoot() } }
    let maskedScores = scaledScores.enumerated().map { i, row in
      row.enumerated().map { j, score in j <= i ? score : -Double.infinity }
    }
    let weights = maskedScores.map { row in
      let powers = row.map { exp($0 - row.max()!) }
      return powers.map { $0 / powers.reduce(0, +) }
    }
    for (stage, array) in [
      ("query", q), ("key", k), ("value", v), ("raw_scores", rawScores),
      ("scaled_scores", scaledScores), ("masked_scores", maskedScores), ("weights", weights),
      ("head_output", product(weights, v)),
    ] { dump[stage] = [array] }

    // Numbers that are not finite are strings in JSON.
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    try encoder.encode(dump).write(to: URL(fileURLWithPath: "dump.json"))

    """
}
