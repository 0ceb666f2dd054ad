#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Attention with every intermediate kept: attn beside NumPy, PyTorch and JAX, in one run.

    pip install -r Benchmarks/requirements.txt
    ./attn --help >/dev/null                  # builds .build/release/attn
    python3 Benchmarks/peers.py               # the whole table
    python3 Benchmarks/peers.py --lengths 256 512 --rounds 3

Each library computes q, k, v, raw scores, scaled scores, weights, z, merged heads and output of
self-attention with four projections, keeps all of them until the pass is over, and then lets go of
them. The same numbers go into each, and the outputs are compared. PyTorch also runs its fused
scaled_dot_product_attention between the same projections, to stand beside attn's output alone.

attn settles the steps of a small problem once, as JAX compiles once (`PreparedAttention`); what it takes
with everything settled anew stands in the last column.

Every process is started anew for every round, and the rounds of all of them take turns, so that a
noisy neighbour hits all alike. A round's time is the median of its passes, of which there are so many
that it lasts a quarter of a second; the table shows the median round, and in brackets the fastest.
"""

import argparse
import datetime
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

THREADS = 2
ROOT = Path(__file__).resolve().parent.parent


# --- One library, in a process of its own


def inputs(positions, model, kind):
    import numpy as np

    generator = np.random.default_rng(positions)
    x = generator.uniform(-1, 1, (positions, model)).astype(kind)
    weights = [(generator.uniform(-1, 1, (model, model)) / model**0.5).astype(kind) for _ in range(4)]
    return x, weights


def numpy_pass(positions, model, heads, kind):
    import numpy as np

    x, (wq, wk, wv, wo) = inputs(positions, model, kind)
    size = model // heads
    scale = np.dtype(kind).type(size**-0.5)

    def split(rows):
        return rows.reshape(positions, heads, size).transpose(1, 0, 2)

    def run():
        q, k, v = split(x @ wq), split(x @ wk), split(x @ wv)
        raw = q @ k.transpose(0, 2, 1)
        scaled = raw * scale
        weights = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        z = weights @ v
        merged = z.transpose(1, 0, 2).reshape(positions, model)
        return q, k, v, raw, scaled, weights, z, merged, merged @ wo

    return run, lambda kept: kept[-1]


def torch_pass(positions, model, heads, kind, fused=False):
    import torch

    torch.set_num_threads(THREADS)
    torch.set_grad_enabled(False)
    x, projections = inputs(positions, model, kind)
    x = torch.from_numpy(x)
    wq, wk, wv, wo = (torch.from_numpy(w) for w in projections)
    size = model // heads

    def split(rows):
        return rows.view(positions, heads, size).transpose(0, 1)

    def run():
        q, k, v = split(x @ wq), split(x @ wk), split(x @ wv)
        if fused:
            z = torch.nn.functional.scaled_dot_product_attention(q[None], k[None], v[None])[0]
            return (z.transpose(0, 1).reshape(positions, model) @ wo,)
        raw = q @ k.transpose(1, 2)
        scaled = raw * size**-0.5
        weights = torch.softmax(scaled, dim=-1)
        z = weights @ v
        merged = z.transpose(0, 1).reshape(positions, model)
        return q, k, v, raw, scaled, weights, z, merged, merged @ wo

    return run, lambda kept: kept[-1].numpy()


def jax_pass(positions, model, heads, kind):
    import jax
    import jax.numpy as jnp
    import numpy as np

    jax.config.update("jax_enable_x64", True)
    x, projections = inputs(positions, model, kind)
    arrays = [jnp.asarray(array) for array in [x, *projections]]
    size = model // heads

    @jax.jit
    def compute(x, wq, wk, wv, wo):
        def split(rows):
            return rows.reshape(positions, heads, size).transpose(1, 0, 2)

        q, k, v = split(x @ wq), split(x @ wk), split(x @ wv)
        raw = q @ k.transpose(0, 2, 1)
        scaled = raw * np.dtype(kind).type(size**-0.5)
        weights = jax.nn.softmax(scaled, axis=-1)
        z = weights @ v
        merged = z.transpose(1, 0, 2).reshape(positions, model)
        return q, k, v, raw, scaled, weights, z, merged, merged @ wo

    return lambda: jax.block_until_ready(compute(*arrays)), lambda kept: np.asarray(kept[-1])


PASSES = {
    "numpy": numpy_pass,
    "torch": torch_pass,
    "jax": jax_pass,
    "sdpa": lambda *sizes: torch_pass(*sizes, fused=True),
}


def measure_one(name, positions, model, heads, kind, passes):
    """Prints the median milliseconds of a pass, and what identifies the output."""
    run, output = PASSES[name](positions, model, heads, kind)
    first = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        run()
        first = min(first, time.perf_counter() - start)
    in_a_row = max(1, min(10_000, int(2e-3 / first)))
    times = []
    for _ in range(passes):
        start = time.perf_counter()
        for _ in range(in_a_row):
            run()
        times.append((time.perf_counter() - start) / in_a_row * 1e3)
    result = output(run())
    print(json.dumps({"ms": statistics.median(times), "output": [float(n) for n in result[0, :3]]}))


# --- All of them, in turns


def environment(for_attn):
    variables = dict(os.environ)
    for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
        variables.pop(name, None)
    if not for_attn:
        for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
            variables[name] = str(THREADS)
    return variables


def round_of(name, size, passes, attn):
    positions, model, heads, kind = size
    if name == "attn":
        command = [attn, "bench", "--json", "--positions", positions, "--model", model]
        command += ["--heads", heads, "--precision", kind, "--repeat", passes]
    else:
        command = [sys.executable, __file__, "--one", name, positions, model, heads, kind, passes]
    done = subprocess.run(
        [str(word) for word in command], env=environment(name == "attn"), text=True,
        capture_output=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{name}: {done.stderr}")
    return json.loads(done.stdout)


def shown(times):
    return f"{statistics.median(times):.4g} ({min(times):.4g})"


def row_of(size, rounds, passes, attn):
    positions, model, heads, kind = size
    passes = passes or max(5, min(41, 8192 // positions + 1))
    found = {name: [] for name in ["attn", *PASSES]}
    for _ in range(rounds):
        for name, results in found.items():
            results.append(round_of(name, size, passes, attn))
    peers = {name: [r["ms"] for r in results] for name, results in found.items() if name != "attn"}
    outputs = [found[name][0]["output"] for name in PASSES]
    if any(abs(a - b) > 1e-3 for other in outputs[1:] for a, b in zip(outputs[0], other)):
        sys.exit(f"the peers disagree: {outputs}")
    recorded = [r["recorded_ms"] for r in found["attn"]]
    unrecorded = [r["unrecorded_ms"] for r in found["attn"]]
    floor = [r["floor_ms"] for r in found["attn"]]
    best = min(statistics.median(peers[name]) for name in ("numpy", "torch", "jax"))
    sdpa = statistics.median(peers["sdpa"])
    extra = found["attn"][0]["peak_rss_bytes"] / found["attn"][0]["bytes_kept"]
    kept = found["attn"][0]["bytes_kept"] / 1e6
    peak = found["attn"][0]["peak_rss_bytes"] / 1e6
    cells = [
        f"{kind}, T={positions}, {heads}×{model // heads}", shown(recorded),
        *(shown(peers[name]) for name in ("numpy", "torch", "jax")),
        f"**{statistics.median(recorded) / best:.2f}**", shown(floor),
        f"**{statistics.median(recorded) / statistics.median(floor):.2f}**", shown(unrecorded),
        shown(peers["sdpa"]), f"**{statistics.median(unrecorded) / sdpa:.2f}**",
        f"{kept:.1f} / {peak:.1f}" if extra else "",
        shown([r["settled_anew_ms"] for r in found["attn"]]),
    ]
    return "| " + " | ".join(cells) + " |"


def versions():
    from importlib import metadata

    return ", ".join(f"{name} {metadata.version(name)}" for name in ("numpy", "torch", "jax"))


def processor():
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                family = [l for l in Path("/proc/cpuinfo").read_text().splitlines() if l.startswith(("cpu family", "model\t"))]
                return line.split(":")[1].strip() + " (" + ", ".join(" ".join(l.split()) for l in family[:2]) + ")"
    except OSError:
        pass
    return platform.processor()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--one", nargs=6, help=argparse.SUPPRESS)
    parser.add_argument("--attn", default=str(ROOT / ".build/release/attn"))
    parser.add_argument("--lengths", type=int, nargs="*", default=[256, 512, 1024, 2048])
    parser.add_argument("--precisions", nargs="*", default=["float32", "float64"])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--passes", type=int, help="of a round; a quarter of a second unless given")
    options = parser.parse_args()
    if options.one:
        name, positions, model, heads, kind, passes = options.one
        measure_one(name, int(positions), int(model), int(heads), kind, int(passes))
        return
    print(f"{datetime.date.today()}, {processor()}, {THREADS} threads; {versions()}.")
    print("Milliseconds: median of the rounds (fastest round).\n")
    header = ["size", "attn, all kept", "NumPy", "PyTorch", "JAX", "attn / fastest", "floor",
              "attn / floor", "attn, output only", "PyTorch SDPA", "attn / SDPA", "MB kept / most",
              "attn, settled anew"]
    print("| " + " | ".join(header) + " |")
    print("|" + "---|" * len(header))
    for kind in options.precisions:
        for size in [(8, 16, 2, kind), *((length, 768, 12, kind) for length in options.lengths)]:
            print(row_of(size, options.rounds, options.passes, options.attn), flush=True)


if __name__ == "__main__":
    main()
