"""Everything that may be a context, as it travels."""

import base64
import os
import random
import struct
import subprocess
import sys

import pytest
import rmtop
from test_router import floats

numpy = pytest.importorskip("numpy")


def pairs_of(server, X):
    with rmtop.Router(server.address) as router:
        picks = router.select(X)
    pairs = {pair["id"]: pair for pair in server.of("pair")}
    return [pairs[pick.id] for pick in picks]


EXACT = [[0.5, -1.25, 3.0], [1e-3 * 2**10, 0.0, 7.0]]


def as_float32(rows):
    return [list(struct.unpack("<3f", struct.pack("<3f", *row))) for row in rows]


ARRAYS = {
    "lists": lambda rows: rows,
    "tuples of arrays": lambda rows: tuple(numpy.array(row, numpy.float32) for row in rows),
    "float32": lambda rows: numpy.array(rows, numpy.float32),
    "float32, columns first": lambda rows: numpy.asfortranarray(numpy.array(rows, numpy.float32)),
    "float32, a slice": lambda rows: numpy.repeat(numpy.array(rows, numpy.float32), 2, axis=1)[:, ::2],
    "float32, big endian": lambda rows: numpy.array(rows, ">f4"),
    "a memoryview": lambda rows: memoryview(numpy.array(rows, numpy.float32)),
}


@pytest.mark.parametrize("kind", ARRAYS)
def test_float32_travels_as_base64(server, kind):
    rows = as_float32(EXACT)
    assert [floats(pair) for pair in pairs_of(server, ARRAYS[kind](rows))] == rows


def test_doubles_travel_as_numbers_unless_float32_says_the_same(server):
    inexact = [0.1, 1e300, -2.5]
    first, second = pairs_of(server, numpy.array([inexact, [0.5, 1, 2]]))
    assert first["x"] == inexact and "x_f32" not in first
    assert floats(second) == [0.5, 1, 2]


def test_whole_numbers_half_precision_and_one_vector(server):
    assert floats(pairs_of(server, numpy.array([[1, 2, 3]]))[0]) == [1, 2, 3]
    assert floats(pairs_of(server, numpy.array([[0.5, 2]], numpy.float16))[-1]) == [0.5, 2]
    assert floats(pairs_of(server, [1, 2.5])[-1]) == [1, 2.5]
    assert len(pairs_of(server, numpy.ones(5, numpy.float32))) == 1
    with pytest.raises(ValueError, match=r"its shape is \(1, 1, 1\)"):
        rmtop.Router(server.address).select(numpy.ones((1, 1, 1)))


def test_any_double_arrives_bit_for_bit(server):
    seeded = random.Random(4)
    rows = [[struct.unpack("<d", struct.pack("<Q", seeded.getrandbits(64)))[0] for _ in range(50)] for _ in range(20)]
    rows = [[entry if entry == entry and abs(entry) != float("inf") else 0.0 for entry in row] for row in rows]
    assert [pair["x"] for pair in pairs_of(server, rows)] == rows  # repr and back is exact


def test_what_overflows_only_in_the_sum_is_finite(server):
    assert pairs_of(server, [[1.7e308, 1.7e308]])[0]["x"] == [1.7e308, 1.7e308]
    with pytest.raises(ValueError, match="inf at index 1"):
        rmtop.Router(server.address).select(numpy.array([[1, numpy.inf]], numpy.float32))


def test_torch_tensors_of_every_kind(server):
    torch = pytest.importorskip("torch")
    rows = as_float32(EXACT)
    tensor = torch.tensor(rows, requires_grad=True)
    assert [floats(pair) for pair in pairs_of(server, tensor)] == rows
    assert [floats(pair) for pair in pairs_of(server, tensor.t().contiguous().t())] == rows
    assert floats(pairs_of(server, torch.tensor([0.5, 2], dtype=torch.bfloat16))[-1]) == [0.5, 2]
    assert pairs_of(server, torch.tensor([[0.1]], dtype=torch.float64))[-1]["x"] == [0.1]
    assert floats(pairs_of(server, [tensor[0], tensor[1]])[-1]) == rows[1]
    with rmtop.Router(server.address) as router:
        picks = router.select(tensor, step=torch.tensor(3))
        router.feedback(picks, torch.tensor([0.5, 0.25], requires_grad=True), ties=torch.tensor([False, True]))
        router.metrics(torch.tensor(3), {"loss": torch.tensor(0.5)})
    assert [event.get("loss") for event in server.of("feedback")] == [0.5, None]
    assert server.of("metrics")[0]["values"] == {"loss": 0.5} and server.of("pair")[-1]["step"] == 3


def test_neither_numpy_nor_torch_is_imported():
    source = os.path.dirname(os.path.dirname(rmtop.__file__))
    code = "import rmtop, sys; assert not {'numpy', 'torch'} & set(sys.modules), sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=source)


def test_base64_is_of_little_endian_numbers(server):
    assert pairs_of(server, [1.0])[0]["x_f32"] == base64.b64encode(b"\x00\x00\x80\x3f").decode()
