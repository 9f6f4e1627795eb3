#!/usr/bin/python3
"""Records PyTorch's type promotion, for promotion_test to compare with.

    record_promotion_cases.py            writes promotion_cases.txt beside this script
    record_promotion_cases.py --check    compares that file with what PyTorch says now; exits with 77 where there is none

Each line is a question and its answer:

    promote A B RESULT                     torch.promote_types
    cast A B yes|no                        torch.can_cast
    result DTYPE KIND DTYPE KIND... RESULT torch.result_type; KIND is dimensioned, zero_dim or wrapped_number
"""
import itertools
import os
import random
import sys

try:
    import torch
except ImportError:
    print("skipped: PyTorch isn't installed, so its promotion can't be recorded")
    sys.exit(77)

DTYPES = [torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64, torch.float16, torch.bfloat16,
          torch.float32, torch.float64]
NUMBERS = {torch.bool: True, torch.int64: 1, torch.float64: 1.0}


def name_of(dtype):
    return str(dtype).replace("torch.", "")


def operands():
    for dtype in DTYPES:
        yield f"{name_of(dtype)} dimensioned", torch.empty(2, dtype=dtype, device="meta")
    for dtype in DTYPES:
        yield f"{name_of(dtype)} zero_dim", torch.empty((), dtype=dtype, device="meta")
    for dtype, number in NUMBERS.items():
        yield f"{name_of(dtype)} wrapped_number", number


def record():
    lines = ["# Made by record_promotion_cases.py, which also describes the format. Do not edit."]
    for a, b in itertools.product(DTYPES, repeat=2):
        lines.append(f"promote {name_of(a)} {name_of(b)} {name_of(torch.promote_types(a, b))}")
        lines.append(f"cast {name_of(a)} {name_of(b)} {'yes' if torch.can_cast(a, b) else 'no'}")
    for (a, x), (b, y) in itertools.product(operands(), repeat=2):
        lines.append(f"result {a} {b} {name_of(torch.result_type(x, y))}")
    # torch.result_type takes two operands. Of three, the dtype of an operator's result tells.
    tensors = [operand for operand in operands() if isinstance(operand[1], torch.Tensor)]
    draw = random.Random(2023)
    for _ in range(200):
        (a, x), (b, y), (c, z) = (draw.choice(tensors) for _ in range(3))
        result = torch.addcmul(x, y, z).dtype
        lines.append(f"result {a} {b} {c} {name_of(result)}")
    return "\n".join(lines) + "\n"


def main():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "promotion_cases.txt")
    text = record()
    if "--check" not in sys.argv[1:]:
        with open(path, "w", encoding="ascii") as file:
            file.write(text)
        return 0
    with open(path, encoding="ascii") as file:
        if file.read() != text:
            print("promotion_cases.txt is not what PyTorch says now: record it again and compare")
            return 1
    print("the answers are as recorded")
    return 0


if __name__ == "__main__":
    sys.exit(main())
