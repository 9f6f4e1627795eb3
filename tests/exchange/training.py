"""Training runs between PyTorch and Tenon: one that the other goes on with takes the same steps as if it had
stayed where it was, with each optimizer's state."""

import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from common import main, missing

try:
    import torch
except ImportError:
    missing("PyTorch (python3-torch)")

OPTIMIZERS = [
    ("SGD", {"lr": 0.1, "momentum": 0.9, "nesterov": True, "weight_decay": 0.01}),
    ("SGD", {"lr": 0.1}),
    ("Adam", {"lr": 0.01, "amsgrad": True, "betas": [0.8, 0.99]}),
    ("AdamW", {"lr": 0.02, "weight_decay": 0.1}),
]


def train(name, arguments, source, target):
    """What `exchange train` does."""
    net = torch.nn.Sequential(torch.nn.Linear(4, 5), torch.nn.ReLU(), torch.nn.Linear(5, 2))
    optimizer = getattr(torch.optim, name)(net.parameters(), **arguments)
    step = 0
    if source:
        checkpoint = torch.load(source)
        net.load_state_dict(checkpoint["model"])
        optimizer.load_state_dict(checkpoint["optimizer"])
        step = checkpoint["step"]
    for i in range(step, step + 2):
        x = torch.sin(torch.arange(i, i + 24, dtype=torch.float32).reshape(6, 4))
        optimizer.zero_grad()
        (net(x) ** 2).mean().backward()
        optimizer.step()
    torch.save({"model": net.state_dict(), "optimizer": optimizer.state_dict(), "step": step + 2}, target)


def remembered(checkpoint):
    """PyTorch also has slots with nothing in them."""
    states = checkpoint["optimizer"]["state"].items()
    return {(i, slot): torch.as_tensor(t) for i, slots in states for slot, t in slots.items() if t is not None}


def same(a, b):
    a, b = torch.load(a), torch.load(b)
    assert a["step"] == b["step"] == 4
    torch.testing.assert_close(dict(b["model"]), dict(a["model"]))
    torch.testing.assert_close(remembered(b), remembered(a))


def goes_on(name, arguments):
    def test(exchange, path):
        text = json.dumps(arguments)
        train(name, arguments, None, path("torch2.pt"))
        exchange("train", "", path("tenon2.pt"), name, text)
        for begun in ("torch2.pt", "tenon2.pt"):
            train(name, arguments, path(begun), path("torch4.pt"))
            exchange("train", path(begun), path("tenon4.pt"), name, text)
            same(path("torch4.pt"), path("tenon4.pt"))

    test.__name__ = f"{name} {arguments}"
    return test


if __name__ == "__main__":
    main([goes_on(name, arguments) for name, arguments in OPTIMIZERS])
