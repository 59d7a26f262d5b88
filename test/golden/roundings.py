"""Float64 numbers rounded to fewer bits: to float32 and float16 by numpy, to bfloat16 by PyTorch."""

import numpy as np
import torch

# Ties between two neighbours, the ends of each range, subnormals.
EDGES = [
    0.0, -0.0, 1.0, 1 + 2**-11, 1 + 3 * 2**-11, 1 + 2**-8, 1 + 3 * 2**-8, 1 + 2**-24, 1 + 3 * 2**-24,
    65504.0, 65519.99, 65520.0, 65536.0, 2**-14, 2**-14 - 2**-25, 2**-24, 2**-25, 2**-25 * (1 + 2**-20), 2**-26,
    3 * 2**-25, 2**-126, 2**-133, 2**-134, 3 * 2**-134, 2**-149, 2**-150, 2**-150 * (1 + 2**-20), 5e-324,
    3.3895313892515355e38, 3.396e38, 3.4e38, 3.4028234663852886e38, 3.4028235677973366e38, 1e300,
]  # fmt: skip


def cases():
    random = np.random.default_rng(0)
    scales = 2.0 ** random.integers(-30, 20, 200)
    wide = 2.0 ** random.integers(-150, 130, 100)
    values = EDGES + [-x for x in EDGES] + list(random.standard_normal(200) * scales)
    values += list(random.standard_normal(100) * wide)
    values += list(np.float32(random.standard_normal(200) * 2.0 ** random.integers(-140, 120, 200)))
    with np.errstate(over="ignore"):
        return [case(float(x)) for x in values]


def case(x):
    single = np.float32(x)
    # PyTorch converts via float32 and so rounds twice: used only where the first rounding changes nothing.
    exact = float(single) == x
    brain = torch.tensor(single).to(torch.bfloat16).view(torch.int16).item() & 0xFFFF if exact else None
    return {
        "x": x,
        "F32": int(single.view(np.uint32)),
        "F16": int(np.float16(x).view(np.uint16)),
        "BF16": brain,
    }
