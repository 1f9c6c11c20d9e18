"""The command: one reader, so many minutes; what was run and what was found. The exit status is 1 after a fault."""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(PROJECT / "tools"), str(PROJECT / "source" / "softmax_regression")]

READERS = ("wire", "notebook", "lines", "quiz")


def main() -> int:
    """Fuzz the reader that the command line names."""
    from fuzz.running import fuzz

    parser = argparse.ArgumentParser(prog="python tools/fuzz", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("reader", choices=READERS)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=None, help="of the first round; without it another one each time")
    options = parser.parse_args()
    reader = importlib.import_module(f"fuzz.{options.reader}").READER
    seed = time.time_ns() % 2**32 if options.seed is None else options.seed
    findings = fuzz(reader, seed=seed, minutes=options.minutes)
    print(f"{options.reader}, seed {seed}: {findings}", flush=True)
    return 1 if findings.faults else 0


if __name__ == "__main__":
    sys.exit(main())
