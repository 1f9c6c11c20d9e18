"""Classes of mixed quality, made up from the lesson's catalogue: for us and, the same code, for stock nbgrader."""

from __future__ import annotations

import random
import shutil
from collections.abc import Mapping
from pathlib import Path

import nbformat
from measure import PROJECT, nbgrader
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Gradebook

from wallgrade.authoring.catalogue import load_catalogue
from wallgrade.authoring.course_copy import copy_course
from wallgrade.authoring.make_submission import reference_cells, write_submission

LESSON = "softmax_regression"
FUNCTIONS = ("softmax", "cross_entropy", "accuracy", "evaluate_accuracy", "sgd", "train_ch3")
Cells = dict[str, str]
STOCK = "stock"


def make_class(size: int, seed: int = 0, distinct: int | None = None) -> list[Cells]:
    """Each student's cells by item; what is missing is left as released. The same for the same seed.

    Of ten students one hands in nothing of their own and one a copy of another's work. The others write six right
    functions of ten in the reference's way (each with a comment of their own, so that no two are the same text), two
    in another right way, and two wrong. With `distinct` the class is made of copies of so many students.
    """
    if distinct is not None and distinct < size:
        few = make_class(distinct, seed)
        return [few[number % distinct] for number in range(size)]
    choose = random.Random(seed)
    reference = reference_cells(PROJECT / "source" / LESSON)
    entries = load_catalogue(PROJECT / "catalogue" / LESSON).entries
    students: list[Cells] = []
    for number in range(size):
        if number % 10 == 3:
            students.append({})
        elif number % 10 == 7:
            students.append(dict(students[number - 1]))
        else:
            cells = dict(reference)
            for item in FUNCTIONS:
                kind = choose.choices(["reference", "correct", "wrong"], [6, 2, 2])[0]
                known = [entry.source for entry in entries if entry.item == item and entry.kind == kind]
                cells[item] = f"{choose.choice(known) if known else reference[item]}\n# written by student {number}\n"
            students.append(cells)
    return students


def right_student(number: int) -> Cells:
    """The reference, with a comment that nobody else has."""
    reference = reference_cells(PROJECT / "source" / LESSON)
    return {item: f"{text}\n# right {number}\n" for item, text in reference.items()}


def our_course(target: Path, students: list[Cells]) -> Path:
    """A course of ours with these submissions."""
    target.mkdir(parents=True)
    copy_course(PROJECT, LESSON, target)
    nbgrader(target, "generate_assignment", LESSON, "--force")
    for number, cells in enumerate(students):
        write_submission(target / "release" / LESSON, target / "submitted" / name_of(number) / LESSON, cells)
    return target


def name_of(number: int) -> str:
    """A student's id."""
    return f"s{number:05}"


IMPORTS = """
from collections.abc import Callable, Iterable, Sequence
from typing import Any
import torch
from torch import Tensor
"""
FAST_LOADER = (
    IMPORTS
    + """
from softmax_lesson import ImageSet, TensorBatches, fashion_arrays
torch.set_num_threads(1)
arrays = fashion_arrays()
train_set = ImageSet(arrays.train_images, arrays.train_labels)
test_set = ImageSet(arrays.test_images, arrays.test_labels)
train_iter = TensorBatches(train_set, 256, shuffle=True)
test_iter = TensorBatches(test_set, 256, shuffle=False)
"""
)
LESSON_LOADER = (
    IMPORTS
    + """
from softmax_lesson import import_torchvision
from torch.utils.data import DataLoader
torch.set_num_threads(1)
vision = import_torchvision()
def data(train):
    return vision.datasets.FashionMNIST({root!r}, train=train, transform=vision.transforms.ToTensor())
train_iter = DataLoader(data(True), 256, shuffle=True, num_workers=0)
test_iter = DataLoader(data(False), 256, shuffle=False, num_workers=0)
"""
)
NETWORK = """
W = torch.normal(0, 0.01, (784, 10)).requires_grad_()
b = torch.zeros(10, requires_grad=True)
def net(X):
    return softmax(X.reshape(-1, 784) @ W + b)
"""
TESTS = {
    "softmax": "X = torch.randn(5, 3)\nassert torch.allclose(softmax(X), torch.softmax(X, 1), atol=1e-5)",
    "cross_entropy": (
        "P, y = torch.softmax(torch.randn(5, 3), 1), torch.tensor([0, 1, 2, 0, 1])\n"
        "assert torch.allclose(cross_entropy(P, y).reshape(-1), -P[range(5), y].log(), atol=1e-4)"
    ),
    "accuracy": "assert float(accuracy(torch.tensor([[.1, .9], [.8, .2]]), torch.tensor([1, 1]))) == 0.5",
    "evaluate_accuracy": "assert 0 <= float(evaluate_accuracy(test_iter, net)) <= 1",
    "sgd": (
        "p = torch.ones(2, requires_grad=True)\np.sum().backward()\nsgd([p], 0.1, 2)\n"
        "assert torch.allclose(p, torch.tensor([0.95, 0.95]))"
    ),
    "train_ch3": (
        "train_ch3(net, train_iter, test_iter, cross_entropy, 5, 256, [W, b], 0.1)\n"
        "hits = sum((net(X).argmax(1) == y).sum().item() for X, y in test_iter)\nassert hits / 10000 > 0.8"
    ),
}


def stock_course(target: Path, students: list[Cells], loader: str) -> Path:
    """A course of stock nbgrader: one notebook with the six functions, asserts, and five epochs."""
    (target / "source" / STOCK).mkdir(parents=True)
    (target / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.course_id = 'stock'\nc.Execute.timeout = 3600\n"
    )
    nbformat.write(_stock_notebook(reference_cells(PROJECT / "source" / LESSON), loader), _file(target / "source"))
    nbgrader(target, "generate_assignment", STOCK)
    for number, cells in enumerate(students):
        submitted = target / "submitted" / name_of(number)
        (submitted / STOCK).mkdir(parents=True)
        stubs = {item: f"def {item}(*arguments):\n    raise NotImplementedError\n" for item in FUNCTIONS}
        nbformat.write(_stock_notebook(stubs | cells, loader), _file(submitted))
    return target


def _file(folder: Path) -> str:
    return str(folder / STOCK / f"{STOCK}.ipynb")


def _stock_notebook(cells: Mapping[str, str], loader: str) -> nbformat.NotebookNode:
    found = [_cell("imports", loader, locked=True)]
    for item in FUNCTIONS:
        found.append(_cell(f"{item}_answer", cells[item], solution=True))
        if item == "accuracy":
            found.append(_cell("network", NETWORK, locked=True))
        found.append(_cell(item, TESTS[item], grade=True, locked=True, points=1))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=found, metadata={"kernelspec": kernel})


def _cell(grade_id: str, source: str, **flags: object) -> nbformat.NotebookNode:
    mark = {
        "grade_id": grade_id,
        "schema_version": 3,
        "grade": False,
        "solution": False,
        "locked": False,
        "task": False,
    }
    return new_code_cell(source, id=grade_id.replace("_", "-"), metadata={"nbgrader": {**mark, **flags}})


def scores(root: Path, student: int) -> dict[str, float]:
    """A student's stored scores in a stock course."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission(STOCK, name_of(student))
        return {grade.name: grade.score for notebook in submission.notebooks for grade in notebook.grades}


def clean(folder: Path) -> None:
    """Forget what was graded in a course, kept results too."""
    for name in ("autograded", ".wallgrade/results"):
        shutil.rmtree(folder / name, ignore_errors=True)
