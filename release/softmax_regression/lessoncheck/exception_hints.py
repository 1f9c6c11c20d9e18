"""Hints for the errors of Python, numpy and torch that every course sees, in the words of the person who meets them."""

from __future__ import annotations

import re

# What works on the student's computer and cannot work in grading, by what the error says (type and message).
NOT_IN_GRADING: tuple[tuple[str, str], ...] = (
    (
        r"could not be imported",
        "Grading has only the packages that are listed with the assignment.",
    ),
    (
        r"CUDA|NVIDIA driver|support for mps|for MPS|'(?:CUDA|MPS)' backend",
        "Grading has no GPU. Leave out .cuda() and .to(...), or ask torch.cuda.is_available() first.",
    ),
    (
        r"URLError|gaierror|ConnectionError|Max retries exceeded|Errno 1\] Operation not permitted",
        "Grading has no network and starts no other program. Leave that out of what is graded; num_workers must be 0.",
    ),
    (
        r"FileNotFoundError: \[Errno 2\]",
        "Your computer's files are not there in grading. Use what the function is handed.",
    ),
    (
        r"EOFError: EOF when reading a line|reading from stdin while output is captured",
        "In grading nobody answers input(). Give the value in the code.",
    ),
    (
        r"BackendCompilerFailed|InductorError|torch\._dynamo|InvalidCxxCompiler",
        "Grading does not compile. Leave torch.compile out; the function is right without it.",
    ),
)
# What the error says, and what helps.
HINTS: tuple[tuple[str, str], ...] = (
    *NOT_IN_GRADING,
    (
        r"return_types\.(max|min|topk|sort|median|mode)",
        "With a dimension, {0} gives two results, values and indices. Take the one you need: .values or .indices.",
    ),
    (
        r"Index tensor must have the same number of dimensions",
        "gather wants as many dimensions in the index as in the tensor: y.reshape(-1, 1) makes a column of y.",
    ),
    (
        r"gather\(\): Expected dtype|tensors used as indices must be|one_hot is only applicable",
        "Labels that choose elements must be whole numbers: y.long() makes them so.",
    ),
    (
        r"index (-?\d+) is out of bounds for dimension (\d+) with size (\d+)",
        "Dimension {1} has {2} elements, and {0} is none of them. y_hat[range(len(y)), y] takes one of each row.",
    ),
    (
        r"has no attribute 'next'",
        "Since Python 3 it is a function: next(iterator).",
    ),
    (
        r"NameError: name '(np|numpy|math|random|time|torch|nn|F|plt|matplotlib|torchvision)' is not defined",
        "Import it in the cell that uses it; what another notebook imports is not here.",
    ),
    (
        r"NameError: name '(d2l|Accumulator|Animator|Timer|add_to_class|mx|nd|npx|tf)' is not defined",
        "{0} is a helper of another course. Write what it does with torch and plain Python.",
    ),
    (
        r"only one element tensors can be converted|Tensor with \d+ elements cannot be converted",
        "math's functions, float() and .item() take one number. For all elements at once use torch's: torch.exp(X).",
    ),
    (
        r"assign a gradient with dtype",
        "A gradient keeps its parameter's dtype. Change the parameter instead, under torch.no_grad().",
    ),
    (
        r"leaf Variable that requires grad is being used in an in-place",
        "Change a parameter inside with torch.no_grad(): so that autograd does not record the change.",
    ),
    (
        r"Can't call numpy\(\) on Tensor that requires grad",
        "y_hat may carry gradients. detach() takes them off, or stay in torch.",
    ),
    (
        r"grad can be implicitly created only for scalar outputs",
        "backward() starts from one number: call sum() first.",
    ),
    (
        r"does not require grad and does not have a grad_fn",
        "Nothing here leads back to the parameters. Look for detach(), .data, .item() or no_grad() on the way.",
    ),
    (
        r"backward through the graph a second time",
        "Each mini-batch needs its own forward pass and one backward().",
    ),
    (
        r"mean\(\): could not infer output dtype",
        "mean() needs floating point numbers: call .float() before it.",
    ),
    (
        r"The size of tensor a \(\d+\) must match the size of tensor b",
        "The shapes do not fit. After a sum or max over a dimension, keepdim=True keeps it with size 1.",
    ),
    (
        r"Dimension out of range|too many indices for tensor|invalid index of a 0-dim|len\(\) of a 0-d",
        "The tensor has fewer dimensions than this line expects. Print its shape, and look at the arguments' order.",
    ),
    (
        r"[Bb]oolean value of Tensor with more than one value|bool value of Tensor",
        "A comparison gives one truth value for each element. Use .all(), .any() or .sum().",
    ),
    (
        r"'(Tensor|float|int|list|tuple)' object is not callable",
        "A name that stood for a function now stands for a value, or an operator is missing before the bracket.",
    ),
    (
        r"'NoneType'",
        "Something here is None: a function without return, or a .grad before backward().",
    ),
    (
        r"'Tensor' object has no attribute '(astype|copy)'",
        "That is numpy's. In torch it is .type(...) or .float(), and .clone().",
    ),
    (
        r"result type Float can't be cast to the desired output type",
        "A tensor of whole numbers cannot be changed in place into fractions: call .float() first.",
    ),
    (
        r"argument '\w+' \(position \d+\) must be Tensor, not (float|int|list)",
        "torch's functions take tensors. Make one with torch.tensor(...), or use math's for one number.",
    ),
    (
        r"mat1 and mat2 shapes cannot be multiplied",
        "The columns of the left matrix must be as many as the rows of the right one. Print both shapes.",
    ),
)
_HINTS = tuple((re.compile(pattern), hint) for pattern, hint in HINTS)


def hint_for(kind: str, message: str) -> str:
    """What helps with an error of this type and message; "" where nothing general does."""
    text = f"{kind}: {message}"
    for pattern, hint in _HINTS:
        if found := pattern.search(text):
            return hint.format(*found.groups())
    return ""


def cannot_work_in_grading(kind: str, message: str) -> bool:
    """Whether an error of this type and message is for want of something that only the student's computer has."""
    return any(re.search(pattern, f"{kind}: {message}") for pattern, _ in NOT_IN_GRADING)
