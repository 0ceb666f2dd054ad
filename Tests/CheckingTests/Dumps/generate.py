#!/usr/bin/env python3
"""Dumps of attention computed in NumPy, independently of the engine, one for each mistake.

Run it in its own folder: it writes problems.npz and lengths.npz (what is given) and dumps.npz. Arrays of
a dump are called CASE/STAGE; a case is called LAYER+MISTAKE[+VARIANT]@STAGE, with the stage where the
mistake first shows; LAYER/STAGE is the right computation, LAYER=VARIANT/STAGE one that is right as well.
Of a case only the arrays that differ from LAYER's are written; an empty one is not in the dump.
Layers with an upstream gradient (U) dump their gradients too.
"""
import numpy as np

rng = np.random.default_rng(20240607)


def normal(*shape):
    return np.round(rng.normal(size=shape), 3)


def softmax(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


class Layer:
    """One attention layer whose steps can be replaced by wrong ones."""

    def __init__(self, name, batch=2, n=5, m=None, d_model=7, h=3, h_kv=3, d_k=3, d_v=2, mask="causal",
                 softcap=None, sinusoidal=False, rotary=False, bias=True, upstream=False):
        self.name, self.h, self.h_kv, self.d_k, self.d_v = name, h, h_kv, d_k, d_v
        self.mask, self.softcap, self.sinusoidal, self.rotary = mask, softcap, sinusoidal, rotary
        self.X = normal(batch, n, d_model)
        self.M = None if m is None else normal(batch, m, d_model)
        self.W = {"query": normal(d_model, h * d_k), "key": normal(d_model, h_kv * d_k),
                  "value": normal(d_model, h_kv * d_v), "output": normal(h * d_v, d_model)}
        self.b = {role: normal(w.shape[1]) for role, w in self.W.items()} if bias else {}
        self.lengths = np.array([n - 1, n - 2][:batch]) if mask == "padding" else None
        self.n, self.m, self.batch = n, m or n, batch
        self.U = normal(batch, n, d_model) if upstream else None

    def inputs(self):
        arrays = {"X": self.X, **{"W_" + role: w for role, w in self.W.items()},
                  **{"b_" + role: b for role, b in self.b.items()}}
        if self.M is not None:
            arrays["M"] = self.M
        if self.U is not None:
            arrays["U"] = self.U
        return arrays

    def visible(self):
        i, j = np.arange(self.n)[:, None], np.arange(self.m)[None, :]
        keep = np.ones((self.batch, 1, self.n, self.m), dtype=bool)
        if self.mask == "causal":
            keep = keep & (j <= i)
        if self.mask == "window":
            keep = keep & (j >= i - 1) & (j <= i + 1)
        if self.mask == "padding":
            keep = keep & (j < self.lengths[:, None, None, None])
        return keep

    def run(self, **wrong):
        """Computes every stage; `wrong` replaces steps by name."""
        d, keep = {}, self.visible()
        self.stages = d
        step = lambda name, right: wrong.get(name, right)
        x = self.X
        if self.sinusoidal:
            x = d["positions"] = step("positions", lambda x: x + self.waves())(x)
        source = x if self.M is None else self.M

        def linear(role, x):
            return x @ self.W[role] + self.b.get(role, 0)

        def split(y, heads):
            return y.reshape(y.shape[0], y.shape[1], heads, -1).transpose(0, 2, 1, 3)

        project = step("project", linear)
        cut = step("split", split)
        sides = step("sides", (x, source, source))
        q = d["query"] = cut(project("query", sides[0]), self.h)
        k = d["key"] = cut(project("key", sides[1]), self.h_kv)
        v = d["value"] = cut(project("value", sides[2]), self.h_kv)
        if self.rotary:
            q = d["rotated_query"] = step("rotate", self.rotate)(q)
            k = d["rotated_key"] = step("rotate", self.rotate)(k)
        share = step("share", lambda y: np.repeat(y, self.h // self.h_kv, axis=1))
        s = d["raw_scores"] = step("scores", lambda q, k, v: q @ np.swapaxes(k, -1, -2))(
            q, share(k), share(v))
        s = d["scaled_scores"] = step("scale", lambda s: s / np.sqrt(self.d_k))(s)
        if self.softcap:
            s = d["capped_scores"] = step("cap", lambda s: self.softcap * np.tanh(s / self.softcap))(s)
        blocked = step("block", lambda s, keep: np.where(keep, s, -np.inf))
        l = d["masked_scores"] = blocked(s, keep)
        a = d["weights"] = step("softmax", lambda l, d: softmax(l))(l, d)
        z = d["head_output"] = step("mix", lambda a, v, k: a @ v)(a, share(v), share(k))
        c = d["merged_heads"] = step(
            "merge", lambda z: z.transpose(0, 2, 1, 3).reshape(z.shape[0], z.shape[2], -1))(z)
        if c.shape[-1] == self.W["output"].shape[0]:
            d["output"] = step("out", lambda c: linear("output", c))(c)
        if self.U is not None:
            self.backward(d, x, source, wrong)
        return d

    def backward(self, d, x, source, wrong):
        """The reverse pass, written out by hand; `wrong` replaces its steps by name."""
        step = lambda name, right: wrong.get("d_" + name, right)
        T = lambda y: np.swapaxes(y, -1, -2)
        group = self.h // self.h_kv
        share = lambda y: np.repeat(y, group, axis=1)
        gather = lambda y: y.reshape(y.shape[0], self.h_kv, group, *y.shape[2:]).sum(axis=2)
        cut = lambda y: y.reshape(y.shape[0], y.shape[1], self.h, -1).transpose(0, 2, 1, 3)
        join = lambda y: y.transpose(0, 2, 1, 3).reshape(y.shape[0], y.shape[2], -1)
        flat = lambda y: y.reshape(-1, y.shape[-1])
        q = d.get("rotated_query", d["query"])
        k = d.get("rotated_key", d["key"])
        a, v = d["weights"], d["value"]

        def matrix(role, left, upstream):
            d[f"grad_{role}_projection"] = step("matrix", lambda l, u: flat(l).T @ flat(u))(left, upstream)
            if self.b:
                d[f"grad_{role}_bias"] = flat(upstream).sum(axis=0)

        matrix("output", d["merged_heads"], self.U)
        dc = d["grad_merged_heads"] = self.U @ self.W["output"].T
        dz = d["grad_head_output"] = step("cut", cut)(dc)
        da = d["grad_weights"] = step("weights", lambda dz, v: dz @ T(v))(dz, share(v))
        dv = d["grad_value"] = step("gather_value", gather)(step("value", lambda a, dz: T(a) @ dz)(a, dz))
        dl = d["grad_masked_scores"] = step(
            "softmax", lambda a, da: a * (da - (a * da).sum(axis=-1, keepdims=True)))(a, da)
        if self.softcap:
            d["grad_capped_scores"] = dl
            slope = 1 - (d["capped_scores"] / self.softcap) ** 2
            dl = step("cap", lambda dc, slope: dc * slope)(dl, slope)
        d["grad_scaled_scores"] = dl
        ds = d["grad_raw_scores"] = step("scale", lambda ds: ds / np.sqrt(self.d_k))(dl)
        dq = step("query", lambda ds, k: ds @ k)(ds, share(k))
        dk = step("gather_key", gather)(step("key", lambda ds, q, k: T(ds) @ q)(ds, q, share(k)))
        if self.rotary:
            d["grad_rotated_query"], d["grad_rotated_key"] = dq, dk
            dq, dk = self.rotate(dq, back=True), self.rotate(dk, back=True)
        d["grad_query"], d["grad_key"] = dq, dk
        dq, dk, dv = join(dq), join(dk), join(dv)
        matrix("query", x, dq)
        matrix("key", source, dk)
        matrix("value", source, dv)
        parts = [dq @ self.W["query"].T, dk @ self.W["key"].T, dv @ self.W["value"].T]
        if self.M is None:
            dx = step("sum", lambda q, k, v: q + k + v)(*parts)
            if self.sinusoidal:
                d["grad_positions"] = dx
        else:
            dx = parts[0]
            d["grad_memory"] = step("sum", lambda k, v: k + v)(*parts[1:])
        d["grad_input"] = dx

    def waves(self, base=10000.0, exponent=lambda i, d: 2 * (i // 2) / d, blocks=False):
        d_model = self.X.shape[-1]
        p, i = np.arange(self.n)[:, None], np.arange(d_model)[None, :]
        if blocks:
            half = (d_model + 1) // 2
            angle = p / base ** (2 * (i % half) / d_model)
            return np.where(i < half, np.sin(angle), np.cos(angle))
        angle = p / base ** exponent(i, d_model)
        return np.where(i % 2 == 0, np.sin(angle), np.cos(angle))

    def rotate(self, y, wrong=False, back=False):
        n, d = y.shape[-2], y.shape[-1] // 2 * 2
        theta = (-1 if back else 1) * np.arange(n)[:, None] / 10000.0 ** (2 * np.arange(d // 2) / d)[None, :]
        out = y.copy()
        if not wrong:
            a, b = y[..., :d // 2], y[..., d // 2:d]
            out[..., :d // 2] = a * np.cos(theta) - b * np.sin(theta)
            out[..., d // 2:d] = b * np.cos(theta) + a * np.sin(theta)
        else:
            a, b = y[..., 0:d:2], y[..., 1:d:2]
            out[..., 0:d:2] = a * np.cos(theta) - b * np.sin(theta)
            out[..., 1:d:2] = b * np.cos(theta) + a * np.sin(theta)
        return out


layers = {
    "causal": Layer("causal"),
    "plain": Layer("plain", mask="none"),
    "padding": Layer("padding", n=7, mask="padding"),
    "window": Layer("window", n=7, mask="window"),
    "cross": Layer("cross", n=5, m=11, mask="none"),
    "cross_causal": Layer("cross_causal", n=5, m=7, mask="causal"),
    "grouped": Layer("grouped", h=6, h_kv=2, d_k=5),
    "capped": Layer("capped", softcap=1.5),
    "waves": Layer("waves", sinusoidal=True),
    "rotary": Layer("rotary", rotary=True, d_k=5),
    # Sizes that let every product be confused.
    "square": Layer("square", n=3, d_model=9, d_k=3, d_v=3),
    # As many items as heads.
    "even": Layer("even", batch=2, h=2, h_kv=2, n=7, mask="padding"),
    "zero": Layer("zero", mask="none"),
}
# A score of exactly 0: one query of nothing but zeros.
layers["zero"].X[0, 1] = 0
layers["zero"].b["query"] = np.zeros_like(layers["zero"].b["query"])

dumps = {}


def case(layer, mistake, stage, variant="", dtype=np.float64, **wrong):
    with np.errstate(all="ignore"):
        try:
            stages = layers[layer].run(**wrong)
        except ValueError:  # A wrong shape that the next step cannot take: the dump ends there.
            stages = layers[layer].stages
        right = layers[layer].run()
    name = f"{layer}+{mistake}" + (f"+{variant}" if variant else "") + f"@{stage}"
    a, b = stages[stage], right[stage]
    assert a.shape != b.shape or not np.allclose(a, b, equal_nan=True), name
    assert name not in dumps, name
    dumps[name] = {name: array.astype(dtype) for name, array in stages.items()}


def linear(L, role, x):
    return x @ L.W[role] + L.b.get(role, 0)


def split(y, heads):
    return y.reshape(y.shape[0], y.shape[1], heads, -1).transpose(0, 2, 1, 3)


W = layers["waves"]
case("waves", "positions-missing-or-concatenated", "positions", positions=lambda x: x)
for key, f in {"i": lambda i, d: i / d, "2i": lambda i, d: 2 * i / d,
               "cos": lambda i, d: (2 * (i // 2) + 2 * (i % 2)) / d}.items():
    case("waves", "position-exponent-wrong", "positions", key,
         positions=lambda x, f=f: x + W.waves(exponent=f))
case("waves", "position-blocks-not-interleaved", "positions", positions=lambda x: x + W.waves(blocks=True))
case("waves", "position-base-1000", "positions", positions=lambda x: x + W.waves(base=1000.0))
case("rotary", "rotary-pairs-mismatched", "rotated_query",
     rotate=lambda y: layers["rotary"].rotate(y, wrong=True))

S = layers["square"]
case("square", "weight-transposed", "query", project=lambda r, x: x @ S.W[r].T + S.b[r])
case("square", "projections-in-wrong-order", "query",
     project=lambda r, x: x @ S.W[{"query": "key", "key": "query"}.get(r, r)] + S.b[r])
case("square", "same-projection-twice", "key",
     project=lambda r, x: x @ S.W[{"key": "query"}.get(r, r)] + S.b[r])
case("causal", "bias-missing-or-extra", "query", "missing", project=lambda r, x: x @ layers["causal"].W[r])
case("causal", "bias-missing-or-extra", "value", "twice",
     project=lambda r, x: x @ layers["causal"].W[r] + (2 if r == "value" else 1) * layers["causal"].b[r])
case("square", "no-projection", "query", project=lambda r, x: x + S.b[r] if r == "query" else linear(S, r, x))
case("causal", "minus-signs-ignored", "query",
     project=lambda r, x: (np.abs(x) @ np.abs(layers["causal"].W[r]) + layers["causal"].b[r])
     if r == "query" else linear(layers["causal"], r, x))
case("causal", "heads-split-without-transpose", "query", split=lambda y, h: y.reshape(y.shape[0], h, y.shape[1], -1))
C = layers["cross"]
case("cross", "cross-attention-sides-swapped", "query", sides=(C.M, C.X, C.X))
case("cross", "cross-attention-sides-swapped", "key", "keys", sides=(C.X, C.X, C.X))
case("plain", "head-size-wrong", "query", split=lambda y, h: split(y, 1))

case("plain", "queries-and-keys-exchanged", "raw_scores", scores=lambda q, k, v: k @ np.swapaxes(q, -1, -2))
case("square", "key-not-transposed", "raw_scores", scores=lambda q, k, v: q @ k)
case("square", "axes-permuted-wrongly", "raw_scores", scores=lambda q, k, v: np.einsum("bhij,bhjk->bhik", q, k))
case("square", "features-times-features", "raw_scores", scores=lambda q, k, v: np.swapaxes(q, -1, -2) @ k)
case("square", "products-not-summed", "raw_scores", scores=lambda q, k, v: q * k)
case("square", "value-used-as-key", "raw_scores", scores=lambda q, k, v: q @ np.swapaxes(v, -1, -2))
case("plain", "scores-from-one-side", "raw_scores", "q", scores=lambda q, k, v: q @ np.swapaxes(q, -1, -2))
case("plain", "scores-from-one-side", "raw_scores", "k", scores=lambda q, k, v: k @ np.swapaxes(k, -1, -2))
case("plain", "minus-signs-ignored", "raw_scores",
     scores=lambda q, k, v: np.abs(q) @ np.swapaxes(np.abs(k), -1, -2))
case("plain", "cosine-instead-of-dot", "raw_scores",
     scores=lambda q, k, v: (q / np.linalg.norm(q, axis=-1, keepdims=True))
     @ np.swapaxes(k / np.linalg.norm(k, axis=-1, keepdims=True), -1, -2))
case("grouped", "key-value-heads-tiled", "raw_scores", share=lambda y: np.tile(y, (1, 3, 1, 1)))

P = layers["plain"]
for name, factor in {"no-scaling": 1, "scaled-by-key-dimension": 1 / 3, "multiplied-by-root": 3 ** 0.5,
                     "scaled-by-model-dimension": 7 ** -0.5, "scaled-by-wrong-dimension": 5 ** -0.5,
                     "scaled-by-two": 0.5}.items():
    case("plain", name, "scaled_scores", scale=lambda s, f=factor: s * f)
case("plain", "scaled-twice", "scaled_scores", scale=lambda s: s / np.sqrt(3) / np.sqrt(3))
case("plain", "scaled-by-wrong-dimension", "scaled_scores", "d_v", scale=lambda s: s / np.sqrt(2))


def in_places(s):
    s = s / np.sqrt(3)
    s[0, 1, 2] *= np.sqrt(3)
    return s


case("plain", "scale-skipped-in-places", "scaled_scores", scale=in_places)
case("causal", "scaled-after-softmax", "weights", softmax=lambda l, d: softmax(l) / np.sqrt(3))
case("capped", "no-cap", "capped_scores", cap=lambda s: s)
case("capped", "cap-formula-wrong", "capped_scores", cap=lambda s: s * np.tanh(s / 1.5))
case("capped", "cap-after-mask", "masked_scores",
     block=lambda s, keep: 1.5 * np.tanh(np.where(keep, np.arctanh(s / 1.5), -np.inf)))

case("causal", "no-causal-mask", "masked_scores", block=lambda s, keep: s)
case("padding", "mask-missing", "masked_scores", block=lambda s, keep: s)
case("causal", "masked-with-zero", "masked_scores", block=lambda s, keep: s * keep)
case("padding", "masked-with-zero", "masked_scores", "padding", block=lambda s, keep: np.where(keep, s, 0))
case("causal", "masked-with-plus-infinity", "masked_scores", block=lambda s, keep: np.where(keep, s, np.inf))
case("causal", "mask-exponent-sign", "masked_scores", "filled", block=lambda s, keep: np.where(keep, s, -1e-9))
case("causal", "mask-exponent-sign", "masked_scores", "added", block=lambda s, keep: s + (1 - keep) * -1e-9)
for constant in [-2.718281828459045, -10, -100, -30]:
    case("causal", "mask-constant-too-small", "masked_scores", f"{constant:.0f}",
         block=lambda s, keep, c=constant: np.where(keep, s, c))
    case("causal", "mask-constant-too-small", "masked_scores", f"added {constant:.0f}",
         block=lambda s, keep, c=constant: s + (1 - keep) * c)


def causal(shift=0, layer="causal"):
    L = layers[layer]
    i, j = np.arange(L.n)[:, None], np.arange(L.m)[None, :]
    return j <= i + shift


def fill(keep):
    return lambda s, _: np.where(keep, s, -np.inf)


case("causal", "diagonal-masked-too", "masked_scores", block=fill(causal(-1)))
case("causal", "one-future-token-visible", "masked_scores", block=fill(causal(1)))
case("causal", "mask-upside-down", "masked_scores", block=fill(causal().T))
case("causal", "mask-meaning-reversed", "masked_scores", block=lambda s, keep: np.where(keep, -np.inf, s))
case("causal", "mask-added-as-number", "masked_scores", block=lambda s, keep: s + keep)
case("padding", "padding-mask-on-queries", "masked_scores",
     block=lambda s, keep: np.where(np.swapaxes(keep, -1, -2), s, -np.inf))
E = layers["even"]
case("even", "mask-repeated-in-wrong-order", "masked_scores",
     block=lambda s, keep: np.where(np.tile(keep, (2, 1, 1, 1)).reshape(2, 2, 1, 7), s, -np.inf)
     if keep.shape[2] == 1 else np.where(np.tile(keep[:, 0], (2, 1, 1)).reshape(2, 2, 7, 7), s, -np.inf))
case("even", "mask-broadcast-over-heads", "masked_scores",
     block=lambda s, keep: np.where(keep[:, 0][None], s, -np.inf))
case("cross_causal", "rectangular-mask-taken-as-square", "masked_scores",
     block=fill(np.concatenate([causal(0, "cross_causal")[:, :5], np.ones((5, 2), bool)], axis=1)))
case("cross_causal", "causal-corner-wrong", "masked_scores", block=fill(causal(2, "cross_causal")))
for change in (1, -1):
    i, j = np.arange(7)[:, None], np.arange(7)[None, :]
    case("window", "window-off-by-one", "masked_scores", f"{change:+d}",
         block=fill((j >= i - 1 - change) & (j <= i + 1)))
case("causal", "mask-overflows-in-half-precision", "masked_scores",
     block=lambda s, keep: s + (1.0 - keep) * -np.inf)
case("causal", "mask-after-softmax", "weights",
     softmax=lambda l, d: softmax(d["scaled_scores"]) * np.isfinite(l))

case("causal", "softmax-over-columns", "weights", softmax=lambda l, d: softmax(l, axis=-2))
case("plain", "softmax-over-whole-matrix", "weights",
     softmax=lambda l, d: softmax(l.reshape(*l.shape[:2], -1)).reshape(l.shape))
case("plain", "softmax-over-single-axis", "weights", softmax=lambda l, d: softmax(l[..., None])[..., 0])
case("causal", "not-normalised", "weights", softmax=lambda l, d: np.exp(l))
case("plain", "divided-by-sum-of-logits", "weights", softmax=lambda l, d: np.exp(l) / l.sum(-1, keepdims=True))
case("plain", "no-exponential", "weights", softmax=lambda l, d: l / l.sum(-1, keepdims=True))
for base in (2, 10):
    case("causal", "wrong-exponential-base", "weights", str(base), softmax=lambda l, d, b=base: softmax(l * np.log(b)))
case("causal", "softmax-plus-one", "weights",
     softmax=lambda l, d: np.exp(l) / (1 + np.exp(l).sum(-1, keepdims=True)))
case("causal", "softmax-plus-one", "weights", "after maximum",
     softmax=lambda l, d: (e := np.exp(l - l.max(-1, keepdims=True))) / (1 + e.sum(-1, keepdims=True)))
case("plain", "maximum-over-wrong-axis", "weights",
     softmax=lambda l, d: (e := np.exp(l - l.max(-2, keepdims=True))) / e.sum(-1, keepdims=True))
case("zero", "exponential-of-zero-is-zero", "weights",
     softmax=lambda l, d: (e := np.where(l == 0, 0, np.exp(l))) / e.sum(-1, keepdims=True))
case("causal", "negative-exponent-misread", "weights", "e^a",
     softmax=lambda l, d: (e := np.where(np.isinf(l), 0, np.exp(np.abs(l)))) / e.sum(-1, keepdims=True))
case("causal", "negative-exponent-misread", "weights", "-e^a",
     softmax=lambda l, d: (e := np.where(np.isinf(l), 0, np.sign(l) * np.exp(np.abs(l)))) / e.sum(-1, keepdims=True))
case("causal", "softmax-of-negated-scores", "weights",
     softmax=lambda l, d: softmax(np.where(np.isinf(l), l, -l)))
case("causal", "softmax-of-unscaled-scores", "weights",
     softmax=lambda l, d: softmax(np.where(np.isinf(l), l, d["raw_scores"])))
case("causal", "softmax-twice", "weights", softmax=lambda l, d: softmax(softmax(l)))
case("plain", "hardmax", "weights", softmax=lambda l, d: (l == l.max(-1, keepdims=True)).astype(float))
case("causal", "sigmoid-per-cell", "weights", softmax=lambda l, d: 1 / (1 + np.exp(-l)))
drop = rng.random((2, 3, 5, 5)) > 0.2
case("plain", "dropout-left-on", "weights", softmax=lambda l, d: softmax(l) * drop / 0.8)

# A row without any visible key.
layers["empty"] = Layer("empty", n=7, mask="padding")
layers["empty"].lengths = np.array([5, 0])
with np.errstate(all="ignore"):
    case("empty", "empty-row-convention", "weights", "zero", softmax=lambda l, d: np.nan_to_num(softmax(l), nan=0.0))
    case("empty", "empty-row-convention", "weights", "uniform", softmax=lambda l, d: softmax(np.maximum(l, -1e9)))

case("square", "weights-transposed", "head_output", mix=lambda a, v, k: np.swapaxes(a, -1, -2) @ v)
case("square", "key-used-as-value", "head_output", mix=lambda a, v, k: a @ k)
layers["one"] = Layer("one", h=1, h_kv=1, d_k=3, d_v=7)
O = layers["one"]
case("one", "values-not-projected", "head_output", mix=lambda a, v, k: a @ O.X[:, None])
case("square", "product-order-reversed", "head_output", "VA", mix=lambda a, v, k: v @ a)
case("square", "product-order-reversed", "head_output", "AV^T", mix=lambda a, v, k: a @ np.swapaxes(v, -1, -2))
case("causal", "weights-ignored", "head_output",
     mix=lambda a, v, k: np.broadcast_to(v.mean(axis=-2, keepdims=True), v.shape))
case("causal", "only-largest-weight", "head_output",
     mix=lambda a, v, k: np.take_along_axis(v, a.argmax(-1)[..., None], axis=-2))
case("plain", "heads-merged-without-transpose", "merged_heads",
     merge=lambda z: z.reshape(z.shape[0], z.shape[2], -1))
case("plain", "heads-averaged", "merged_heads", merge=lambda z: z.mean(axis=1))
case("plain", "heads-summed", "merged_heads", merge=lambda z: z.sum(axis=1))
case("plain", "heads-interleaved-by-feature", "merged_heads",
     merge=lambda z: z.transpose(0, 2, 3, 1).reshape(z.shape[0], z.shape[2], -1))
case("square", "no-output-projection", "output", out=lambda c: c + S.b["output"])
case("plain", "activation-on-output-projection", "output",
     out=lambda c: np.maximum(0, linear(P, "output", c)))

# Positions beside the input, slices of the input before one small matrix, the batch taken for positions.
case("waves", "positions-missing-or-concatenated", "positions", "beside",
     positions=lambda x: np.concatenate([x, np.broadcast_to(W.waves(), x.shape)], axis=-1))
layers["slices"] = L6 = Layer("slices", d_model=6)


def slice_by_slice(only):
    def project(role, x):
        if role != only:
            return linear(L6, role, x)
        small = L6.W[role][:2, :L6.W[role].shape[1] // 3]
        return np.concatenate([x[..., 2 * i:2 * i + 2] @ small for i in range(3)], axis=-1) + L6.b[role]
    return project


for role in ("query", "value"):
    case("slices", "split-before-projecting", role, project=slice_by_slice(role))
case("causal", "attention-over-batch", "raw_scores", scores=lambda q, k, v: np.einsum("bhid,chid->ihbc", q, k))

# Scores too large, or too negative, for an exponential of their type.
layers["loud"] = Layer("loud")
layers["loud"].X *= 8
layers["cold"] = cold = Layer("cold", d_v=5)
cold.X *= 8
cold.W["key"], cold.b["key"] = -cold.W["query"], -cold.b["query"]
layers["warm"] = Layer("warm")
layers["warm"].X *= 2


def unshifted(dtype):
    return lambda l, d: (e := np.exp(l.astype(dtype))) / e.sum(-1, keepdims=True)


def clamped(l, d):
    l = l.astype(np.float32)
    e = np.exp(l - np.maximum(0, l.max(-1, keepdims=True)))
    return e / e.sum(-1, keepdims=True)


case("loud", "maximum-not-subtracted", "weights", "float32", dtype=np.float32, softmax=unshifted(np.float32))
case("warm", "maximum-not-subtracted", "weights", "float16", dtype=np.float16, softmax=unshifted(np.float16))
case("cold", "maximum-clamped-at-zero", "weights", dtype=np.float32, softmax=clamped)
case("cold", "maximum-clamped-at-zero", "weights", "guarded", dtype=np.float32,
     softmax=lambda l, d: np.nan_to_num(clamped(l, d), nan=0.0))

# The reverse pass.
layers["back"] = Layer("back", h=6, h_kv=2, d_k=5, upstream=True)
layers["back_capped"] = Layer("back_capped", softcap=1.5, upstream=True)
layers["back_square"] = Q = Layer("back_square", n=3, d_model=9, d_k=3, d_v=3, upstream=True)
layers["back_cross"] = Layer("back_cross", m=11, mask="none", upstream=True)
layers["back_rotary"] = Layer("back_rotary", rotary=True, d_k=5, upstream=True)
layers["back_waves"] = Layer("back_waves", sinusoidal=True, upstream=True)
T = lambda y: np.swapaxes(y, -1, -2)
for layer in ("back", "back_rotary"):
    case(layer, "gradient-scale-missing", "grad_raw_scores", d_scale=lambda ds: ds)
for layer in ("back_capped", "back_waves"):
    case(layer, "gradient-softmax-sum-missing", "grad_masked_scores", d_softmax=lambda a, da: a * da)
case("back_cross", "gradient-softmax-diagonal-only", "grad_masked_scores",
     d_softmax=lambda a, da: a * (1 - a) * da)
case("back_square", "gradient-softmax-over-columns", "grad_masked_scores",
     d_softmax=lambda a, da: a * (da - (a * da).sum(axis=-2, keepdims=True)))
groups = lambda y: y.reshape(y.shape[0], 2, 3, *y.shape[2:])
for role in ("key", "value"):
    case("back", "gradient-group-averaged", f"grad_{role}", **{f"d_gather_{role}": lambda y: groups(y).mean(axis=2)})
    for place in (0, -1):
        case("back", "gradient-group-sum-missing", f"grad_{role}", f"{place}",
             **{f"d_gather_{role}": lambda y, p=place: groups(y)[:, :, p]})
    case("back", "key-value-heads-tiled", f"grad_{role}",
         **{f"d_gather_{role}": lambda y: y.reshape(y.shape[0], 3, 2, *y.shape[2:]).sum(axis=1)})
case("back_capped", "gradient-cap-slope-missing", "grad_scaled_scores", d_cap=lambda dc, slope: dc)
for name, f in {"q": lambda q, k, v: q, "k": lambda q, k, v: k, "v": lambda q, k, v: v,
                "no q": lambda q, k, v: k + v, "no k": lambda q, k, v: q + v,
                "no v": lambda q, k, v: q + k}.items():
    case("back_square", "gradient-contribution-missing", "grad_input", name, d_sum=f)
case("back_cross", "gradient-contribution-missing", "grad_memory", d_sum=lambda k, v: v)
case("back_square", "gradient-operand-not-transposed", "grad_value", d_value=lambda a, dz: a @ dz)
case("back_square", "gradient-operand-not-transposed", "grad_weights", d_weights=lambda dz, v: dz @ v)
case("back_square", "gradient-operand-not-transposed", "grad_key", d_key=lambda ds, q, k: ds @ q)
case("back_square", "gradient-operand-not-transposed", "grad_query", d_query=lambda ds, k: ds @ T(k))
case("back_square", "gradient-upstream-transposed", "grad_query", d_query=lambda ds, k: T(ds) @ k)
case("back_square", "gradient-upstream-transposed", "grad_weights", d_weights=lambda dz, v: T(dz) @ T(v))
case("back_square", "gradient-wrong-operand", "grad_key", d_key=lambda ds, q, k: T(ds) @ k)
case("back", "gradient-wrong-operand", "grad_key", d_key=lambda ds, q, k: T(ds) @ k)
case("back_square", "heads-split-without-transpose", "grad_head_output", d_cut=lambda y: y.reshape(2, 3, 3, -1))

# Right variants: none may be flagged.
variants, changes = {}, {}


def right(layer, variant, leave=(), layout=lambda y: y, **changed):
    """Every stage of a layer but some, others changed; a change is given all stages."""
    d = layers[layer].run()
    d |= {name: change(d) for name, change in changed.items()}
    variants[f"{layer}={variant}"] = {name: layout(array) for name, array in d.items() if name not in leave}
    changes[f"{layer}={variant}"] = set(changed)


root, half = np.sqrt(3), 3 ** 0.25
right("causal", "query-scaled-before-product", query=lambda d: d["query"] / root,
      raw_scores=lambda d: d["raw_scores"] / root)
right("causal", "query-scaled-before-product+key", leave=["scaled_scores"], key=lambda d: d["key"] / root,
      raw_scores=lambda d: d["raw_scores"] / root)
right("causal", "query-scaled-before-product+scores", leave=["scaled_scores"],
      raw_scores=lambda d: d["raw_scores"] / root)
right("causal", "scale-split-between-query-and-key", query=lambda d: d["query"] / half,
      key=lambda d: d["key"] / half, raw_scores=lambda d: d["raw_scores"] / root)


def renormalised(layer):
    def weights(d):
        a = softmax(d["scaled_scores"]) * layers[layer].visible()
        return a / a.sum(axis=-1, keepdims=True)
    return weights


for layer in ("causal", "padding", "window", "cross_causal"):
    right(layer, "mask-after-softmax-renormalised", leave=["masked_scores"], weights=renormalised(layer))
right("causal", "upper-triangle-as-blocked-set", masked_scores=lambda d: np.where(
    np.triu(np.ones((5, 5), bool), k=1), -np.inf, d["scaled_scores"]))
for name, constant in {"-1e9": -1e9, "lowest": np.finfo(np.float32).min}.items():
    for layer in ("causal", "padding"):
        keep = layers[layer].visible()
        right(layer, "large-negative-mask-constant+" + name,
              masked_scores=lambda d: np.where(keep, d["scaled_scores"], constant))
        right(layer, "large-negative-mask-constant+added " + name,
              masked_scores=lambda d: d["scaled_scores"] + np.where(keep, 0, constant))
for name, shift in {"none": lambda l: 0, "mean": lambda l: np.mean(l, axis=-1, keepdims=True),
                    "of all": lambda l: l.max()}.items():
    powers = lambda d, shift=shift: np.exp(d["masked_scores"] - shift(d["scaled_scores"]))
    right("causal", "any-row-constant-subtracted+" + name, exponentials=powers,
          row_sums=lambda d: powers(d).sum(axis=-1, keepdims=True),
          weights=lambda d: powers(d) / powers(d).sum(axis=-1, keepdims=True))
for layer in ("causal", "cross", "one"):
    right(layer, "column-convention", layout=lambda y: np.swapaxes(y, -1, -2))
C3 = layers["causal"]
blocks = C3.W["output"].reshape(3, 2, -1)
right("causal", "summed-head-projections", leave=["merged_heads"],
      output=lambda d: sum(d["head_output"][:, i] @ blocks[i] for i in range(3)) + C3.b["output"])
right("causal", "summed-head-projections+values first", leave=["merged_heads", "head_output"],
      output=lambda d: sum(d["weights"][:, i] @ (d["value"][:, i] @ blocks[i]) for i in range(3)) + C3.b["output"])
right("square", "value-dimension-root-when-equal", scaled_scores=lambda d: d["raw_scores"] / np.sqrt(S.d_v))
layers["unbiased"] = U = Layer("unbiased", bias=False)


def merged(d):
    pieces = [U.X @ (U.W["query"][:, c:c + 3] @ U.W["key"][:, c:c + 3].T) @ np.swapaxes(U.X, -1, -2)
              for c in (0, 3, 6)]
    return np.stack(pieces, axis=1)


right("unbiased", "merged-query-key-matrix", leave=["query", "key"], raw_scores=merged)
right("unbiased", "merged-query-key-matrix+scaled", leave=["query", "key", "raw_scores"],
      scaled_scores=lambda d: merged(d) / root)

np.savez_compressed(
    "problems.npz", **{f"{name}/{key}": array for name, layer in layers.items()
                       for key, array in layer.inputs().items()})
lengths = {f"{name}/lengths": layer.lengths for name, layer in layers.items() if layer.lengths is not None}
np.savez_compressed("lengths.npz", **lengths)
# What is the same as in the right computation is kept once a layer; a stage that is missing is kept empty.
arrays = {}
for name, layer in layers.items():
    with np.errstate(all="ignore"):
        arrays |= {f"{name}/{stage}": array for stage, array in layer.run().items()}
for name, stages in (dumps | variants).items():
    layer = name.split("+")[0].split("=")[0]
    for stage in {key.split("/")[1]: 0 for key in arrays if key.startswith(layer + "/")} | stages:
        array = np.asarray(stages.get(stage, []))
        is_same = np.array_equal(array, arrays.get(f"{layer}/{stage}"), equal_nan=True)
        if not is_same or stage in changes.get(name, ()):
            arrays[f"{name}/{stage}"] = array
np.savez_compressed("dumps.npz", **{name: np.asarray(array) for name, array in arrays.items()})
print(len(variants), "right variants,", len(dumps), "dumps,",
      len({name.split("+")[1].split("@")[0] for name in dumps}), "mistakes")
