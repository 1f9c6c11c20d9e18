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
LOOP = "while True:\n    pass"
SLEEP = "import time\ntime.sleep(9999)"
IN_C = "import itertools\nsum(itertools.repeat(0))"
REGEX = "import re\nre.match('(a*)*b', 'a' * 99)"
SWALLOWS = "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass"
DEAF = IGNORE + "while True:\n    time.sleep(1)"


@dataclass(frozen=True)
class Worst:
    """`cells` replace solution cells of the right submission, `first` and `extra` become cells in front and behind."""

    name: str
    cells: Mapping[str, str] = field(default_factory=dict)
    first: Sequence[str] = ()
    extra: Sequence[str] = ()


def before(item: str, code: str) -> dict[str, str]:
    """The right function, with this before it: whenever it is called."""
    text = "    " + code.replace("\n", "\n    ")
    guard = f"calls = []\ndef _{item}_first():\n{text}\n_{item}_right = {item}\n"
    call = f"def {item}(*arguments, **named):\n    _{item}_first()\n    return _{item}_right(*arguments, **named)\n"
    return {item: f"{RIGHT[item]}\n{guard}{call}"}


def everywhere(code: str) -> dict[str, str]:
    return {name: text for item in FUNCTIONS for name, text in before(item, code).items()}


def every_fourth(code: str) -> str:
    """At some calls only."""
    body = "    " + code.replace("\n", "\n    ")
    return f"calls.append(0)\nif len(calls) % 4 == 0:\n{body}"


HOLDS = "kept = bytearray(250 << 20)"
THREADS = (
    "import threading\ndef _spin():\n    while True:\n        pass\ntry:\n    for _ in range(100):\n"
    "        threading.Thread(target=_spin, daemon=True).start()\nexcept RuntimeError:\n    pass"
)
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
    Worst("endless loop in softmax with 256 rows only", {"softmax": RIGHT["softmax"].replace(
        "def softmax(X):", "def _s(X):")
        + "\ndef softmax(X):\n    while len(X) == 256:\n        pass\n    return _s(X)\n"}),
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
]  # fmt: skip
