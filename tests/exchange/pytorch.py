"""PyTorch's files between PyTorch and Tenon: what Tenon writes torch.load(weights_only=True) reads, and what
PyTorch writes, in either format, is the same after Tenon has read it and written it again."""

import collections
import math
import os
import struct
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from common import main, missing, read_safetensors

try:
    import torch
except ImportError:
    missing("PyTorch (python3-torch)")

DTYPES = [torch.float32, torch.float64, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16,
          torch.int8, torch.uint8, torch.bool]
SAFE = "weights_only" in torch.load.__code__.co_varnames  # since 1.13
OLD = tuple(int(part) for part in torch.__version__.split("+")[0].split(".")[:2]) < (2, 0)


def load(path, safe=True):
    return torch.load(path, weights_only=safe) if SAFE else torch.load(path)


def bits(t):
    t = t.detach().contiguous().flatten()
    if t.dtype == torch.bfloat16:
        t = t.view(torch.int16)
    return t.numpy().tobytes()


def storage(t):
    return t.storage()


def is_storage(x):
    return not isinstance(x, torch.Tensor) and "Storage" in type(x).__name__


class Comparison:
    """The same values, of the same types, shared in the same way."""

    def __init__(self):
        self.things, self.storages = {}, {}
        self.held = []  # so that no id is given twice

    def same_one(self, table, a, b, what):
        assert table.setdefault(a, b) == b, f"{what} is shared otherwise"

    def expect(self, condition, a, b, where):
        assert condition, f"{where}: {a!r} and {b!r}"

    def __call__(self, a, b, where=""):
        self.held += [a, b]
        self.expect(type(a) is type(b), type(a), type(b), where)
        if isinstance(a, (list, dict, torch.Tensor)):
            self.same_one(self.things, id(a), id(b), where)
        if isinstance(a, torch.Tensor):
            return self.tensor(a, b, where)
        if isinstance(a, dict):
            self.expect(list(a) == list(b), list(a), list(b), where)
            for key in a:
                self(a[key], b[key], f"{where}/{key}")
        elif isinstance(a, (list, tuple)):
            self.expect(len(a) == len(b), a, b, where)
            for i, (x, y) in enumerate(zip(a, b)):
                self(x, y, f"{where}/{i}")
        elif isinstance(a, float):
            self.expect(struct.pack("d", a) == struct.pack("d", b), a, b, where)
        elif is_storage(a):
            self.expect(a.dtype == b.dtype and a.tolist() == b.tolist(), a, b, where)
            self.same_one(self.storages, a.data_ptr(), b.data_ptr(), where)
        else:
            self.expect(a == b, a, b, where)

    def tensor(self, a, b, where):
        for what in ("dtype", "shape", "requires_grad", "device"):
            self.expect(getattr(a, what) == getattr(b, what), getattr(a, what), getattr(b, what), where)
        self.expect(a.stride() == b.stride(), a.stride(), b.stride(), where)
        self.expect(a.storage_offset() == b.storage_offset(), a.storage_offset(), b.storage_offset(), where)
        self.expect(len(storage(a)) == len(storage(b)), len(storage(a)), len(storage(b)), where)
        self.expect(bits(a) == bits(b), a, b, where)
        if len(storage(a)):
            self.same_one(self.storages, storage(a).data_ptr(), storage(b).data_ptr(), where)


def compare(a, b):
    Comparison()(a, b)
    Comparison()(b, a)  # nothing is one here that is two there


# ---- what Tenon makes


def elements(dtype):
    raw = bytes((i % 2 if dtype == torch.bool else 7 * i % 256) for i in range(240))
    return torch.frombuffer(bytearray(raw), dtype=dtype).reshape(5, -1)


def wanted_tensors():
    x = torch.arange(24, dtype=torch.float32).view(2, 3, 4)
    named = {"x": x, "permuted": x.permute(2, 0, 1), "selected": x.select(1, 2), "stepped": x[:, :, 1::2],
             "expanded": x[1].expand(5, 3, 4), "number": torch.tensor(-2.5),
             "empty": torch.zeros(3, 0, dtype=torch.int64),
             "leaf": torch.ones(2, dtype=torch.float64, requires_grad=True)}
    return {**{str(d).split(".")[1]: elements(d) for d in DTYPES}, **named}


def wanted_values():
    ints = [0, 1, 255, 256, 65535, 65536, -1, 2**31 - 1, -2**31, 2**63 - 1, 2**31, -2**31 - 1, -2**63]
    weights = collections.OrderedDict(b=torch.ones(2), a=None)
    return {"ints": ints, "list again": ints, "tuple": (ints, None), "empty": (), "true": True, "false": False,
            "text": "häß 😀\n", "dtype": torch.float16, "weights": weights, -7: {}}


def test_made_by_tenon(exchange, path):
    exchange("make", path("made.pt"))
    loaded = load(path("made.pt"))
    compare({"tensors": wanted_tensors(), "values": wanted_values()}, loaded)


def test_floats_made_by_tenon(exchange, path):
    exchange("make", path("made.pt"), WITH_FLOATS="1")
    try:  # which 1.13 takes only so
        floats = load(path("made.pt"), safe=not OLD)["floats"]
    except Exception:
        floats = load(path("made.pt"), safe=False)["floats"]
    compare([0.0, -0.0, 0.1, 1e300, 5e-324, 1 / 3, b"\x00\x7f\x80\xff"], floats)


# ---- what PyTorch makes


def random_bits(dtype, *shape):
    n = math.prod(shape) * torch.tensor([], dtype=dtype).element_size()
    raw = torch.randint(0, 2 if dtype == torch.bool else 256, (max(n, 1),), dtype=torch.uint8)
    return torch.frombuffer(bytearray(raw.numpy().tobytes()), dtype=dtype)[: math.prod(shape)].reshape(shape)


def every_dtype():
    return {str(d): random_bits(d, 4, 3) for d in DTYPES}


def views():
    x = torch.randn(4, 5, 6)
    y = torch.arange(20)
    return [x, x, x.t() if x.dim() == 2 else x.transpose(0, 2), x[1:3, ::2], x[2, 3], x[:, :0], x[3, 4, 5],
            torch.randn(2, 3, 4, 5).to(memory_format=torch.channels_last), y[3:9], y[::3], y,
            y[5:6].expand(7), torch.tensor(3.5), torch.zeros(0), torch.zeros(2, 0, 3, dtype=torch.int8),
            x.requires_grad_(), x.detach()]


def values():
    inner = [1, 2]
    shared = (inner, {"again": inner})
    return collections.OrderedDict(
        [("ints", [0, -1, 2**31, -2**31, 2**63, -2**63 - 1, 2**200, -2**200, 255, 256, 65536]),
         ("inner", inner), ("shared", shared), ("same", shared), ("empty", [{}, [], (), ""]), ("none", None),
         ("bools", (True, False)), ("size", torch.Size([2, 3])), ("no size", torch.Size([])),
         ("text", "häß \u20ac 😀"), ("keys", {1: "a", (1, "x"): "b", None: "c", "t": "d"}),
         ("dtype", torch.int32), ("nested", collections.OrderedDict(a=collections.OrderedDict(b={"c": [[[]]]})))])


def unsafe_values():
    return {"floats": [0.0, -0.0, 1.5, math.inf, -math.inf, math.nan, 5e-324], "bytes": [b"", b"a\xff\x00"],
            "device": [torch.device("cpu"), torch.device("cuda", 1)], "dtype": torch.bfloat16, 2.5: "key"}


def network():
    net = torch.nn.Sequential(torch.nn.Conv2d(1, 4, 3), torch.nn.BatchNorm2d(4), torch.nn.Linear(4, 4),
                              torch.nn.Linear(4, 4))
    net[3].weight = net[2].weight
    return net


def state_dict():
    d = network().state_dict()
    del d._metadata  # an attribute of the dict, which isn't kept
    return d


def parameters():
    net = network()
    return {"list": list(net.parameters()), "dict": dict(net.named_parameters()), "other": net[2].weight,
            "frozen": torch.nn.Parameter(torch.randn(3), requires_grad=False),
            "turned": torch.nn.Parameter(torch.randn(3, 4).t())}


def checkpoint():
    net = network()
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    net[2](torch.randn(2, 4)).sum().backward()
    optimizer.step()
    d = net.state_dict()
    del d._metadata
    return {"epoch": 3, "model": d, "optimizer": optimizer.state_dict(), "loss": 0.25}


def storages():
    x = torch.randn(10)
    return {"x": x, "view": x[2:4], "storage": x.storage()}


def try_both_formats(exchange, path, make, safe):
    for zipped in (True, False):
        torch.manual_seed(0)
        value = make()
        torch.save(value, path("a.pt"), _use_new_zipfile_serialization=zipped)
        exchange("copy", path("a.pt"), path("b.pt"))
        compare(load(path("a.pt"), False), load(path("b.pt"), safe and SAFE))
        exchange("copy", path("b.pt"), path("c.pt"))
        with open(path("b.pt"), "rb") as b, open(path("c.pt"), "rb") as c:
            assert b.read() == c.read(), "a copy of a copy is another file"
        exchange("copy-mapped", path("b.pt"), path("d.pt"))
        compare(load(path("b.pt"), False), load(path("d.pt"), False))
        with open(path("b.pt"), "rb") as b, open(path("d.pt"), "rb") as d:
            assert b.read() == d.read(), "a copy of a mapped file is another file"


def round_trip(make, safe=True):
    def test(exchange, path):
        try_both_formats(exchange, path, make, safe)

    test.__name__ = f"test_{make.__name__}"
    return test


def test_kinds_of_containers(exchange, path):
    """Written as what they are kinds of."""
    counter = collections.Counter(a=2)
    default = collections.defaultdict(list, {"x": [1]})
    torch.save([counter, default, {3, 4}, collections.deque([1, 2])], path("a.pt"))
    exchange("copy", path("a.pt"), path("b.pt"))
    compare([{"a": 2}, {"x": [1]}, [3, 4], [1, 2]], load(path("b.pt")))


def test_module_loads(exchange, path):
    net, other = network(), network()
    torch.save(net.state_dict(), path("a.pt"))
    exchange("copy", path("a.pt"), path("b.pt"))
    other.load_state_dict(load(path("b.pt")))
    x = torch.randn(5, 4)
    assert torch.equal(net[2](x), other[2](x))


def test_as_safetensors(exchange, path):
    torch.manual_seed(0)
    tensors = {f"t{i}": t for i, t in enumerate([*every_dtype().values(), *views()])}
    torch.save({"model": tensors}, path("a.pt"))
    exchange("weights", path("a.pt"), path("b"))
    read, _ = read_safetensors(path("b"))
    assert list(read) == [f"model/{name}" for name in tensors]
    for name, t in tensors.items():
        _, shape, data = read[f"model/{name}"]
        assert shape == list(t.shape) and data == bits(t), name


if __name__ == "__main__":
    main([test_as_safetensors, test_made_by_tenon, test_floats_made_by_tenon, round_trip(every_dtype), round_trip(views),
          round_trip(values), round_trip(unsafe_values, False), round_trip(state_dict), round_trip(parameters),
          round_trip(checkpoint, False), round_trip(storages), test_kinds_of_containers, test_module_loads])
