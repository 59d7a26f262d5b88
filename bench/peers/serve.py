"""The peer's side in Python, see ../serve.mjs. Reads the arrays from a file written by scripts/bench.mjs."""

import array
import json
import os
import sys
import time


def load():
    """(workload, arrays): the arrays as array.array('d')."""
    folder = os.environ["BENCH_DATA"]
    with open(os.path.join(folder, sys.argv[1] + ".json")) as file:
        manifest = json.load(file)
    arrays = {}
    with open(os.path.join(folder, sys.argv[1] + ".f64"), "rb") as file:
        for name, length in manifest["lengths"]:
            arrays[name] = array.array("d")
            arrays[name].fromfile(file, length)
    return manifest["workload"], arrays


def answer(**message):
    print("\n@" + json.dumps(message), flush=True)


def serve(make):
    """make(workload, arrays) -> (step, check, version)"""
    try:
        step, check, version = make(*load())
        answer(ready=True, version=version)
        for line in sys.stdin:
            command, *count = line.split()
            if command == "check":
                answer(values=check())
            if command == "time":
                n = int(count[0])
                start = time.perf_counter()
                for _ in range(n):
                    step()
                answer(us=(time.perf_counter() - start) * 1e6 / n)
    except Exception as error:  # report any error to the benchmark
        answer(error=f"{type(error).__name__}: {error}".split("\n")[0])
