"""The errors that every course sees come with a hint; the code runs here for real, so the words are torch's own."""

from __future__ import annotations

import pytest
import torch

from lessoncheck.cell_execution import run_cells
from lessoncheck.cells import Cell
from lessoncheck.exception_hints import hint_for

SETUP = "import torch, math\nX, y = torch.rand(3, 5), torch.tensor([0, 4, 3])\nW = torch.rand(3, 2, requires_grad=True)"
CLASSICS = [
    ("X - X.max(dim=1, keepdim=True)", ".values"),
    ("X.max(1).exp()", "two results"),
    ("X.gather(1, y)", "y.reshape(-1, 1)"),
    ("X.gather(0, y.reshape(-1, 1))", "Dimension 0 has 3 elements"),
    ("X[y]", "y_hat[range(len(y)), y]"),
    ("X[range(3), y.float()]", "y.long()"),
    ("X.gather(1, y.float().reshape(-1, 1))", "y.long()"),
    ("iter([1]).next()", "next(iterator)"),
    ("np.exp(3)", "Import it"),
    ("d2l.Accumulator(2)", "another course"),
    ("Accumulator(2)", "Accumulator is a helper of another course"),
    ("import somebodys_package\nsomebodys_package.x", "packages"),
    ("math.exp(X)", "torch.exp(X)"),
    ("X.to('mps')", "no GPU"),
    ("torch.zeros(1, device='mps')", "no GPU"),
    ("import urllib.request\nurllib.request.urlopen('http://127.0.0.1:1')", "no network"),
    ("raise PermissionError(1, 'Operation not permitted')", "no network"),
    ("open('my.csv')", "Your computer's files"),
    ("input()", "input()"),
    ("W.grad = torch.zeros(3, 2, dtype=torch.float64)", "dtype"),
    ("W -= 1", "no_grad"),
    ("W.numpy()", "detach()"),
    ("W.sum(0).backward()", "sum()"),
    ("X.sum().backward()", "leads back"),
    ("l = (W * W).sum(); l.backward(); l.backward()", "forward pass"),
    ("(X.argmax(1) == y).mean()", ".float()"),
    ("X / X.sum(1)", "keepdim=True"),
    ("y.sum(1)", "order"),
    ("y[:, 1]", "fewer dimensions"),
    ("1 if X > 0 else 0", ".all()"),
    ("X()", "stood for a function"),
    ("W - 0.1 * W.grad", "None"),
    ("W.grad.zero_()", "None"),
    ("X.astype(float)", "numpy's"),
    ("torch.log(2.0)", "torch.tensor"),
    ("X @ X", "rows"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "helps"), CLASSICS)
def test_a_classic_error_comes_with_its_hint(code: str, helps: str) -> None:
    (error,) = run_cells([Cell("f", f"{SETUP}\n{code}", "solution")]).cell_errors
    hint = hint_for(error.type, error.message)
    assert helps in hint
    assert all(len(sentence.split()) <= 20 for sentence in hint.split(". "))


def test_torch_on_a_machine_with_a_gpu_is_no_reason_for_another_hint() -> None:
    if torch.cuda.is_available():
        pytest.skip("this machine has one")
    (error,) = run_cells([Cell("f", "import torch\ntorch.zeros(1).cuda()", "solution")]).cell_errors
    assert "no GPU" in hint_for(error.type, error.message)


def test_an_error_of_the_students_own_gets_no_hint_that_guesses() -> None:
    assert hint_for("ValueError", "my own check failed") == ""
