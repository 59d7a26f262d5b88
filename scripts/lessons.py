"""Executes lessons in the tslab kernel and rewrites their outputs, or reports which outputs would change.

Started by lessons.mjs, which documents the arguments. A cell fails if it has an `error` output; no cell may write to
stderr. A cell tagged `raises` must fail; its error is its output.
"""

import argparse
import asyncio
import difflib
import os
import subprocess
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError

LANGUAGES = ("en", "zh-CN")
SECONDS_PER_CELL = 300
KERNELSPEC = {"display_name": "TypeScript", "language": "typescript", "name": "tslab"}


class LessonError(Exception):
    """A mistake in a lesson; the message is for its author."""


def lessons(root, names):
    """The notebooks selected by `names`; all notebooks without names."""
    paths = [path for language in LANGUAGES for path in sorted((root / "notebooks" / language).glob("*.ipynb"))]
    chosen = [p for p in paths if not names or any(name in p.relative_to(root).as_posix() for name in names)]
    if not chosen:
        wanted = " or ".join(names) or ".ipynb"
        raise LessonError(f"No lesson in notebooks/en or notebooks/zh-CN has {wanted} in its path.")
    return chosen


def uncommitted(path):
    """Whether git tracks the notebook and it differs from the committed version."""
    command = ["git", "status", "--porcelain", "--", str(path)]
    result = subprocess.run(command, cwd=path.parent, capture_output=True, text=True, check=False)
    return result.returncode == 0 and result.stdout[:2].strip() not in ("", "??", "A")


def text(notebook):
    """The notebook's file contents in canonical formatting."""
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def errors_of(cell):
    return ["\n".join(o.traceback) or o.evalue for o in cell.outputs if o.output_type == "error"]


def stderr_of(cell):
    return "".join(o.text for o in cell.outputs if o.output_type == "stream" and o.name == "stderr").strip()


def merge_streams(outputs):
    """Joins consecutive outputs of one stream: the kernel splits them at random places."""
    merged = []
    for output in outputs:
        last = merged[-1] if merged else None
        if last and output.output_type == "stream" == last.output_type and output.name == last.name:
            last.text += output.text
        else:
            merged.append(output)
    return merged


def clean(notebook):
    """Removes everything that varies between runs."""
    notebook.metadata["kernelspec"] = KERNELSPEC
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = merge_streams(cell.outputs)


async def execute(path):
    """The notebook with the outputs of a run in a new kernel, whose working directory is the notebook's folder."""
    notebook = nbformat.read(path, as_version=4)
    problems = []

    def executed(cell, cell_index, execute_reply):  # nbclient passes these names
        errors = errors_of(cell)
        if "raises" in cell.metadata.get("tags", []):
            if not errors:
                problems.append(f"cell {cell_index + 1} is tagged `raises`, but did not fail")
        elif errors:
            problems.append(f"cell {cell_index + 1} failed:\n" + "\n".join(errors))
        if stderr_of(cell):
            problems.append(f"cell {cell_index + 1} writes to stderr:\n{stderr_of(cell)}")

    client = NotebookClient(
        notebook,
        kernel_name="tslab",
        timeout=SECONDS_PER_CELL,
        allow_errors=True,
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
        on_cell_executed=executed,
    )
    try:
        # Static versions of outputs are in the lesson's language, whatever the machine's.
        await client.async_execute(env={**os.environ, "STEPGRAD_LANGUAGE": path.parent.name})
    except CellTimeoutError as error:
        raise LessonError(f"a cell took more than {SECONDS_PER_CELL} s") from error
    except DeadKernelError as error:
        raise LessonError("the kernel died") from error
    if problems:
        raise LessonError("\n".join(problems))
    clean(notebook)
    return notebook


def difference(old, new):
    """The first differences between two versions of a notebook's text, in a few lines."""
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), "saved", "executed", lineterm="", n=1)
    return "\n".join(line[:160] for line in list(lines)[2:14])


async def run(path, arguments, turn):
    """Executes one lesson and prints the result; returns whether it passed."""
    async with turn:
        name, start = path.relative_to(arguments.root), time.monotonic()
        try:
            new = text(await execute(path))
            old = path.read_text(encoding="utf-8").replace("\r\n", "\n")
            changed = new != old
            if changed and not arguments.check:
                path.write_text(new, encoding="utf-8", newline="\n")
            well, word = not (changed and arguments.check), "unchanged"
            if changed:
                word = f"would change:\n{difference(old, new)}" if arguments.check else "rewritten"
        except LessonError as error:
            well, word = False, f"FAILED: {error}"
        print(f"{name} ({time.monotonic() - start:.1f} s) {word}", flush=True)
        return well


async def main():
    parser = argparse.ArgumentParser(prog="npm run lessons --", description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent, help=argparse.SUPPRESS)
    parser.add_argument("--check", action="store_true", help="write nothing, fail if an output would change")
    parser.add_argument("--force", action="store_true", help="rewrite lessons with uncommitted changes too")
    parser.add_argument("names", nargs="*", help="parts of the lessons' paths: 01, en/03, zh-CN")
    arguments = parser.parse_args()
    paths = lessons(arguments.root, arguments.names)
    if not arguments.check and not arguments.force:
        for path in filter(uncommitted, paths):
            name = path.relative_to(arguments.root)
            raise LessonError(f"{name} has uncommitted changes: commit them first, or add --force.")
    turn = asyncio.Semaphore(min(2, os.cpu_count() or 1))  # a kernel keeps one core busy
    results = await asyncio.gather(*(run(path, arguments, turn) for path in paths))
    print(f"{len(results)} lessons, {results.count(False)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    try:
        sys.exit(asyncio.run(main()))
    except LessonError as problem:
        sys.exit(str(problem))
