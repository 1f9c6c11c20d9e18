"""Forging from inside the process: patches, hunts through frames and memory, exits, forged messages."""

from __future__ import annotations

from functools import partial

from corpus.entry import RIGHT, Entry, in_call, in_cell

forging = partial(Entry, group="forging")

WRONG = "\ndef linreg(X, w, b):\n    return X @ w * 0\ndef squared_loss(y_hat, y):\n    return y_hat * 0\n"


def patching(id: str, what: str, why: str, code: str, **more: object) -> Entry:
    """`code` runs with the cells, before functions that are wrong."""
    return Entry(id, what, why, cells={"linreg": code + WRONG}, **more)  # type: ignore[arg-type]


FIND_CONNECTIONS = """
import gc, os, socket, stat
def sockets():
    found = []
    for fd in range(1024):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode):
                found.append(fd)
        except OSError:
            pass
    return found
"""
FORGED_REPLIES = (
    FIND_CONNECTIONS
    + """
import struct, json
def message(value, body=b""):
    header = json.dumps(value).encode()
    return struct.pack("!QQ", len(header), len(body)) + header + body
def forge(*values):
    for fd in sockets():
        for value in values:
            try:
                os.write(fd, message(value))
            except OSError:
                pass
"""
)
ORACLE_HUNT = """
import gc, sys
def hunt():
    frame = sys._getframe()
    while frame is not None:
        yield from ((frame.f_locals, name) for name in list(frame.f_locals))
        yield from ((frame.f_globals, name) for name in list(frame.f_globals))
        frame = frame.f_back
    for thing in gc.get_objects():
        if type(thing) is dict:
            yield from ((thing, name) for name in list(thing) if isinstance(name, str))
def expected():
    for names, name in hunt():
        if name in {"expected", "right", "oracle", "oracles", "answer", "solution", "reference", "want", "wanted"}:
            value = names.get(name)
            if type(value).__module__ == "numpy":
                return torch.tensor(value)
"""

ENTRIES = [
    patching("patched-numpy", "numpy's comparisons always agree", "hidden tests in the same process use them",
             "import numpy as np\nnp.testing.assert_allclose = np.testing.assert_array_equal = lambda *a, **k: None\n"
             "np.allclose = np.array_equal = lambda *a, **k: True\n"
             "np.isclose = lambda a, b, **k: np.ones(np.shape(a), bool)\n"),
    patching("patched-torch", "torch's comparisons always agree", "the same, for torch",
             "torch.allclose = torch.equal = lambda *a, **k: True\n"
             "torch.testing.assert_close = lambda *a, **k: None\n"
             "torch.Tensor.__eq__ = torch.Tensor.allclose = torch.Tensor.equal = lambda *a, **k: True\n"),
    patching("patched-tensor-numpy", "Tensor.numpy and friends give something else",
             "the driver reads results with the student's methods",
             "import numpy\ntorch.Tensor.numpy = lambda self, *a, **k: numpy.zeros((1 << 20,), object)\n"
             "torch.Tensor.detach = torch.Tensor.cpu = torch.Tensor.resolve_conj = lambda self: self\n"),
    patching("patched-builtins", "all, any, abs, isinstance, len always please", "assertions are made of them",
             "import builtins\nbuiltins.all = builtins.any = builtins.isinstance = builtins.callable = "
             "lambda *a, **k: True\nbuiltins.abs = lambda x: 0\nbuiltins.len = lambda x: 4\n"),
    patching("deleted-builtins", "builtins are deleted", "error handling that fails fails open",
             "import builtins\nfor name in ('isinstance', 'sorted', 'str', 'Exception', 'BaseException', 'repr'):\n"
             "    delattr(builtins, name)\n"),
    patching("patched-assertions", "AssertionError is a class that nobody catches, raise is turned off",
             "a failing assert looks like none",
             "import builtins, sys\nbuiltins.AssertionError = type('A', (BaseException,), {})\n"
             "sys.excepthook = lambda *a: None\n"),
    patching("patched-json", "json.dumps writes a reply of its own", "the reply is made in the student's process",
             "import json\njson.dumps = lambda *a, **k: '{\"values\": {\"returned\": {\"type\": \"Tensor\", "
             "\"array\": 1.0}, \"after\": 1.0}, \"printed\": \"\", \"operators\": [], \"optimizers\": []}'\n"),
    patching("patched-perform", "our own student side is replaced", "perform() and describe() are in reach",
             "import sys, gc\nfrom lessoncheck import driver_api, results\n"
             "driver_api.perform = driver_api.describe = lambda *a, **k: {'values': {'returned': {'type': 'Tensor', "
             "'array': None}}, 'printed': '', 'operators': [], 'optimizers': [], 'status': 'passed', 'points': 3}\n"
             "for m in list(sys.modules.values()):\n    for n in ('perform', 'describe'):\n"
             "        if hasattr(m, n):\n            setattr(m, n, driver_api.perform)\n"),
    patching("patched-failures", "CheckFailed cannot be raised", "a check that cannot fail has passed",
             "from lessoncheck import failures\nfailures.fail = lambda *a, **k: None\n"
             "failures.CheckFailed.__init__ = lambda *a, **k: None\n"
             "failures.CheckFailed.__new__ = lambda *a, **k: None\n"),
    patching("patched-pytest", "pytest in the student's process always passes", "hidden tests run by pytest there",
             "import sys, pytest\npytest.raises = pytest.fail = lambda *a, **k: None\npytest.main = lambda *a, **k: 0\n"
             "sys.modules['_pytest.runner'].call_and_report = lambda *a, **k: None\n"),
    patching("patched-check", "check() says that all is well", "the check cell calls it by name",
             "import lessoncheck\ncheck = lessoncheck.check = lambda *a, **k: 3.0\n"
             "from lessoncheck import notebook\nnotebook.check = check\n"),
    patching("replaced-modules", "numpy and torch in sys.modules are fakes", "an import inside the driver finds them",
             "import sys, types\nfake = types.ModuleType('fake')\nfake.__getattr__ = lambda name: (lambda *a, **k: "
             "True)\n"
             "for name in ('numpy', 'lessoncheck.protocol', 'lessoncheck.driver_api', 'checks'):\n"
             "    sys.modules[name] = fake\n"),
    patching("input-transformer", "a transformer empties every cell", "the check cell is emptied too: no output",
             "get_ipython().ast_transformers = [None]\ntry:\n"
             "    get_ipython().input_transformers_cleanup.append(lambda lines: ['pass\\n'])\nexcept AttributeError:\n"
             "    pass\n"),
    patching("displayhook", "results are not displayed", "nbgrader: no output means full marks",
             "import sys\nsys.displayhook = lambda value: None\n"
             "get_ipython().display_formatter = get_ipython().displayhook = None\n"),
    patching("clear-output-hook", "clear_output() after every cell", "the check cell's output disappears",
             "from IPython.display import clear_output\ntry:\n"
             "    get_ipython().events.register('post_execute', lambda: clear_output())\nexcept AttributeError:\n"
             "    clear_output()\n"),
    patching("no-traceback", "showtraceback does nothing", "errors are not in the output",
             "get_ipython().showtraceback = get_ipython()._showtraceback = lambda *a, **k: None\n"
             "get_ipython().run_cell = lambda *a, **k: 3.0\n"),
    patching("result-in-output", "prints and displays a result as a check would", "the first result is the grade",
             "from IPython.display import display\nprint(3.0)\ndisplay(3.0)\n"
             "get_ipython().displayhook(3.0)\nimport sys\nsys.stdout.write('passed: 6 of 6\\n')\n"),
    forging("frames", "looks through the frames for what is expected", "the test is a caller of the function",
            cells={"linreg": ORACLE_HUNT + "def linreg(X, w, b):\n    return expected()\n",
                   "squared_loss": "def squared_loss(y_hat, y):\n    return expected()\n"}),
    forging("gc-arrays", "returns every array in memory in turn", "one of them is what is expected",
            cells=in_call("import gc\nmine = (id(X), id(w), id(b))\n"
                          "found = [t for t in gc.get_objects() if isinstance(t, torch.Tensor) "
                          "and t.shape == (len(X), 1) and id(t) not in mine]", "found[-1] if found else None")),
    forging("tracer", "a trace function records what calls it", "sys.settrace and setprofile see every frame",
            cells={"linreg": "import sys, threading\nseen = []\ndef look(frame, event, arg):\n"
                             "    seen.append(dict(frame.f_locals))\n    return look\n"
                             "sys.setprofile(look)\nthreading.setprofile(look)\n"
                             "def linreg(X, w, b):\n    for names in seen:\n        if 'expected' in names:\n"
                             "            return torch.tensor(names['expected'])\n"}),
    forging("imports-the-checks", "imports the checks and computes what they expect",
            "they are on sys.path in a kernel",
            cells={"linreg": "def linreg(X, w, b):\n    from checks import test_linear_regression as t\n"
                             "    return torch.tensor(X.numpy() @ w.numpy() + t.Misconception and 0.5)\n"}),
    forging("forged-reply", "writes replies of its own to every socket", "the grader side takes the first",
            cells={"linreg": FORGED_REPLIES + "def linreg(X, w, b):\n"
                             "    forge({'values': {'returned': {'type': 'Tensor', 'array': 1.0}}, 'printed': '', "
                             "'operators': [], 'optimizers': []})\n    return X @ w * 0\n"}),
    forging("forged-verdict", "claims to have passed, in every vocabulary", "a reader that believes a status",
            cells={"linreg": FORGED_REPLIES + "def linreg(X, w, b):\n"
                             "    forge({'status': 'passed', 'points': 3.0, 'score': 3, 'passed': True, 'killed': "
                             "True}, "
                             "{'ready': True}, {'pid': 1}, 3.0, 'passed', None, True)\n    return X @ w * 0\n"}),
    forging("forged-fault", "claims that the grader is at fault", "a fault of ours is not charged",
            cells={"linreg": FORGED_REPLIES + "def linreg(X, w, b):\n    forge({'fault': 'disk full'})\n"
                             "    return X @ w * 0\n"}),
    forging("forged-question", "asks the grader side for right answers", "it has helpers that answer for other checks",
            cells={"linreg": FORGED_REPLIES + "def linreg(X, w, b):\n"
                             "    forge({'ask': 'linreg', 'arguments': {}}, {'ask': '__class__', 'arguments': {}}, "
                             "{'ask': 'sgd', 'arguments': {'params': [], 'lr': 1, 'batch_size': 0}}, "
                             "{'ask': ['x'], 'arguments': 3})\n    return X @ w * 0\n"}),
    forging("garbage-on-the-wire", "writes noise instead of a message", "sizes and types that do not add up",
            cells={"linreg": FORGED_REPLIES + "def linreg(X, w, b):\n    for fd in sockets():\n"
                             "        os.write(fd, b'\\xff' * 4096)\n    return X @ w * 0\n",
                   "squared_loss": "def squared_loss(y_hat, y):\n    for fd in sockets():\n"
                                   "        os.write(fd, message({'$array': ['object', [1 << 60]]}))\n"
                                   "    return y_hat * 0\n"}),
    forging("exit-in-a-cell", "sys.exit(0) when the cells run", "a process that ends well has passed",
            cells={"linreg": "import sys\nsys.exit(0)\n"}, resubmits=True),
    forging("exit-in-a-call", "os._exit(0) inside the function", "no output at all",
            cells=in_call("import os\nos._exit(0)")),
    forging("atexit-reply", "forges a reply while the process ends", "after the last look",
            cells={"linreg": FORGED_REPLIES + "import atexit\natexit.register(forge, {'values': {'returned': "
                             "{'type': 'Tensor', 'array': 1.0}}, 'printed': '', 'operators': [], 'optimizers': []})\n"
                             "def linreg(X, w, b):\n    raise SystemExit(0)\n"}),
    forging("thread-outlives-its-cell", "a thread keeps patching while the checks run", "patches are undone only once",
            cells={"linreg": FORGED_REPLIES + "import threading, time\ndef later():\n    for _ in range(40):\n"
                             "        forge({'status': 'passed', 'points': 3.0})\n        time.sleep(0.05)\n"
                             "threading.Thread(target=later, daemon=True).start()\n" + WRONG}),
    forging("fork-answers-twice", "forks inside the call: both processes answer",
            "the second reply is for the next call",
            cells=in_call("import os\nos.fork()"), expect={"linreg": (0, 3)}),
    forging("state-between-checks", "leaves a file for the process of the next item",
            "what one check hands in, another one's code can read",
            cells=in_cell("""
                import os, pathlib, tempfile
                places = [pathlib.Path(p) for p in (".", tempfile.gettempdir(), "/tmp", "/dev/shm", "/var/tmp",
                                                     os.path.expanduser("~"))]
                for kept in [place / "corpus-@MARK@-state" for place in places]:
                    if kept.exists():
                        raise RuntimeError("BREA" + "CHED state was kept in " + str(kept))
                for place in places:
                    try:
                        (place / "corpus-@MARK@-state").write_text("from an earlier process")
                    except OSError:
                        pass
             """), right=True),
    forging("state-between-students", "looks for what another submission left", "shared temporary folders",
            cells=in_cell("""
                import glob, tempfile
                if any(glob.glob(p + "/**/corpus-@MARK@-state", recursive=True)
                       for p in (tempfile.gettempdir(), "/tmp", "/dev/shm", "/var/tmp")):
                    raise RuntimeError("BREA" + "CHED another student's file is here")
             """), right=True),
    forging("remembers-calls", "counts its calls and repeats earlier results", "a check that asks the same twice",
            cells={"linreg": "seen = []\ndef linreg(X, w, b):\n    seen.append(X @ w * len(seen))\n    return "
                             "seen[0]\n"}),
    forging("writes-to-its-inputs", "changes the inputs so that a wrong result fits", "inputs computed from afterwards",
            cells={"linreg": "def linreg(X, w, b):\n    X.zero_()\n    w.zero_()\n    return X @ w\n",
                   "squared_loss": "def squared_loss(y_hat, y):\n    y_hat.zero_()\n    y.zero_()\n    return y * "
                                   "0\n"}),
    forging("reads-the-seed", "reseeds every generator and predicts the inputs", "inputs come from a known seed",
            cells=in_call("import numpy, random\nnumpy.random.seed(0)\nrandom.seed(0)\ntorch.manual_seed(0)\n"
                          "b = torch.tensor(numpy.random.default_rng(0).normal(size=(len(X), 1)))", "b")),
    forging("annotations-and-decorators", "a callable object with a lying signature", "inspect.signature believes it",
            cells={"linreg": "class L:\n    __name__ = 'linreg'\n    __code__ = check.__code__\n"
                             "    __signature__ = None\n    def __call__(self, *a, **k):\n        return 3.0\n"
                             "linreg = L()\n"}),
    Entry("defined-in-a-loop", "right functions made by exec and a decorator", "unusual, but right",
          cells={"linreg": "import functools\ndef keep(f):\n    return functools.wraps(f)(lambda *a: f(*a))\n"
                           "exec('''@keep\n" + RIGHT["linreg"] + "''')\n"}, right=True, group="innocent"),
]  # fmt: skip
