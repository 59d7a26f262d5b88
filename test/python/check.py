"""Reads the files written by files.mjs with the readers of Hugging Face, Microsoft and TensorBoard."""

import base64
import json
import sys
from pathlib import Path

import ml_dtypes
import numpy as np
import onnx
import onnxruntime
from safetensors import safe_open
from safetensors.numpy import save_file
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

FOLDER = Path(sys.argv[1])
CASES = json.loads((FOLDER / "cases.json").read_text(encoding="utf-8"))
DTYPES = {"F64": np.float64, "F32": np.float32, "F16": np.float16, "BF16": ml_dtypes.bfloat16}
# The largest difference from the engine's outputs, relative to 1 + |output|.
TOLERANCE = {"double": 1e-13, "float": 1e-5}


def array(tensor):
    return np.frombuffer(base64.b64decode(tensor["base64"])).reshape(tensor["shape"])


def check_safetensors():
    for dtype, numpy_dtype in DTYPES.items():
        with safe_open(FOLDER / f"{dtype}.safetensors", framework="numpy") as file:
            assert file.metadata() == CASES["metadata"], file.metadata()
            assert set(file.keys()) == set(CASES["tensors"]), list(file.keys())
            for name, tensor in CASES["tensors"].items():
                with np.errstate(over="ignore"):
                    expected = array(tensor).astype(numpy_dtype)
                got = file.get_tensor(name)
                assert got.dtype == expected.dtype and got.shape == expected.shape, (dtype, name, got.dtype, got.shape)
                assert got.tobytes() == expected.tobytes(), (dtype, name, got, expected)
        print(f"safetensors in {dtype}: {len(CASES['tensors'])} tensors bit-identical")


def run(path, x):
    """The output for x, computed as a batch and sample by sample, to check that the batch size is open."""
    onnx.checker.check_model(onnx.load(path), full_check=True)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    (declared,) = session.get_inputs()
    (result,) = session.get_outputs()
    assert (declared.name, result.name) == ("input", "output")
    types = {"tensor(double)": np.float64, "tensor(float)": np.float32, "tensor(int64)": np.int64}
    x = x.astype(types[declared.type])
    whole = session.run(["output"], {"input": x})[0]
    shape = [n if isinstance(n, int) else m for n, m in zip(result.shape, whole.shape, strict=True)]
    assert list(whole.shape) == shape, (result.shape, whole.shape)
    if declared.shape[0] == "batch":
        rows = [session.run(["output"], {"input": x[i : i + 1]})[0] for i in range(len(x))]
        assert np.allclose(np.concatenate(rows), whole, rtol=1e-5, atol=1e-6)
    return whole


def check_onnx():
    worst = dict.fromkeys(TOLERANCE, 0.0)
    for case in CASES["onnx"]:
        expected = array(case["output"])
        for dtype, tolerance in TOLERANCE.items():
            got = run(FOLDER / f"{case['name']}.{dtype}.onnx", array(case["input"]))
            assert got.shape == expected.shape, (case["name"], got.shape, expected.shape)
            error = np.max(np.abs(got - expected) / (1 + np.abs(expected)))
            assert error <= tolerance, (case["name"], dtype, error)
            worst[dtype] = max(worst[dtype], error)
    for dtype, error in worst.items():
        print(f"ONNX in {dtype}: {len(CASES['onnx'])} networks, the largest difference is {error:.1e}")


def check_tensorboard():
    run = CASES["run"]
    # Size guidance 0: keep all events.
    events = EventAccumulator(str(FOLDER / "runs" / "a run"), size_guidance={"scalars": 0, "histograms": 0})
    events.Reload()
    for tag, expected in (("epoch/loss", run["losses"]), ("epoch/valLoss", run["valLosses"])):
        got = events.Scalars(tag)
        assert [event.step for event in got] == list(range(1, len(expected) + 1)), tag
        assert [np.float32(event.value) for event in got] == [np.float32(x) for x in expected], tag
        assert {event.wall_time for event in got} == {1700000000.5}
    assert len(events.Scalars("step/loss")) == 150
    norms = {event.step: event.value for event in events.Scalars("norm/linear1.weight")}
    spreads = {event.step: event.histogram_value for event in events.Histograms("weights/linear1")}
    assert len(run["moments"]) > 30
    for moment in run["moments"]:
        assert np.float32(norms[moment["step"]]) == np.float32(moment["norm"]), moment
        spread = spreads[moment["step"]]
        assert (spread.min, spread.max, spread.num) == (moment["low"], moment["high"], 12), (spread, moment)
        assert list(spread.bucket) == moment["counts"], (spread, moment)
    print(f"TensorBoard: {len(events.Tags()['scalars'])} curves and {len(events.Tags()['histograms'])} histograms")


def write_safetensors():
    patterns = np.arange(65536, dtype=np.uint16)
    random = np.random.default_rng(0)
    for dtype, numpy_dtype in DTYPES.items():
        if dtype in ("F16", "BF16"):
            narrow = patterns.view(numpy_dtype).reshape(256, 256)
        else:
            narrow = (random.standard_normal((50, 3)) * 2.0 ** random.integers(-120, 120, (50, 3))).astype(numpy_dtype)
        with np.errstate(invalid="ignore"):  # the patterns include NaN
            tensors = {"narrow": narrow, "wide": narrow.astype(np.float64)}
        save_file(tensors, FOLDER / f"python-{dtype}.safetensors", metadata={"from": "Python"})


if __name__ == "__main__":
    check_safetensors()
    check_onnx()
    check_tensorboard()
    write_safetensors()
