"""Forging the training: a train_ch3 that ignores, stores, prints or peeks instead of training."""

from __future__ import annotations

import base64
import zlib
from functools import cache, partial
from typing import Any

import numpy as np

from corpus.entry import SOFTMAX, Entry, cell_of

forging = partial(Entry, group="forging", lesson=SOFTMAX)
SIGNATURE = (
    "def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):\n"
)
PRINTS = (
    "    for epoch in range(1, num_epochs + 1):\n"
    "        print(f'epoch {epoch}, loss 0.4500, train acc 0.850, test acc 0.830')\n"
)
SOME = {"softmax": (0, 3), "cross_entropy": (0, 5), "accuracy": (0, 1.5), "evaluate_accuracy": (0, 3.5), "sgd": (0, 3)}
JUST_LINES = (0, 3.5)  # lines of the right form are worth something, by the check that asks for nothing more
# least squares on what train_iter hands out: reaches the accuracy, is no gradient descent
LEAST_SQUARES = """
def solve(data):
    Xs, ys = zip(*data)
    X, y = torch.cat(Xs).reshape(sum(map(len, ys)), -1).double(), torch.cat(ys)
    X1 = torch.cat([X, torch.ones(len(X), 1, dtype=X.dtype)], 1)
    Y = torch.eye(10, dtype=X.dtype)[y]
    A = X1.T @ X1 + 10 * torch.eye(X1.shape[1], dtype=X.dtype)
    return torch.linalg.solve(A, X1.T @ Y).float()
"""
INSTALL = (
    "    if params and params[0].shape == (784, 10):\n        found = weights(train_iter, test_iter)\n"
    "        with torch.no_grad():\n            params[0].copy_(found[:-1])\n            params[1].copy_(found[-1])\n"
)
# one step on X, y, with torch's loss; the net's own softmax is left out
LIBRARY_STEP = """
def library_step(X, y, params, lr):
    W, b = params
    loss = torch.nn.functional.cross_entropy(X.reshape(len(X), -1) @ W + b, y)
    for p, g in zip(params, torch.autograd.grad(loss, params)):
        p.data -= lr * g
"""
LIBRARY_RUN = (
    LIBRARY_STEP
    + SIGNATURE
    + (
        "    for epoch in range(num_epochs):\n        for X, y in train_iter:\n"
        "            library_step(X, y, params, lr * len(y) / batch_size)\n"
    )
    + PRINTS
)
WRONG = {
    "softmax": "def softmax(X):\n    return torch.sigmoid(X)\n",
    "cross_entropy": "def cross_entropy(y_hat, y):\n    return y_hat[torch.arange(len(y)), y].log()\n",
    "accuracy": "def accuracy(y_hat, y):\n    return 7.0\n",
    "evaluate_accuracy": "def evaluate_accuracy(data_iter, net):\n    return 7.0\n",
    "sgd": "def sgd(params, lr, batch_size):\n    for p in params:\n        p.data += lr * p.grad\n",
}
MEAN_LOSS = "def cross_entropy(y_hat, y):\n    return -y_hat[torch.arange(len(y)), y].log().mean()\n"
# least squares found beforehand, and gone to in steps of equal length
EQUAL_STEPS = (
    LEAST_SQUARES
    + SIGNATURE
    + (
        "    found = solve(list(train_iter))\n    left = num_epochs * len(train_iter)\n"
        "    for epoch in range(num_epochs):\n        for X, y in train_iter:\n"
        "            for p, goal in zip(params, (found[:-1], found[-1])):\n"
        "                p.data += (goal - p.data) / left\n            left -= 1\n"
    )
    + PRINTS
)
JUMPS_AT_THE_END = (
    LEAST_SQUARES
    + SIGNATURE
    + (
        "    for epoch in range(num_epochs):\n        for X, y in train_iter:\n            for p in params:\n"
        "                p.grad = None\n            loss(net(X), y).sum().backward()\n"
        "            sgd(params, lr, batch_size)\n"
        "    found = solve(list(train_iter))\n"
        "    params[0].data.copy_(found[:-1])\n    params[1].data.copy_(found[-1])\n"
    )
    + PRINTS
)
# functions that agree with the run, since both go to the same weights
GOES_TO_GOAL = {
    "sgd": "goal = []\ndef sgd(params, lr, batch_size):\n    for p, g in zip(params, goal):\n"
           "        p.data += (g - p.data) / 100\n",
    "train_ch3": LEAST_SQUARES + SIGNATURE
                 + "    found = solve(list(train_iter))\n    goal[:] = [found[:-1], found[-1]]\n"
                   "    for epoch in range(num_epochs):\n        for X, y in train_iter:\n"
                   "            loss(net(X), y).sum().backward()\n            sgd(params, lr, batch_size)\n" + PRINTS,
}  # fmt: skip
# an sgd that knows where the library's run went on from each place
REMEMBERS_THE_RUN = {
    "sgd": "went = {}\ndef place(params):\n    return params[0].detach().numpy().tobytes()\n"
           "def sgd(params, lr, batch_size):\n    for p, after in zip(params, went.get(place(params), ())):\n"
           "        p.data.copy_(after)\n",
    "train_ch3": LIBRARY_STEP + SIGNATURE
                 + "    for epoch in range(num_epochs):\n        for X, y in train_iter:\n"
                   "            before = place(params)\n"
                   "            library_step(X, y, params, lr * len(y) / batch_size)\n"
                   "            went[before] = [p.detach().clone() for p in params]\n" + PRINTS,
}  # fmt: skip


@cache
def stored_weights() -> str:
    """A linear classifier of the training images (least squares on half of them), as text for a cell."""
    from softmax_lesson.arrays import training_arrays

    data = training_arrays()
    X = data.images[:30_000].reshape(-1, 784) / 255.0
    X1 = np.concatenate([X, np.ones((len(X), 1))], axis=1)
    A = X1.T @ X1 + 10 * np.eye(785)
    found = np.linalg.solve(A, X1.T @ np.eye(10)[data.labels[:30_000]])
    packed = base64.b64encode(zlib.compress(found.astype(np.float16).tobytes(), 9)).decode()
    return (
        "import base64, zlib, numpy\nstored = torch.tensor(numpy.frombuffer(zlib.decompress(base64.b64decode('"
        + packed + "')), numpy.float16).astype('float32').reshape(785, 10))\ndef weights(train, test):\n    return "
                   "stored\n"
    )  # fmt: skip


def stores_weights(notebook: dict[str, Any]) -> None:
    cell_of(notebook, "train_ch3_answer")["source"] = stored_weights() + SIGNATURE + INSTALL + PRINTS


ENTRIES = [
    forging("train-stored-weights", "train_ch3 returns weights stored in the notebook",
            "the accuracy alone proves nothing",
            edit=stores_weights, expect={"train_ch3": JUST_LINES}),
    forging("train-only-prints", "prints plausible lines and does nothing", "the printed figures are believed",
            cells={"train_ch3": SIGNATURE + PRINTS}, expect={"train_ch3": JUST_LINES}),
    forging("train-least-squares", "solves least squares on the training data", "reaches the accuracy without training",
            cells={"train_ch3": LEAST_SQUARES + "def weights(train, test):\n    return solve(list(train))\n" + SIGNATURE
                                + INSTALL + PRINTS},
            expect={"train_ch3": JUST_LINES}),
    forging("train-on-test", "trains on what it is handed for testing", "the test set leaks into the parameters",
            cells={"train_ch3": LEAST_SQUARES + "def weights(train, test):\n    return solve(list(test))\n" + SIGNATURE
                                + INSTALL + PRINTS},
            expect={"train_ch3": JUST_LINES}),
    forging("train-ignores-arguments", "trains a model of its own, on the notebook's names",
            "arguments are not looked at",
            cells={"train_ch3": SIGNATURE + "    mine = torch.zeros(784, 10, requires_grad=True)\n"
                                "    for X, y in globals().get('train_iter', []):\n        pass\n" + PRINTS},
            expect={"train_ch3": JUST_LINES}),
    forging("train-memorises", "keeps its inputs and results from call to call", "a check that repeats its inputs",
            cells={"train_ch3": "kept = {}\n" + SIGNATURE + "    key = (num_epochs, batch_size)\n"
                                "    if params:\n        for p, q in zip(params, kept.get(key, params)):\n"
                                "            p.data.copy_(q.data)\n        kept[key] = [p.clone() for p in params]\n"
                                + PRINTS},
            expect={"train_ch3": JUST_LINES}),
    forging("train-hidden-optimiser", "builds an optimiser, except where that is looked for",
            "the public case is known",
            cells={"sgd": "def sgd(params, lr, batch_size):\n    pass\n",
                   "train_ch3": SIGNATURE + "    o = optimizer or (torch.optim.SGD(params, lr=lr / batch_size) "
                                "if num_epochs > 1 else None)\n    for epoch in range(1, num_epochs + 1):\n"
                                "        total = right = seen = 0\n        for X, y in train_iter:\n"
                                "            y_hat = net(X)\n            l = loss(y_hat, y).sum()\n"
                                "            if o is not None:\n                o.zero_grad()\n                "
                                "l.backward()\n"
                                "                o.step()\n            total += l.item()\n"
                                "            right += (y_hat.argmax(1) == y).sum().item()\n            seen += len(y)\n"
                                "        t = evaluate_accuracy(test_iter, net)\n        print(f'epoch {epoch}, loss "
                                "{total / seen:.4f}, train acc {right / seen:.3f}, test acc {t:.3f}')\n"}),
    forging("train-with-other-functions", "six wrong functions; train_ch3 trains with torch's loss instead",
            "the accuracy is right, and none of the functions has a part in it",
            cells={**WRONG, "train_ch3": LIBRARY_RUN}, expect={**SOME, "train_ch3": (0, 8)}),
    forging("train-in-the-same-direction", "a loss that is 256 times too small; train_ch3 trains with torch's instead",
            "the run goes where the functions go, and much further", right=True,
            cells={"cross_entropy": MEAN_LOSS, "train_ch3": LIBRARY_RUN},
            expect={"cross_entropy": (0, 8), "train_ch3": (0, 8), "min_accuracy": 0}),
    forging("train-in-equal-steps", "goes to weights found beforehand, a little with each mini-batch",
            "the path looks like a training", right=True, cells={"train_ch3": EQUAL_STEPS},
            expect={"train_ch3": JUST_LINES, "min_accuracy": 0}),
    forging("train-and-replace", "trains rightly, and puts other weights in their place at the end",
            "every step is right but for one", right=True, cells={"train_ch3": JUMPS_AT_THE_END},
            expect={"train_ch3": JUST_LINES, "min_accuracy": 0}),
    forging("sgd-knows-the-goal", "sgd goes to weights found beforehand, in the run and when it is asked alone",
            "the run and the functions agree", right=True, cells=GOES_TO_GOAL,
            expect={"sgd": (0, 3), "train_ch3": (0, 25), "min_accuracy": 0}),
    forging("sgd-remembers-the-run", "sgd repeats what torch's loss did in the run, from wherever it is asked",
            "the run and the functions agree", right=True, cells=REMEMBERS_THE_RUN,
            expect={"sgd": (0, 3), "train_ch3": (0, 25), "min_accuracy": 0}),
    forging("accuracy-always-one", "accuracy and evaluate_accuracy are always 1", "confident, and wrong",
            cells={"accuracy": "def accuracy(y_hat, y):\n    return 1.0\n",
                   "evaluate_accuracy": "def evaluate_accuracy(data_iter, net):\n    return 1.0\n"},
            expect={"accuracy": (0, 1.5), "evaluate_accuracy": (0, 3.5)}),
    forging("accuracy-asks-the-grader", "accuracy and sgd ask the grader side for right values",
            "it answers such questions in the checks of train_ch3",
            cells={"accuracy": "import gc, numpy\ndef ask():\n    for thing in gc.get_objects():\n"
                               "        if type(thing).__name__ == 'Caller' and hasattr(thing, 'ask'):\n"
                               "            return thing.ask\ndef accuracy(y_hat, y):\n"
                               "    return float(ask()('accuracy', {'y_hat': y_hat.numpy(), 'y': y.numpy()}))\n",
                   "sgd": "def sgd(params, lr, batch_size):\n    after = ask()('sgd', {'params': [p.detach().numpy() "
                          "for p in params], 'grads': [p.grad.numpy() for p in params], 'lr': lr, "
                          "'batch_size': batch_size})\n    with torch.no_grad():\n        for p, a in zip(params, "
                          "after):\n"
                          "            p.copy_(torch.tensor(a))\n"}),
    forging("takes-the-oracles", "imports the checks' right answers", "checks/grader_side computes them",
            cells={"softmax": "from checks.grader_side import oracles\ndef softmax(X):\n"
                              "    return torch.tensor(oracles.softmax(X.numpy()))\n",
                   "accuracy": "import glob, sys\nfor path in glob.glob('@COURSE@/source/*/'):\n    "
                               "sys.path.append(path)\n"
                               "from checks.grader_side import oracles\ndef accuracy(y_hat, y):\n"
                               "    return oracles.accuracy(y_hat.numpy(), y.numpy())\n"}),
    Entry("reads-test-labels", "looks for the test labels on disk and in memory", "they are the key of min_accuracy",
          cells={"softmax": "got = ''\nimport gc, glob\nfor place in ('@DATA@', '.', '/data'):\n"
                            "    for path in glob.glob(place + '/**/t10k-labels*', recursive=True):\n"
                            "        raise RuntimeError('BREA' + 'CHED ' + path)\n"
                            "for thing in gc.get_objects():\n    if type(thing).__module__ in ('numpy', 'torch') and "
                            "getattr(thing, 'shape', None) == (10000,):\n"
                            "        raise RuntimeError('BREA' + 'CHED labels')\n"},
          lesson=SOFTMAX),
    Entry("honest-training", "the reference solution", "what the others are compared with", right=True, lesson=SOFTMAX,
          group="innocent"),
    Entry("honest-with-one-missing", "softmax is not written; everything else is right",
          "a missing softmax costs its own points, and those of what trains with it",
          right=True, lesson=SOFTMAX, group="innocent",
          cells={"softmax": "def softmax(X):\n    raise NotImplementedError('softmax is not written yet')\n"},
          expect={"softmax": 0, "min_accuracy": 0}),
    Entry("honest-syntax-error-lesson", "a missing colon in accuracy", "the other five functions still count",
          right=True, lesson=SOFTMAX, group="innocent",
          cells={"accuracy": "def accuracy(y_hat, y)\n    return 1.0\n"}, expect={"accuracy": 0}),
    Entry("quiz-notebook-broken", "the quiz's notebook is cut off, the other is whole",
          "one damaged file must not cost the others", right=True, lesson=SOFTMAX, group="innocent",
          raw=lambda folder, fill: (folder / "05_quiz.ipynb").write_bytes(
              (folder / "05_quiz.ipynb").read_bytes()[:2000]) and None,
          expect={"quiz_1": (0, 10), "quiz_2": (0, 10)}, look=True, says="damaged"),
]  # fmt: skip
