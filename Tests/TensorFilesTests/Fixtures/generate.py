# SPDX-License-Identifier: MIT
"""Makes the files of this folder. Made with NumPy 2.4.6 and safetensors 0.8.0:

    python3 Tests/TensorFilesTests/Fixtures/generate.py

The numbers of every file count from 0 in halves, row by row, so that a test knows them: number i
is i/2 - 3 for floats, i - 3 for signed and i for unsigned integers, i % 2 for booleans. The shape
is (2, 3, 5).
"""
import json
import pathlib
import struct

import numpy
from safetensors.numpy import save_file

folder = pathlib.Path(__file__).parent
shape = (2, 3, 5)


def numbers(kind):
    index = numpy.arange(30)
    if kind == "b1":
        values = index % 2 == 1
    elif kind[0] == "f":
        values = index / 2 - 3
    elif kind[0] == "i":
        values = index - 3
    else:
        values = index
    return values.reshape(shape)


for kind in ["b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"]:
    for order, word in [("<", "little"), (">", "big")]:
        if kind[1] == "1" and order == ">":
            continue
        numpy.save(folder / f"{kind}-{word}.npy", numbers(kind).astype(order + kind))

numpy.save(folder / "fortran.npy", numpy.asfortranarray(numbers("f4").astype("<f4")))
numpy.save(folder / "scalar.npy", numpy.float64(2.5))
numpy.save(folder / "vector.npy", numpy.arange(7, dtype="<f4"))
numpy.save(folder / "none.npy", numpy.zeros((3, 0, 2), dtype="<f8"))
for version in [(2, 0), (3, 0)]:
    with open(folder / f"version-{version[0]}.npy", "wb") as file:
        numpy.lib.format.write_array(file, numbers("f4").astype("<f4"), version=version)
numpy.save(folder / "halves.npy", numpy.array(
    [0, -0.0, 1, -2, 65504, 2**-14, 2**-24, -3 * 2**-24, numpy.inf, -numpy.inf, numpy.nan, 1 / 3],
    dtype="<f2"))
numpy.save(folder / "too-large.npy", numpy.array([1, 2**53, 2**53 + 1]))
numpy.save(folder / "most-negative.npy", numpy.array([numpy.iinfo(numpy.int64).min]))

# What no tensor holds.
numpy.save(folder / "complex.npy", numpy.zeros(2, dtype="<c8"))
numpy.save(folder / "text.npy", numpy.array(["the", "cat"]))
numpy.save(folder / "object.npy", numpy.array([None, 1], dtype=object), allow_pickle=True)
numpy.save(folder / "structured.npy", numpy.zeros(2, dtype=[("a", "<f4"), ("b", "<i4")]))

arrays = {"X": numbers("f4").astype("<f4"), "W_Q": numbers("f8"), "layer/0/k": numbers("i2")}
numpy.savez(folder / "three.npz", **arrays)
numpy.savez_compressed(folder / "packed.npz", **arrays)
numpy.savez(folder / "one.npz", only=numpy.arange(6.0).reshape(2, 3))
numpy.savez(folder / "nothing.npz")
numpy.savez_compressed(folder / "zeros.npz", zeros=numpy.zeros(10_000))

save_file(
    {
        "X": numbers("f4").astype("float32"), "W_Q": numbers("f8"),
        "half": numbers("f2").astype("float16"), "ids": numbers("i8"), "mask": numbers("b1"),
    },
    folder / "five.safetensors", metadata={"made": "by \"safetensors\", 2×"})

# bfloat16 is no type of NumPy: the upper halves of float32.
upper = (numbers("f4").astype("<f4").view("<u4") >> 16).astype("<u2").tobytes()
header = {"X": {"dtype": "BF16", "shape": list(shape), "data_offsets": [0, len(upper)]},
          "f8": {"dtype": "F8_E4M3", "shape": [3], "data_offsets": [len(upper), len(upper) + 3]}}
text = json.dumps(header).encode()
with open(folder / "bfloat16.safetensors", "wb") as file:
    file.write(struct.pack("<Q", len(text)) + text + upper + b"\0\0\0")
