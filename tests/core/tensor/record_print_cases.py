#!/usr/bin/python3
"""Records how PyTorch prints tensors, for print_test to compare with, byte for byte.

    record_print_cases.py            writes print_cases.txt beside this script
    record_print_cases.py --check    compares that file with what PyTorch says now; exits with 77 where there is none

The file is made of lines. A case begins with `case NAME` and ends with `end`; between them stand

    dtype NAME                  as in torch.NAME
    sizes N...   strides N...   of the tensor, strides in elements; without numbers for no dimension
    offset N                    of its first element in the storage, in elements
    bits HEX... HEX*COUNT...    elements of the storage as unsigned integers; several such lines are one storage
    range START STEP COUNT      or the storage as a progression, exact in the dtype
    precision N ... sci_mode on where an option isn't the default: also threshold, edgeitems, linewidth
    requires_grad, grad_fn NAME, device NAME
    default_dtype NAME          where it isn't float32
    |TEXT                       one line of the expected text
"""
import itertools
import math
import os
import random
import sys

try:
    import torch
except ImportError:
    print("skipped: PyTorch isn't installed, so its texts can't be recorded")
    sys.exit(77)

FLOATS = [torch.float32, torch.float64, torch.float16, torch.bfloat16]
INTEGERS = [torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8]
NAN, INF = math.nan, math.inf
DEFAULTS = {"precision": 4, "threshold": 1000, "edgeitems": 3, "linewidth": 80, "sci_mode": None}

lines = []
names = set()


def name_of(dtype):
    return str(dtype).replace("torch.", "")


def storage_of(tensor):
    """All elements that the tensor's storage holds, as a vector."""
    plain = tensor.detach()
    return plain.as_strided((plain.storage().size(),), (1,), 0)


def storage_lines(flat):
    if flat.dtype not in (torch.bool, torch.float16, torch.bfloat16) and flat.numel() > 40:
        values = flat.to(torch.float64)
        start, step = values[0].item(), (values[1] - values[0]).item()
        steps = start + step * torch.arange(flat.numel(), dtype=torch.float64)
        if torch.equal(steps, values):
            return [f"range {start!r} {step!r} {flat.numel()}"]
    width = flat.element_size()
    raw = bytes(flat.contiguous().view(torch.uint8).tolist()) if width > 1 else bytes(x & 255 for x in flat.tolist())
    bits = []
    for value, run in itertools.groupby(raw[i:i + width] for i in range(0, len(raw), width)):
        text, count = f"{int.from_bytes(value, 'little'):x}", len(list(run))
        bits.extend([f"{text}*{count}"] if count > 3 else [text] * count)
    return ["bits " + " ".join(bits[i:i + 16]) for i in range(0, len(bits), 16)]


def numbers(key, values):
    return " ".join([key] + [str(v) for v in values])


def case(name, tensor, device=None, default_dtype=torch.float32, **options):
    assert name not in names, name
    names.add(name)
    torch.set_printoptions(**{**DEFAULTS, **options})
    # A tensor's device is mentioned where it isn't the default one. There is no GPU to record with, so the default
    # is said to be another.
    default_device = torch._C._get_default_device
    if device:
        torch._C._get_default_device = lambda: "cuda"
    torch.set_default_dtype(default_dtype)
    text = str(tensor)
    torch.set_default_dtype(torch.float32)
    torch._C._get_default_device = default_device
    torch.set_printoptions(**DEFAULTS)

    lines.append(f"case {name}")
    lines.append(f"dtype {name_of(tensor.dtype)}")
    lines.append(numbers("sizes", tensor.shape))
    lines.append(numbers("strides", tensor.stride()))
    lines.append(f"offset {tensor.storage_offset()}")
    lines.extend(storage_lines(storage_of(tensor)))
    for key, value in options.items():
        lines.append(f"{key} {'on' if value is True else 'off' if value is False else value}")
    if tensor.requires_grad:
        lines.append("requires_grad")
    if tensor.grad_fn is not None:
        lines.append(f"grad_fn {type(tensor.grad_fn).__name__}")
    if device:
        lines.append(f"device {device}")
    if default_dtype != torch.float32:
        lines.append(f"default_dtype {name_of(default_dtype)}")
    lines.extend("|" + line for line in text.split("\n"))
    lines.append("end")


def vector(*values, dtype=torch.float32):
    return torch.tensor(values, dtype=dtype)


def counted(*sizes, dtype=torch.float32, start=0, step=1):
    count = math.prod(sizes)
    return (torch.arange(count, dtype=torch.float64) * step + start).to(dtype).reshape(sizes)


FLOAT_VECTORS = {
    "whole": (1, 2, 3),
    "whole_negative": (-1, 20, -300),
    "fraction": (0.5, -1.25, 3),
    "zeros": (0, 0, 0),
    "minus_zero": (-0.0, 0.0, 1),
    "minus_zero_fraction": (-0.0, 0.0, 1.5),
    "only_minus_zero": (-0.0,),
    "nan": (NAN,),
    "nans": (NAN, NAN),
    "infs": (INF, -INF),
    "nan_zero": (NAN, 0, -INF),
    "nan_whole": (NAN, 1, 2),
    "inf_whole": (-INF, 1, 2, INF),
    "nan_wide_whole": (NAN, 12345, -INF),
    "nan_fraction": (NAN, 1.5, INF, -INF),
    "nan_scientific": (NAN, 1e-5, INF, -INF),
    "ratio_1000_whole": (1, 1000),
    "ratio_above_1000_whole": (1, 1001),
    "ratio_1000_fraction": (0.5, 500),
    "ratio_above_1000_fraction": (0.5, 501),
    "rounding_half_even": (0.03125, 0.09375, 2.00005, 0.12345),
    "rounding_to_more_columns": (9.99996, 99.99999),
    "rounding_to_zero": (0.00012, -0.00012, 0.0001, 0.05),
    "least_at_1e-4": (1e-4,),
    "least_below_1e-4": (9.9e-5,),
    "third": (1 / 3, 2 / 3, 1),
    "one_tenth": (0.1,),
    "mixed_sign_scientific": (-1e-5, 1e-5, 123),
    "zero_scientific": (0, -0.0, 3e-5),
}
LARGE_VECTORS = {
    "whole_1e8": (1e8,),
    "whole_above_1e8": (1e8 + 8,),
    "whole_1e8_pair": (1e8, 99999992),
    "fraction_with_1e8": (1e8, 0.5),
    "large": (3e38, 1e38),
    "tiny": (1.2e-38, 1e-30),
    "denormal": (1e-45, 1e-40),
    "denormal_and_large": (1e-45, -3e38, NAN),
    "exponent_rounds_up": (9.99999e9, 1),
}
DOUBLE_VECTORS = {
    "huge": (1e308, -1e308),
    "least_double": (5e-324,),
    "three_digit_exponent": (1e100, 1, -1e-100),
    "three_digit_exponent_small": (-1e-100, 1, 2),
    "exponent_rounds_to_three_digits": (9.99999e99, 1e98),
    "fine": (math.pi, math.e, 1e-3),
    "tie": (0.00005, 0.00015, 0.00025, 1),
    "whole_2_53": (2.0**53, 2.0**53 - 1),
}
LIMITS = {
    torch.int64: (-(2**63), 2**63 - 1),
    torch.int32: (-(2**31), 2**31 - 1),
    torch.int16: (-(2**15), 2**15 - 1),
    torch.int8: (-128, 127),
    torch.uint8: (0, 255),
}


def record_float_values():
    for dtype in FLOATS:
        for name, values in FLOAT_VECTORS.items():
            case(f"{name_of(dtype)}_{name}", vector(*values, dtype=dtype))
    for dtype in (torch.float32, torch.float64, torch.bfloat16):
        for name, values in LARGE_VECTORS.items():
            case(f"{name_of(dtype)}_{name}", vector(*values, dtype=dtype))
    for name, values in DOUBLE_VECTORS.items():
        case(f"float64_{name}", vector(*values, dtype=torch.float64))
    case("float16_limits", vector(65504, -65504, dtype=torch.float16))
    case("float16_denormal", vector(6e-8, -6e-5, dtype=torch.float16))
    case("float16_fine", vector(0.3333, 1.001, dtype=torch.float16))
    case("bfloat16_fine", vector(0.3333, 1.01, dtype=torch.bfloat16))
    nan_bits = torch.tensor([-1, -4194304, 2143289344, 0x7F800001], dtype=torch.int32)
    case("float32_nan_bits", nan_bits.view(torch.float32))


def record_integer_values():
    for dtype in INTEGERS:
        name = name_of(dtype)
        case(f"{name}_vector", vector(1, 20, 3, dtype=dtype))
        case(f"{name}_limits", vector(*LIMITS[dtype], 0, dtype=dtype))
        case(f"{name}_scalar", torch.tensor(7, dtype=dtype))
        case(f"{name}_matrix", counted(3, 4, dtype=dtype))
        case(f"{name}_empty", torch.empty(0, dtype=dtype))
        case(f"{name}_wrapped", counted(50, dtype=dtype))
        if dtype != torch.uint8:
            case(f"{name}_negative", vector(-1, -20, 3, dtype=dtype))
            case(f"{name}_negative_scalar", torch.tensor(-7, dtype=dtype))
    case("bool_vector", torch.tensor([True, False, True]))
    case("bool_all_true", torch.tensor([True, True]))
    case("bool_scalar_true", torch.tensor(True))
    case("bool_scalar_false", torch.tensor(False))
    case("bool_empty", torch.empty(0, dtype=torch.bool))
    case("bool_empty_matrix", torch.empty(0, 2, dtype=torch.bool))
    case("bool_wrapped", counted(6, 13) % 3 == 0)
    case("bool_all_true_wrapped", torch.ones(30, dtype=torch.bool))
    case("bool_summarised", counted(1200) % 7 < 3)


def record_shapes():
    for dtype in FLOATS:
        name = name_of(dtype)
        case(f"{name}_scalar", torch.tensor(1.5, dtype=dtype))
        case(f"{name}_scalar_whole", torch.tensor(3, dtype=dtype))
        case(f"{name}_scalar_nan", torch.tensor(NAN, dtype=dtype))
        case(f"{name}_scalar_inf", torch.tensor(-INF, dtype=dtype))
        case(f"{name}_scalar_minus_zero", torch.tensor(-0.0, dtype=dtype))
        case(f"{name}_scalar_scientific", torch.tensor(2.5e-5, dtype=dtype))
        case(f"{name}_empty", torch.empty(0, dtype=dtype))
        case(f"{name}_empty_matrix", torch.empty(0, 3, dtype=dtype))
        case(f"{name}_matrix", counted(2, 3, dtype=dtype, step=0.25))
    case("empty_matrix_columns", torch.empty(3, 0))
    case("empty_3d", torch.empty(2, 0, 4))
    case("empty_long_size", torch.empty(1000, 0, 1000, 1000, 1000, 1, 1, 1, 1, 1, 1, 1, dtype=torch.float16))
    case("empty_int64_matrix", torch.empty(0, 3, dtype=torch.int64))
    case("one_element", vector(1.5))
    case("one_by_one", vector(1.5).reshape(1, 1))
    case("one_deep", vector(2).reshape(1, 1, 1, 1, 1))
    case("row", counted(1, 5))
    case("column", counted(5, 1))
    case("cube", counted(2, 2, 3))
    case("cube_of_rows", counted(3, 1, 2))
    case("four_dims", counted(2, 2, 2, 2, step=0.5))
    case("five_dims", counted(2, 1, 2, 1, 2, start=-3))
    case("eight_dims", counted(1, 2, 1, 1, 2, 1, 1, 2))
    case("wide_element_shared", vector(1, 2, 3, 100000).reshape(2, 2))
    for count in (8, 9, 10, 11, 12, 24, 25, 26, 37, 100):
        case(f"wrap_{count}", counted(count, step=0.125))
    case("wrap_zeros", torch.zeros(60))
    case("wrap_nans", torch.full((60,), NAN))
    case("wrap_matrix", counted(3, 30, start=-7, step=0.25))
    case("wrap_cube", counted(2, 2, 20, start=0.5))
    case("wrap_scientific", counted(15, start=1e5, step=1048576))


def record_layouts():
    a = counted(4, 6, step=0.5)
    case("transposed", a.t())
    case("transposed_int", counted(3, 5, dtype=torch.int32).t())
    case("sliced_rows", a[1:3])
    case("sliced_columns", a[:, 1:4])
    case("sliced_step", a[::2, ::3])
    case("column_of_matrix", a[:, 2])
    case("row_of_matrix", a[2])
    case("element_of_matrix", a[3, 4])
    case("expanded", vector(1.5, 2.5).reshape(2, 1).expand(2, 5))
    case("expanded_scalar", torch.tensor(7).expand(3, 4))
    case("expanded_summarised", vector(0.5, -2).reshape(2, 1).expand(2, 2000))
    case("expanded_new_dim", vector(1, 2, 3).expand(2, 2, 3))
    case("permuted", counted(2, 3, 4).permute(2, 0, 1))
    case("diagonal", counted(5, 5, dtype=torch.int64).diagonal())
    case("unfolded", counted(8, step=0.25).unfold(0, 3, 2))
    case("overlapping", counted(9).as_strided((3, 3), (1, 2), 1))
    case("transposed_summarised", counted(40, 60).t())
    case("sliced_summarised", counted(3000)[5::2])
    case("half_transposed", counted(2, 3, dtype=torch.float16, step=0.25).t())
    case("bool_transposed", (counted(2, 3) % 2 == 0).t())
    case("empty_slice", a[2:2])


def record_summaries():
    case("just_not_summarised", counted(1000))
    case("just_summarised", counted(1001))
    case("summarised_fraction", counted(1200, step=0.125))
    case("summarised_hides_wide", counted(2001, start=-1000))
    case("summarised_matrix", counted(50, 50))
    case("summarised_tall", counted(400, 3))
    case("summarised_wide", counted(3, 400))
    case("summarised_few_rows", counted(6, 200))
    case("summarised_seven_rows", counted(7, 200))
    case("summarised_column", counted(1500, 1))
    case("summarised_row", counted(1, 1500))
    case("summarised_cube", counted(12, 10, 11))
    case("summarised_4d", counted(7, 2, 9, 10, step=0.5))
    case("summarised_int", counted(2000, dtype=torch.int16))
    case("summarised_6d", counted(4, 4, 4, 4, 4, 2, dtype=torch.int32))
    case("summarised_double", counted(1500, dtype=torch.float64, step=0.25))
    odd = torch.zeros(1100)
    odd[3] = 1e-9
    odd[-4] = NAN
    case("summarised_hides_style", odd[:])
    case("summarised_requires_grad", counted(30, 40).requires_grad_())


def record_suffixes():
    for dtype in FLOATS:
        case(f"{name_of(dtype)}_requires_grad", counted(3, dtype=dtype, step=0.5).requires_grad_())
        case(f"{name_of(dtype)}_grad_fn", counted(3, dtype=dtype, step=0.5).requires_grad_() * 2)
    for count in range(3, 25, 2):
        case(f"requires_grad_{count}", counted(count).requires_grad_())
        case(f"grad_fn_{count}", counted(count).requires_grad_() * 2)
    leaf = counted(3, 3).requires_grad_()
    case("grad_fn_matmul", leaf @ leaf)
    case("grad_fn_view", leaf.view(9))
    case("grad_fn_transpose", leaf.t())
    case("grad_fn_scalar", leaf.sum())
    case("grad_fn_long", torch.nn.functional.layer_norm(leaf, (3,)))
    case("grad_fn_slice", leaf[1:])
    case("grad_fn_empty", leaf[3:])
    case("requires_grad_scalar", torch.tensor(1.0, requires_grad=True))
    case("requires_grad_empty", torch.empty(0, 2, requires_grad=True))
    case("requires_grad_double_wide", counted(6, dtype=torch.float64, step=0.5).requires_grad_())
    case("requires_grad_double_cube", counted(2, 2, 6, dtype=torch.float64, step=0.5).requires_grad_())
    case("grad_fn_double_narrow", counted(4, dtype=torch.float64).requires_grad_().exp(), linewidth=30)
    case("device", counted(3, step=0.5), device="cpu")
    case("device_dtype", counted(3, dtype=torch.int32), device="cpu")
    case("device_grad_fn", counted(3, dtype=torch.float64).requires_grad_() * 0.5, device="cpu")
    case("device_empty", torch.empty(0, 2, dtype=torch.float16), device="cpu")
    case("device_narrow", counted(3, dtype=torch.int8), device="cpu", linewidth=20)
    for linewidth in range(24, 80, 2):
        tensor = counted(2, dtype=torch.float64).requires_grad_() * 2
        case(f"suffixes_in_{linewidth}", tensor, device="cpu", linewidth=linewidth)
        case(f"suffixes_in_{linewidth + 1}", tensor, device="cpu", linewidth=linewidth + 1)
    case("device_wrapped", counted(40, dtype=torch.int16), device="cpu")


def record_default_dtypes():
    for default in (torch.float64, torch.float16):
        for dtype in FLOATS + [torch.int64, torch.int32, torch.bool]:
            name = f"default_{name_of(default)}_{name_of(dtype)}"
            case(name, vector(1, 0, dtype=dtype), default_dtype=default)
            case(f"{name}_empty", torch.empty(0, 2, dtype=dtype), default_dtype=default)


def record_options():
    kinds = {
        "whole": vector(1, -20, 300),
        "fraction": vector(0.123456789, -12.5, 3),
        "scientific": vector(1e-6, 12345.678, -1),
        "double": vector(math.pi, -math.e, 100, dtype=torch.float64),
        "special": vector(NAN, INF, -INF, 0.5),
        "zeros": vector(0, -0.0, 0),
        "half": vector(0.1, 1000, -3, dtype=torch.float16),
        "int": vector(1, -200, 3, dtype=torch.int64),
        "scalar": torch.tensor(1234.5678),
    }
    for name, tensor in kinds.items():
        for precision in (0, 1, 2, 8, 20):
            case(f"precision_{precision}_{name}", tensor, precision=precision)
        case(f"sci_mode_on_{name}", tensor, sci_mode=True)
        case(f"sci_mode_off_{name}", tensor, sci_mode=False)
    case("sci_mode_off_huge", vector(1e308, -1, dtype=torch.float64), sci_mode=False)
    case("sci_mode_off_least", vector(5e-324, -1, dtype=torch.float64), sci_mode=False)
    case("sci_mode_off_large_whole", vector(3e38, 1), sci_mode=False)
    case("sci_mode_on_wrapped", counted(20, step=0.5), sci_mode=True)
    case("sci_mode_on_precise", counted(4, step=0.5), sci_mode=True, precision=9)
    for linewidth in (1, 10, 20, 40, 79, 81, 120, 200):
        case(f"linewidth_{linewidth}", counted(2, 12, step=0.5), linewidth=linewidth)
        case(f"linewidth_{linewidth}_requires_grad", counted(8, step=0.5).requires_grad_(), linewidth=linewidth)
    for threshold in (0, 5, 6, 11, 12):
        case(f"threshold_{threshold}", counted(12), threshold=threshold)
        case(f"threshold_{threshold}_matrix", counted(2, 6), threshold=threshold)
    case("threshold_0_scalar", torch.tensor(5.0), threshold=0)
    case("threshold_large", counted(1010), threshold=10**9)
    for edgeitems in (1, 2, 5, 100):
        case(f"edgeitems_{edgeitems}", counted(1200), edgeitems=edgeitems)
        case(f"edgeitems_{edgeitems}_cube", counted(4, 5, 6), edgeitems=edgeitems, threshold=10)
    case("profile_short", counted(60, 30, step=0.125), precision=2, edgeitems=2)
    case("summarised_narrow", counted(2000, step=0.5), linewidth=24)
    case("summarised_ellipsis_first", counted(2000), linewidth=7 + 3 * 7)


def record_random():
    """Shapes, values and options drawn by chance, the same ones each time."""
    draw = random.Random(2023)
    spreads = (lambda: draw.randint(-99, 99), lambda: draw.gauss(0, 1), lambda: draw.gauss(0, 1) * 10 ** draw.randint(-9, 9),
               lambda: draw.choice((NAN, INF, -INF, 0.0, -0.0, draw.gauss(0, 20))))
    for i in range(120):
        dtype = draw.choice(FLOATS + INTEGERS)
        sizes = [draw.randint(1, 6) for _ in range(draw.randint(0, 4))]
        spread = draw.choice(spreads) if dtype in FLOATS else lambda: draw.randint(*LIMITS[dtype]) >> draw.randint(0, 60)
        values = [spread() for _ in range(math.prod(sizes))]
        tensor = torch.tensor(values, dtype=torch.float64 if dtype in FLOATS else torch.int64).to(dtype).reshape(sizes)
        if draw.random() < 0.3:
            tensor = tensor.permute(draw.sample(range(len(sizes)), len(sizes)))
        options = {}
        if draw.random() < 0.3:
            options["precision"] = draw.randint(0, 10)
        if draw.random() < 0.3:
            options["linewidth"] = draw.randint(10, 130)
        if draw.random() < 0.3:
            options["threshold"] = draw.randint(0, 60)
        if draw.random() < 0.3:
            options["edgeitems"] = draw.randint(1, 4)
        if draw.random() < 0.3:
            options["sci_mode"] = draw.choice((True, False))
        case(f"random_{i}", tensor, **options)


def record():
    lines.append("# Made by record_print_cases.py, which also describes the format. Do not edit.")
    record_float_values()
    record_integer_values()
    record_shapes()
    record_layouts()
    record_summaries()
    record_suffixes()
    record_default_dtypes()
    record_options()
    record_random()
    return "\n".join(lines) + "\n"


def main():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "print_cases.txt")
    text = record()
    if "--check" not in sys.argv[1:]:
        with open(path, "w", encoding="ascii") as file:
            file.write(text)
        print(f"{len(names)} texts recorded")
        return 0
    if not torch.__version__.startswith("1.13"):
        print(f"skipped: the texts are those of PyTorch 1.13, and this is {torch.__version__}")
        return 77
    with open(path, encoding="ascii") as file:
        recorded = file.read().split("\n")
    for number, (have, want) in enumerate(zip(recorded, text.split("\n")), 1):
        if have != want:
            print(f"print_cases.txt:{number}: recorded {have!r}, PyTorch says {want!r}")
            return 1
    print(f"{len(names)} texts are as recorded")
    return 0


if __name__ == "__main__":
    sys.exit(main())
