"""The submissions of worst_cases.py: right ones, in which something never ends, floods, or holds on to what it got."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from synthetic_class import FUNCTIONS, right_student

RIGHT = right_student(0)
IGNORE = (
    "import signal, time\nfor s in range(1, 65):\n    try:\n        signal.signal(s, signal.SIG_IGN)\n"
    "    except (OSError, ValueError):\n        pass\n"
)
HEADS = {
    "softmax": "X", "cross_entropy": "y_hat, y", "accuracy": "y_hat, y", "evaluate_accuracy": "data_iter, net",
    "sgd": "params, lr, batch_size",
    "train_ch3": "net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None",
}  # fmt: skip
LOOP = "while True:\n    pass"
SLEEP = "import time\ntime.sleep(9999)"
IN_C = "import itertools\nsum(itertools.repeat(0))"
REGEX = "import re\nre.match('(a*)*b', 'a' * 99)"
SWALLOWS = "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass"
DEAF = IGNORE + "while True:\n    time.sleep(1)"


@dataclass(frozen=True)
class Worst:
    """`cells` replace solution cells of the right submission, `first` and `extra` become cells in front and behind,
    `metadata` is the notebook's."""

    name: str
    cells: Mapping[str, str] = field(default_factory=dict)
    first: Sequence[str] = ()
    extra: Sequence[str] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)


def before(item: str, code: str) -> dict[str, str]:
    """The right function, with this before it: whenever it is called."""
    text = "    " + code.replace("\n", "\n    ")
    guard = f"calls = []\ndef _{item}_first():\n{text}\n_{item}_right = {item}\n"
    call = f"def {item}(*arguments, **named):\n    _{item}_first()\n    return _{item}_right(*arguments, **named)\n"
    return {item: f"{RIGHT[item]}\n{guard}{call}"}


def everywhere(code: str) -> dict[str, str]:
    return {name: text for item in FUNCTIONS for name, text in before(item, code).items()}


def all_return(code: str) -> dict[str, str]:
    """All six do this instead of what is right."""
    return {item: instead(item, code) for item in FUNCTIONS}


def instead(item: str, code: str) -> str:
    """A function that takes what this one takes, and does this."""
    return f"def {item}({HEADS[item]}):\n    " + code.replace("\n", "\n    ") + "\n"


def every_fourth(code: str) -> str:
    """At some calls only."""
    body = "    " + code.replace("\n", "\n    ")
    return f"calls.append(0)\nif len(calls) % 4 == 0:\n{body}"


HOLDS = "kept = bytearray(250 << 20)"
THREADS = (
    "import threading\ndef _spin():\n    while True:\n        pass\ntry:\n    for _ in range(100):\n"
    "        threading.Thread(target=_spin, daemon=True).start()\nexcept RuntimeError:\n    pass"
)
SOME_THREADS = THREADS.replace("range(100)", "range(30)")
STUBBORN = SOME_THREADS.replace("        pass\n", "        try:\n            while True:\n                sum([1])\n"
                                "        except BaseException:\n            pass\n", 1)  # fmt: skip
IN_C_THREADS = SOME_THREADS.replace("        pass\n", "        hashlib.sha256(big)\n", 1).replace(
    "import threading\n", "import hashlib, threading\nbig = bytes(1 << 26)\n")  # fmt: skip
PRINTING = SOME_THREADS.replace("        pass\n", "        print('x' * 10_000)\n", 1)
FINALIZER = "class Last:\n    def __del__(self):\n        while True:\n            pass\n"
READ = """class Slow(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, arguments=(), named=None):
        while getattr(function, '__name__', '') == 'detach':
            pass
        return super().__torch_function__(function, types, arguments, named or {})
"""
DEEP = "def deeper(n):\n    return deeper(n + 1)\nimport sys\nsys.setrecursionlimit(10 ** 9)\ndeeper(0)"
QUESTIONS = """import gc
import numpy as np
ask = next(o for o in gc.get_objects() if type(o).__name__ == 'function' and o.__name__ == 'ask'
           and 'fork_server_main' in o.__code__.co_filename)
for _ in range(TIMES):
    ask('sgd', {'params': [np.zeros(SIZE)], 'grads': [np.zeros(SIZE)], 'lr': LR, 'batch_size': 1.0})"""
FORGED = """import gc
from lessoncheck import protocol
for end in [o for o in gc.get_objects() if type(o) is protocol.Connection]:
    end.send({'values': {'x': [[]] * 900_000}, 'printed': '\\x1b\\n' * 100_000, 'operators': ['z' * 50] * 5000})"""


def asks(times: int, size: str, lr: str) -> dict[str, str]:
    """train_ch3 floods the grader's own helpers with questions."""
    text = QUESTIONS.replace("TIMES", str(times)).replace("SIZE", size).replace("LR", lr)
    return {"train_ch3": instead("train_ch3", text)}


SUBMISSIONS = [
    Worst("nothing"),
    Worst("endless loop in softmax", before("softmax", LOOP)),
    Worst("endless sleep in sgd", before("sgd", SLEEP)),
    Worst("endless loop in C in accuracy", before("accuracy", IN_C)),
    Worst("endless regular expression in evaluate_accuracy", before("evaluate_accuracy", REGEX)),
    Worst("endless, deaf to signals, in cross_entropy", before("cross_entropy", DEAF)),
    Worst("endless loop in train_ch3", before("train_ch3", LOOP)),
    Worst("endless loop in all six", everywhere(LOOP)),
    Worst("endless loop in C in all six", everywhere(IN_C)),
    Worst("endless loop in all six at every fourth call", everywhere(every_fourth(LOOP))),
    Worst("endless loop in softmax with 256 rows only", {"softmax": RIGHT["softmax"]
        + "\n_s = softmax\ndef softmax(X):\n    while len(X) == 256:\n        pass\n    return _s(X)\n"}),
    Worst("endless passes over train_iter in min_accuracy only", {"train_ch3": RIGHT["train_ch3"] +
        "\n_t = train_ch3\ndef train_ch3(net, train_iter, *a, **k):\n    while len(train_iter) > 100:\n"
        "        for _ in train_iter:\n            pass\n    return _t(net, train_iter, *a, **k)\n"}),
    Worst("endless loop in the solution cell of softmax, at its end", {"softmax": f"{RIGHT['softmax']}\n{LOOP}"}),
    Worst("endless loop in all six solution cells, at their ends", {i: f"{RIGHT[i]}\n{LOOP}" for i in FUNCTIONS}),
    Worst("endless loop in C in a first cell", first=[IN_C]),
    Worst("endless, deaf, in a first cell", first=[DEAF]),
    Worst("endless and swallowing in a last cell", extra=[SWALLOWS]),
    Worst("endless loop in twenty cells", extra=[LOOP] * 20),
    Worst("endless loop in C in twenty cells", extra=[IN_C] * 20),
    Worst("endless loop in ten cells and all six", everywhere(LOOP), extra=[LOOP] * 10),
    Worst("five cells of 17 s each", extra=["import time\ntime.sleep(17)"] * 5),
    Worst("holds 250 MB in a cell", extra=[HOLDS]),
    Worst("holds 3.5 GB in a cell", extra=["kept = bytearray(3500 << 20)\nkept[::4096] = b'x' * len(kept[::4096])"]),
    Worst("a hundred spinning threads in a cell", extra=[THREADS]),
    Worst("a hundred spinning threads in each call of softmax", before("softmax", THREADS)),
    Worst("forks without end in sgd", before("sgd", "import os\nfor _ in range(1000):\n    try:\n        os.fork()\n"
                                             "    except OSError:\n        pass")),
    Worst("memory without end in softmax", before("softmax", "a = []\nwhile True:\n    a.append(bytearray(1 << 24))")),
    Worst("writes without end in accuracy", before("accuracy", "n = 0\nwhile True:\n    n += 1\n    try:\n"
          "        open(f'f{n}', 'wb').write(bytes(1 << 20))\n    except OSError:\n        break")),
    Worst("writes without end in a cell", extra=["n = 0\nwhile n < 500:\n    n += 1\n    try:\n"
          "        open(f'f{n}', 'wb').write(bytes(1 << 20))\n    except OSError:\n        break"]),
    Worst("prints without end in train_ch3", before("train_ch3", "while True:\n    print('x' * 1000000)")),
    Worst("each softmax takes 0.1 s", before("softmax", "import time\ntime.sleep(0.1)")),
    Worst("thirty threads in a cell that swallow what ends them", extra=[STUBBORN]),
    Worst("thirty threads that hash in C in a cell", extra=[IN_C_THREADS]),
    Worst("thirty threads that print in a cell", extra=[PRINTING]),
    Worst("thirty stubborn threads from each call of sgd", before("sgd", STUBBORN)),
    Worst("twenty cells of 0.9 s each", extra=["import time\ntime.sleep(0.9)"] * 20),
    Worst("arrays of eight dimensions from all six", all_return("return torch.zeros([7] * 8, dtype=torch.uint8)")),
    Worst("15 MB from all six", all_return("return torch.zeros(15_000_000, dtype=torch.uint8)")),
    Worst("a tensor of a thousand million from all six", all_return("return torch.zeros(1).expand(10 ** 9, 1)")),
    Worst("a huge sparse tensor from all six", all_return("return torch.sparse_coo_tensor(size=(10 ** 6, 10 ** 6))")),
    Worst("a huge tensor on meta from all six", all_return("return torch.empty(10 ** 12, device='meta')")),
    Worst("a quantised tensor from all six", all_return(
        "return torch.quantize_per_tensor(torch.zeros(10 ** 6), 0.1, 0, torch.quint8)")),
    Worst("questions that would broadcast", asks(3, "(1, 12_000)", "np.zeros((12_000, 1))")),
    Worst("a flood of questions", asks(1_000_000, "3", "0.1")),
    Worst("a reply of 900,000 lists", {"softmax": instead("softmax", FORGED)}),
    Worst("errors with a type name of 1 MB", all_return(
        "raise type('E\\n\\x1b[0m' * 10 ** 5, (Exception,), {})('\\x00' * 10 ** 6)")),
    Worst("an exception with ESC, line ends and 10 MB", all_return(
        "raise ValueError('x\\n[AutogradeApp | ERROR] \\x1b[31m \\u202e' + 'y' * 10 ** 7)")),
    Worst("a line of 90,000 odd characters", {"train_ch3": instead(
          "train_ch3", "print('\\u0315\\u0300' * 45_000)")}),
    Worst("three cells of 0.9 MB of a;", extra=["a = 0\n" + "a;" * 450_000] * 3),
    Worst("five cells of 180 kB that define every item", extra=["a = 0\n" + "".join(
        f"def {item}(): pass\n" for item in FUNCTIONS) + "a;" * 90_000] * 5),
    Worst("brackets nested 90,000 deep in three cells", extra=["x = " + "(" * 90_000 + ")" * 90_000] * 3),
    Worst("unary minus nested 90,000 deep", extra=["x = " + "-" * 90_000 + "1"]),
    Worst("100,000 empty cells", extra=[""] * 100_000),
    Worst("5,000 cells of one statement", extra=["a = 1"] * 5_000),
    Worst("20 MB of metadata", metadata={"flood": "x" * 20_000_000}),
    Worst("96 kB of conflict marks in softmax", {"softmax": "<<<<<<< \n" * 6000 + "=======\n" * 6000}),
    Worst("large constants in ten cells", extra=["x = 'a' * 10 ** 9", "y = 1 << 10 ** 9", "z = [[]] * 10 ** 8",
          "w = 10 ** 10 ** 7", "v = (0,) * 10 ** 8"] * 2),
    Worst("finalizers that never end in a cell", extra=[FINALIZER + "for _ in range(5):\n    Last()\nkept = Last()"]),
    Worst("a finalizer that never ends on what softmax returns", {"softmax": FINALIZER
          + RIGHT["softmax"] + "\n_s = softmax\ndef softmax(X):\n    Y = _s(X)\n    Y.kept = Last()\n    return Y\n"}),
    Worst("atexit and excepthook that never end", extra=["import atexit, sys, threading\ndef f(*_):\n    while True:\n"
          "        pass\natexit.register(f)\nsys.excepthook = threading.excepthook = sys.unraisablehook = f\n1 / 0"]),
    Worst("a loop while the result is read", before("softmax", "pass") | {"softmax": READ + RIGHT["softmax"]
          + "\n_s = softmax\ndef softmax(X):\n    return _s(X).as_subclass(Slow)\n"}),
    Worst("a generator without end as loss", {"cross_entropy": "import itertools\ndef cross_entropy(y_hat, y):\n"
          "    return itertools.count()\n"}),
    Worst("a list without end in evaluate_accuracy", {"evaluate_accuracy": "import itertools\n"
          "def evaluate_accuracy(data_iter, net):\n    return list(itertools.count())\n"}),
    Worst("recursion without end in all six", everywhere(DEEP)),
    Worst("recursion without end in a cell", extra=[DEEP]),
    Worst("a zip bomb in a cell", extra=["import zlib\nd = zlib.compressobj()\nb = b''.join(d.compress(bytes(1 << 24))"
          " for _ in range(200)) + d.flush()\nx = zlib.decompress(b)"]),
]  # fmt: skip
