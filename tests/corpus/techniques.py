"""What the entries do, in a word or two: each technique begins at the entry named here and goes on to the next one.

`make test` runs the first entry of each technique, `make nightly` the others.
"""

from __future__ import annotations

TECHNIQUES = {
    # forging: what is handed back
    "lying-comparisons": "objects that lie about themselves",
    "torch-function": "subclasses of what is expected",
    "nan": "numbers for which every comparison fails",
    "empty": "nothing to compare",
    "scalar-that-broadcasts": "values that broadcast or are cast",
    "quantised": "tensors of an odd layout",
    "numpy-object-array": "arrays of odd types",
    "endless-list": "structures without end",
    "text-not-utf8": "texts and errors that lie",
    "right-but-complex": "right results of an odd kind",
    # forging: the process
    "patched-numpy": "patched libraries",
    "patched-builtins": "patched builtins",
    "patched-json": "our own code, patched",
    "input-transformer": "hooks of the notebook",
    "frames": "looking for what is expected",
    "forged-reply": "forged messages",
    "garbage-on-the-wire": "noise instead of messages",
    "exit-in-a-cell": "ending the process",
    "thread-outlives-its-cell": "threads and forks",
    "state-between-checks": "state from one process to the next",
    "remembers-calls": "state from one call to the next",
    "annotations-and-decorators": "odd definitions",
    # forging: reading what is not theirs
    "takes-the-masters": "running other people's notebooks",
    "computes-the-quiz": "quiz answers that are more than a letter",
    "reads-the-secret": "reading files of the instructor's",
    "reads-environment": "reading other processes",
    # forging: the notebook's metadata
    "tag-skip-execution": "tags",
    "points-1000": "points",
    "schema-99": "versions of nbgrader's metadata",
    "check-is-solution": "kinds of check cells",
    "checks-deleted": "check cells that are moved or gone",
    "imports-emptied": "cells that are the grader's",
    "saved-result": "saved outputs",
    "marks-of-odd-types": "metadata of odd types",
    "functions-in-each-others-cells": "right code in the wrong place",
    # forging: the library in disguise, and training
    "softmax-by-getattr": "a library function under another name",
    "softmax-in-a-thread": "a library function out of sight",
    "softmax-not-at-the-gate": "a library function now and then",
    "cross-entropy-by-library": "a library loss",
    "sgd-by-optimiser": "a library optimiser",
    "train-stored-weights": "an accuracy without training",
    "train-with-other-functions": "functions that have no part in the training",
    "accuracy-always-one": "figures that are made up",
    "takes-the-oracles": "looking for right answers and labels",
    "honest-training": "honest lessons",
    # files beside the notebook
    "conftest": "files that are run or imported",
    "timestamp-future": "files of nbgrader's",
    "link-to-canary": "links",
    "fifo": "files that are none",
    "many-files": "folders that are too large",
    "zip-bomb": "files that are more than they seem",
    # hostile: limits
    "endless-loop": "what never ends",
    "ignores-signals": "what refuses to end",
    "memory-list": "memory",
    "disk-one-file": "disk",
    "fork-bomb": "processes and threads",
    "print-flood": "floods",
    "kills-itself": "killing and stopping",
    "segfault": "crashes",
    "closes-descriptors": "descriptors and half messages",
    "orphans": "what outlives its end",
    # hostile: reach
    "tcp": "networks",
    "kills-a-process": "other processes",
    "writes-course": "writing into the course",
    "changes-home": "writing elsewhere",
    "writes-proc": "the machine's settings and devices",
    "mount": "mounts and namespaces",
    "capabilities": "privileges and the kernel",
    "shared-memory": "messages to the next process",
    # hostile: notebooks
    "json-deep": "JSON that breaks a parser",
    "cells-odd": "cells that break a reader",
    "script-in-outputs": "script for the instructor's browser",
    # hostile: sizes
    "large-rank": "results that are too large to look at",
    "question-that-broadcasts": "questions with large answers",
    "text-control": "texts that are more than a line",
    "code-many-statements": "code that takes long to read",
    # innocent: files
    "not-json": "damaged files",
    "notebook-missing": "no notebook",
    "bom": "encodings",
    "renamed-by-browser": "names and folders",
    "extra-copy": "more files than asked for",
    # innocent: cells
    "ids-missing": "other editors",
    "answer-cell-deleted": "cells lost or moved",
    "helper-in-extra-cell": "names from other cells",
    "syntax-error": "code that does not run",
    "input": "code that waits",
    "exit-at-the-end": "habits",
    "quiz-lower-case": "answers in one's own way",
    # innocent: habits
    "own-cell-ends-its-process": "cells of one's own that cost time",
    "display-and-shell": "what a notebook has around its cells",
    "package-used-beside-the-function": "what only the student's computer has",
    "prints-a-great-deal": "prints",
}
