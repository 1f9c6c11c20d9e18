"""What a program's text tells about a function that is to be written from scratch."""

from __future__ import annotations

import textwrap

import pytest

from checks.grader_side.from_scratch import LOOP, SCRATCH
from lessoncheck.cells import Cell
from lessoncheck.from_scratch import Allowed
from support.students import catalogue
from wallgrade.witnesses.witnesses import unexplained

IMPORTS = Cell("imports", "import torch\nfrom torch import Tensor\nfrom softmax_lesson import check", "setup")
OWN = "def softmax(X):\n    E = (X - X.amax(1, keepdim=True)).exp()\n    return E / E.sum(1, keepdim=True)\n"
GATED = {"softmax": SCRATCH, "cross_entropy": SCRATCH, "sgd": SCRATCH, "train_ch3": LOOP}


def look(softmax: str, *extra: str, function: str = "softmax", allowed: Allowed = SCRATCH) -> str:
    """What is found in this cell with these further ones."""
    own = [Cell(f"extra cell {k}", textwrap.dedent(source), "extra") for k, source in enumerate(extra, 1)]
    cells = [IMPORTS, Cell(function, textwrap.dedent(softmax), "solution"), *own]
    return unexplained(cells, function, allowed, (), incomplete=False)


# Each with the word that a person is told.
ATTACKS = {
    "beside a magic": ("%matplotlib inline\ndef softmax(X):\n    return torch._C._nn.sm(X, 1)", "torch._C._nn.sm"),
    "in a timed cell": ("%%time\nimport torch._refs as r\ndef softmax(X):\n    return r.softmax(X, 1)", "torch._refs"),
    "decomposition": ("from torch._decomp.decompositions import _softmax\ndef softmax(X):\n"
                      "    return _softmax(X, 1, False)", "torch._decomp"),
    "by name": ("def softmax(X):\n    return X.softmax(1)", "softmax"),
    "by a name put together": ("def softmax(X):\n    return getattr(X, 'soft' + 'max')(1)", "computed name"),
    "attention": ("def softmax(X):\n    return torch.nn.functional.scaled_dot_product_attention(X, X, X)", "attention"),
    "helper": ("def helper(X, f=torch.special.softmax):\n    return f(X, 1)\n"
               "def softmax(X):\n    return helper(X)", "softmax"),
    "decorator": ("@torch.compile\ndef softmax(X):\n    return X", "compile"),
    "class of tensor": ("class Lazy(torch.Tensor):\n    def detach(self):\n        return self\n"
                        "def softmax(X):\n    return X.as_subclass(Lazy)", "a class of torch.Tensor"),
    "type with bases": ("def softmax(X):\n    return type('T', (torch.Tensor,), {})(X)", "type with bases"),
    "hook of torch": ("class A:\n    def __torch_function__(self, *a):\n        return 1\n"
                      "def softmax(X):\n    return A()", "__torch_function__"),
    "by reduce": ("from functools import reduce\ndef softmax(X):\n    return reduce(getattr, ['softmax'], X)(1)",
                  "computed name"),
    "by unpacking": ("def softmax(X):\n    return getattr(*(X, 'softmax'))(1)", "computed name"),
    "members of a class of their own": ("class A:\n    special = softmax = 1\ndef softmax(X):\n"
                                        "    return torch.special.softmax(X, 1)", "torch.special.softmax"),
    "match": ("def softmax(X):\n    match X:\n        case Tensor(softmax=f):\n            return f(1)", "softmax"),
    "text run": ("exec('def softmax(X):\\n    return X.softmax(1)')", "softmax"),
    "text of unknown origin": ("exec(bytes([1]).decode())", "exec"),
    "star": ("from torch.nn.functional import *\nfrom torch.special import *\n"
             "def softmax(X):\n    return log_softmax(X, 1).exp()", "log_softmax"),
    "imported in the function": ("def softmax(X):\n    import scipy.special as s\n    return s.softmax(X)", "scipy"),
    "global statement": ("def softmax(X):\n    global torch\n    import jax as torch\n    return torch.exp(X)", "jax"),
    "rebound import": ("import ctypes as torch\ndef softmax(X):\n    return torch.exp(X)", "ctypes"),
    "a text too deep to be read": ("def softmax(X):\n    return X\n" + "x = " + "-" * 20_000 + "1", "deeply"),
    "a text too long to be read": ("def softmax(X):\n    return X\n" + "#" * 300_000, "more than can be read"),
    "many statements": ("def softmax(X):\n    return X\n" + "a;" * 20_000, "more than can be read"),
}  # fmt: skip


@pytest.mark.parametrize(("source", "word"), ATTACKS.values(), ids=ATTACKS)
def test_what_a_function_reaches_is_looked_at_where_it_is_not_allowed(source: str, word: str) -> None:
    assert word in look(source)


CHANGES = {
    "method": "torch.Tensor.exp = lambda self: self",
    "method by another name": "T = torch.Tensor\nT.exp = lambda self: self",
    "method through its object": "type(torch.ones(1)).exp = lambda self: self",
    "class of an object": "torch.ones(1).__class__.exp = lambda self: self",
    "method by setattr": "setattr(torch.Tensor, 'exp', lambda self: self)",
    "by a name put together": "setattr(torch.Tensor, 'e' + 'xp', lambda self: self)",
    "within a function": "def patch(cls):\n    cls.exp = lambda self: self\npatch(torch.Tensor)",
    "operator of a class": "def patch(cls):\n    cls.__truediv__ = lambda a, b: a\npatch(torch.Tensor)",
    "module": "import torch as t\nt.tensor = lambda *a: None",
    "module by name": "import sys\nsys.modules['torch'].exp = None",
    "module handed on": "def patch(m):\n    m.zzz = 1\npatch(torch)",
    "namespace": "vars(torch)['exp'] = None",
    "notebook's namespace": "globals()['soft' + 'max'] = torch.sigmoid",
    "shell's namespace": "get_ipython().user_ns['softmax'] = torch.sigmoid",
    "shell runs text": "get_ipython().run_cell('torch.Tensor.exp = None')",
    "magic runs text": "%%time\ntorch.Tensor.exp = None",
    "line magic runs text": "%time torch.Tensor.exp = None",
    "registration": "torch.library.Library('aten', 'IMPL')",
    "registration by import": "from torch.library import Library as L\nL('aten', 'IMPL')",
    "mode": "from torch.overrides import TorchFunctionMode\nclass M(TorchFunctionMode): pass\nM().__enter__()",
    "global hook": "torch.nn.modules.module.register_module_forward_hook(print)",
    "tracing": "import sys\nsys.settrace(print)",
    "thread": "import threading\nthreading.Thread(target=print).start()",
    "thread by another module": "from concurrent.futures import ThreadPoolExecutor as Pool\nPool(1).submit(print)",
    "thread of multiprocessing": "from multiprocessing.pool import ThreadPool\nThreadPool(1)",
    "thread of torch": "torch.multiprocessing.pool.ThreadPool(1)",
    "lower thread": "import _thread\n_thread.start_new_thread(print, ())",
    "frames": "def g():\n    yield\ng().gi_frame.f_back",
    "collector": "import gc\ngc.get_objects()",
    "code": "softmax.__code__ = (lambda X: torch.sigmoid(X)).__code__",
    "text of unknown origin": "eval(input())",
    "text changed elsewhere": "text = '1'\ndef later():\n    return eval(text)\ntext = open('x').read()\nlater()",
    "builtins": "import builtins\nbuiltins.len = None",
    "unpickling": "import pickle\npickle.loads(b'cos')",
    "exit": "import atexit\natexit.register(print)",
    "mock": "from unittest import mock\nmock.patch.object(torch.Tensor, 'exp', None).start()",
    "by a loop": "for torch.Tensor.exp in [None]: pass",
    "text in an annotation": "import typing\ndef f(x: '1'): pass\ntyping.get_type_hints(f)",
    "text that is timed": "import timeit\ntimeit.timeit('torch.Tensor.exp = None')",
    "attribute of its object": "softmax.way = torch.sigmoid\nsoftmax.__defaults__ = ()",
    "a module that is written twice": "get_ipython().run_cell_magic('writefile', 'bird.py', 'x = 1')\n"
    "open('bird.py', 'w').write('y = 2')\nimport bird",
    "module of their own": "get_ipython().run_cell_magic('writefile', 'seal.py', 'x = 1')\nimport seabird",
    "deleted": "del torch.Tensor.exp",
}


@pytest.mark.parametrize("source", CHANGES.values(), ids=CHANGES)
def test_a_change_of_what_is_not_the_notebooks_own_is_looked_at_wherever_it_stands(source: str) -> None:
    assert "extra cell 1" in look(OWN, source)


@pytest.mark.parametrize(
    "extra",
    [
        "helpers.append(torch.softmax)",
        "def fill():\n    helpers.append(torch.softmax)\nfill()",
        "same = helpers\nsame.append(torch.softmax)",
        "helpers += [torch.softmax]",
    ],
)
def test_what_is_put_into_a_list_that_the_function_uses_belongs_to_the_function(extra: str) -> None:
    assert "softmax" in look("helpers = []\ndef softmax(X):\n    for f in helpers:\n        return f(X, 1)", extra)


INNOCENT = {
    "pickle": "import pickle\nkept = pickle.dumps([1, 2])\nprint(len(kept), pickle.loads(pickle.dumps([1])))",
    "namespaces": "from types import SimpleNamespace\noptions = SimpleNamespace(lr=0.1)\noptions.lr = 0.5",
    "inspect": "import inspect\nprint(inspect.getsource(softmax), inspect.signature(softmax))",
    "eval": "print(eval('1 + 2'))\nfor text in ['2 ** 3', '4 * 5']:\n    print(text, eval(text))",
    "eval in a function": "expression = '3 * 4'\nvalue = eval(expression)",
    "modules": "net = torch.nn.Sequential(torch.nn.Linear(2, 3))\nfor module in net.modules():\n    print(module)",
    "magics": "%matplotlib inline\n!ls\n%time x = 1\n%config InlineBackend.figure_format = 'svg'\nsoftmax?",
    "timed": "%%timeit\nsoftmax(torch.ones(2, 3))",
    "plots": "import matplotlib.pyplot as plt\nplt.rcParams['figure.figsize'] = (3, 3)\nfig, ax = plt.subplots()\n"
             "ax.title = 'x'\nplt.plot(softmax(torch.ones(2, 3)))\nplt.style.use('ggplot')",
    "library's softmax, to compare": "import torch.nn.functional as F\nX = torch.randn(2, 3)\n"
                                     "print(torch.allclose(softmax(X), F.softmax(X, dim=1)))",
    "torch.nn": "class Net(torch.nn.Module):\n    def __init__(self):\n        super().__init__()\n"
                "        self.linear = torch.nn.Linear(4, 2)\n    def forward(self, x):\n"
                "        return self.linear(x)\n"
                "net = Net()\noptimizer = torch.optim.SGD(net.parameters(), lr=0.1)\n"
                "loss = torch.nn.CrossEntropyLoss()\n"
                "loss(net(torch.ones(1, 4)), torch.tensor([1])).backward()\noptimizer.step()",
    "settings": "torch.manual_seed(0)\ntorch.set_printoptions(precision=3)\ntorch.backends.cudnn.deterministic = True\n"
                "import warnings\nwarnings.filterwarnings('ignore')\nimport os\n"
                "os.environ['KMP_DUPLICATE_LIB_OK'] = 'TRUE'",
    "numpy and pandas": "import numpy as np\nimport pandas as pd\npd.options.display.max_rows = 9\nnp.random.seed(0)\n"
                        "frame = pd.DataFrame({'a': [1]})\nframe['b'] = np.exp(frame.a)\nframe.columns = ['a', 'b']",
    "gradients": "W = torch.ones(2, requires_grad=True)\nW.sum().backward()\nW.grad = None\nW.data = W.data * 2",
    "own class": "class Counter:\n    def __init__(self):\n        self.sum = 0\n    def add(self, x):\n"
                 "        self.sum += x\n    def __repr__(self):\n"
                 "        return self.__class__.__name__\nCounter().add(1)",
    "is it defined?": "print('softmax' in globals(), dir(torch)[:3], torch.__version__, hasattr(torch, 'exp'))",
    "shell": "get_ipython().run_line_magic('matplotlib', 'inline')\nfrom IPython.display import display\ndisplay(1)",
    "unfinished": "def other(:\n    torch.Tensor.exp = 1",
    "asyncio": "import asyncio\nawait asyncio.sleep(0)",
    "clock": "import time\nstart = time.perf_counter()\nsoftmax(torch.ones(1, 2))\nprint(time.perf_counter() - start)",
    "the lesson's own": "check('softmax')\nfrom lessoncheck import check as look\nlook('softmax')",
    "imports only": "import sys, gc, threading, ctypes, subprocess, random, multiprocessing",
    "a data class": "from dataclasses import dataclass\n@dataclass\nclass Point:\n    x: int = 0\nPoint().x",
    "progress": "from tqdm import tqdm\nfor i in tqdm(range(3)):\n    pass",
    "getattr": "print(getattr(torch, 'softmax'))",
    "documentation": "help(torch.softmax)\nprint(softmax.__doc__)\nsoftmax.__doc__ = 'x'",
    "another softmax": "def other(X):\n    return torch.softmax(X, 1)",
    "an object's own attributes": "class Stats:\n    pass\nstats = Stats()\nstats.sum, stats.exp = 0, 1\n"
                                 "stats.sum += 2",
    "a module that is written": "%%writefile bird.py\ndef half(x):\n    return x / 2",
    "a function that is timed": "import timeit\nprint(timeit.timeit(lambda: softmax(torch.ones(2, 2)), number=3))",
    "a package of another place": "from seabird.colab import drive\ndrive.mount('/content')",
    "a package that is not here": "import seabird\nfrom seabird.plots import draw",
    "own names": "partition = torch.softmax(torch.ones(2, 2), 1)\nE = torch.nn.functional.log_softmax(partition, 1)",
}  # fmt: skip


@pytest.mark.parametrize("source", INNOCENT.values(), ids=INNOCENT)
def test_a_cell_that_the_function_does_not_use_is_nobodys_business(source: str) -> None:
    assert look(OWN, source) == ""


def test_a_module_that_is_written_by_a_cell_is_read_like_one() -> None:
    write = "%%writefile bird.py\ndef half(x):\n    return x.{}() / 2"
    softmax = "from bird import half\ndef softmax(X):\n    return half(X)"
    assert look(softmax, write.format("exp")) == ""
    assert look(OWN, write.format("exp"), "from bird import half\nhalf(2)") == ""
    assert "softmax" in look(softmax, write.format("softmax"))


STYLES = {
    "numpy constants": "import numpy as np\nEPS = 1e-12\ndef softmax(X):\n    return X / (np.e + EPS)",
    "own function of autograd": """
        class Softmax(torch.autograd.Function):
            @staticmethod
            def forward(ctx, X):
                E = (X - X.max(1, keepdim=True).values).exp()
                Y = E / E.sum(1, keepdim=True)
                ctx.save_for_backward(Y)
                return Y
            @staticmethod
            def backward(ctx, g):
                Y, = ctx.saved_tensors
                return Y * (g - (g * Y).sum(1, keepdim=True))
        softmax = Softmax.apply
    """,
    "checked": """
        from functools import lru_cache, partial
        def softmax(X: torch.Tensor, *, dim: "int" = 1) -> "torch.Tensor":
            assert isinstance(X, torch.Tensor), f"{type(X).__name__} is no tensor"
            if X.dim() != 2:
                raise ValueError("two dimensions")
            try:
                E = torch.exp(X - X.max(dim=dim, keepdim=True).values)
            except RuntimeError as error:
                print(error)
                raise
            return E / torch.sum(E, dim, keepdim=True)
    """,
    "one row at a time, vectorised": """
        def row(x):
            e = torch.exp(x - x.max())
            return e / e.sum()
        def softmax(X):
            return torch.vmap(row)(X)
    """,
    "with a class": """
        class Softmax:
            def __init__(self, dim=1):
                self.dim = dim
            def normalise(self, E):
                return E / E.sum(self.dim, keepdim=True)
            def __call__(self, X):
                return self.normalise(torch.exp(X - X.amax(self.dim, keepdim=True)))
        softmax = Softmax()
        print(torch.allclose(softmax(torch.ones(2, 2)), torch.softmax(torch.ones(2, 2), 1)))
    """,
}


@pytest.mark.parametrize("source", STYLES.values(), ids=STYLES)
def test_an_honest_style_needs_no_look(source: str) -> None:
    assert look(source) == ""


@pytest.mark.parametrize("item", GATED)
def test_no_right_style_of_the_catalogue_needs_a_look(item: str) -> None:
    found = {e.id: look(e.source, function=item, allowed=GATED[item]) for e in catalogue().of(item, "correct")}
    assert {id: word for id, word in found.items() if word} == {}
