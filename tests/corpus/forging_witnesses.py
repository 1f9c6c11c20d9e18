"""Forging "written from scratch" against its two witnesses: the text that is read, the operators that are recorded."""

from __future__ import annotations

from functools import partial

from corpus.entry import SOFTMAX, Entry
from corpus.forging_library import softmax_by

forging = partial(Entry, group="forging", lesson=SOFTMAX)
innocent = partial(Entry, group="innocent", lesson=SOFTMAX, right=True, look=False)

FLOOD = """
from torch.overrides import handle_torch_function
def flood(X):
    for k in range(3000):
        made_up = lambda *arguments: X
        made_up.__name__ = f"A{k:04}"
        handle_torch_function(made_up, (X,), X)
    return torch.softmax(X, 1)
"""
EVERYTHING = """
def everything(X):
    for name in sorted(dir(torch)) + sorted(dir(torch.nn.functional)):
        try:
            getattr(torch, name, getattr(torch.nn.functional, name, None))(X.detach())
        except BaseException:
            pass
    return torch.softmax(X, 1)
"""
LATE = """
class Late(torch.Tensor):
    def detach(self):
        return torch.softmax(self.as_subclass(torch.Tensor), 1).detach()
"""
LIES = """
class Lies:
    def __init__(self, X):
        self.X = X
    @property
    def __class__(self):
        return torch.Tensor
    def detach(self):
        return torch.softmax(self.X, 1).detach()
"""
INPUTS = """
tensor = torch.tensor
class Given(torch.Tensor):
    pass
def prepared(*arguments, **named):
    made = tensor(*arguments, **named)
    if made.ndim == 2:
        made = made.as_subclass(Given)
        made.answer = torch.softmax(made.detach().as_subclass(torch.Tensor), 1)
    return made
torch.tensor = prepared
"""
BACKWARD = """
class Mine(torch.autograd.Function):
    @staticmethod
    def forward(ctx, X):
        ctx.save_for_backward(X)
        E = (X - X.amax(1, keepdim=True)).exp()
        return E / E.sum(1, keepdim=True)
    @staticmethod
    def backward(ctx, g):
        X = ctx.saved_tensors[0].detach().requires_grad_()
        with torch.enable_grad():
            return torch.autograd.grad(getattr(X, 'soft' + 'max')(1), X, g)[0]
"""
ENTRIES = [
    softmax_by("softmax-beside-a-magic", "a magic in the cell, and torch's inner functions",
               "a reader of Python does not get past the magic", "c._softmax(X, 1, False)",
               "%matplotlib inline\nfrom torch._decomp import decompositions as c"),
    softmax_by("softmax-in-a-timed-cell", "the cell is the body of %%time", "the body is a string to a reader",
               "c.softmax(X, 1)", "%%time\nimport torch._refs as c"),
    softmax_by("softmax-in-a-text", "exec of a text", "what is run is no code to a reader", "f(X)",
               "exec('def f(X):\\n    return torch._refs.softmax(X, 1)')"),
    softmax_by("softmax-written-to-a-module", "%%writefile, then an import", "the code is in another file",
               "beside.f(X)", "get_ipython().run_cell_magic('writefile', 'beside.py', 'import torch\\n"
               "def f(X):\\n    return torch._refs.softmax(X, 1)\\n')\nimport beside"),
    softmax_by("softmax-in-a-flood", "three thousand functions that do not exist", "a record of operators that is cut",
               "flood(X)", FLOOD),
    softmax_by("softmax-among-everything", "calls everything that torch has", "a record of operators that is cut",
               "everything(X)", EVERYTHING),
    softmax_by("softmax-when-read", "the result computes itself when it is read", "only the call is watched",
               "X.as_subclass(Late)", LATE),
    softmax_by("softmax-by-a-lying-object", "something that says it is a tensor", "only the call is watched",
               "Lies(X)", LIES),
    softmax_by("softmax-when-inputs-are-made", "torch.tensor is replaced, and softmax finds the answer in its argument",
               "only the call is watched", "X.answer", INPUTS),
    softmax_by("softmax-in-the-gradient", "only the gradient is the library's", "gradients run after the call",
               "Mine.apply(X)", BACKWARD),
    softmax_by("softmax-by-decomposition", "torch's own softmax in plain operators", "no softmax is dispatched",
               "torch._refs.softmax(X, 1)"),
    softmax_by("softmax-by-reference", "a decomposition by a name put together", "no softmax is dispatched",
               "getattr(getattr(torch, '_re' + 'fs'), 'soft' + 'max')(X, 1)"),
    softmax_by("softmax-by-attention-of-a-layer", "a layer of attention", "the operator has another name",
               "torch.ops.aten._scaled_dot_product_flash_attention_for_cpu(X[None, None], I(X), I(X), "
               "scale=1.0)[0][0, 0]",
               "def I(X):\n    return torch.eye(X.shape[1], dtype=X.dtype)[None, None]"),
    softmax_by("softmax-safe", "torch's softmax for rows that are masked", "the operator has another name",
               "torch.ops.aten._safe_softmax(X, 1)"),
    softmax_by("softmax-in-a-pool", "a thread of multiprocessing's", "modes of torch belong to one thread",
               "pool.apply(torch._refs.softmax, (X, 1))",
               "from multiprocessing.pool import ThreadPool\npool = ThreadPool(1)"),
    softmax_by("softmax-by-another-exp", "another cell changes what exp does",
               "the function's own text is from scratch",
               "X.exp()", "torch.Tensor.exp = lambda X: torch._refs.softmax(X, 1)"),
    softmax_by("softmax-from-a-list", "another cell fills a list", "the function's own text is from scratch",
               "ways[0](X, 1)", "ways = []\nways.append(torch._refs.softmax)"),
    forging("cross-entropy-by-distribution", "log_prob of a Categorical", "made of plain operators",
            cells={"cross_entropy": "def cross_entropy(y_hat, y):\n"
                                    "    return -torch.distributions.Categorical(probs=y_hat).log_prob(y)\n"}),
    forging("sgd-by-fused-operator", "one operator does the step", "no optimiser is built",
            cells={"sgd": "def sgd(params, lr, batch_size):\n    with torch.no_grad():\n"
                          "        torch._fused_sgd_(list(params), [p.grad for p in params], [], weight_decay=0, "
                          "momentum=0, lr=lr / batch_size, dampening=0, nesterov=False, maximize=False, "
                          "is_first_step=True)\n"}),
    forging("sgd-by-foreach", "an operator over lists does the step", "no optimiser is built",
            cells={"sgd": "def sgd(params, lr, batch_size):\n    with torch.no_grad():\n        torch._foreach_add_("
                          "list(params), [p.grad for p in params], alpha=-lr / batch_size)\n"}),
    forging("sgd-by-kept-function", "the optimiser's inner function, kept under another name", "it is replaced later",
            cells={"sgd": "from torch.optim.sgd import _single_tensor_sgd as step\ndef sgd(params, lr, batch_size):\n"
                          "    with torch.no_grad():\n        step(list(params), [p.grad for p in params], "
                          "[None] * len(params), None, None, weight_decay=0, momentum=0, lr=lr / batch_size, "
                          "dampening=0, nesterov=False, maximize=False, has_sparse_grad=False)\n"}),
    forging("sgd-by-another-optimiser", "ASGD that was built when the cells ran", "only SGD is watched",
            cells={"sgd": "built = torch.optim.Adadelta([torch.zeros(1, requires_grad=True)], rho=0, eps=1e30)\n"
                          "def sgd(params, lr, batch_size):\n    built.param_groups[0].update(params=list(params), "
                          "lr=lr / batch_size)\n    built.step()\n"}),
    innocent("cells-that-only-look-odd", "pickle, SimpleNamespace, inspect, eval, modules() in a cell of its own",
             "nothing of it has a part in the functions", extra="import pickle, inspect\n"
             "from types import SimpleNamespace\nkept = pickle.loads(pickle.dumps([1, 2]))\n"
             "options = SimpleNamespace(lr=0.1)\nprint(inspect.getsource(softmax), eval('1 + 2'), options)\n"
             "model = torch.nn.Sequential(torch.nn.Linear(2, 3))\nprint([module for module in model.modules()])\n"),
    innocent("compares-with-the-library", "torch's softmax, loss and optimiser in cells of their own",
             "to compare is what students should do", extra="import torch.nn.functional as F\nX = torch.randn(2, 3)\n"
             "print(torch.allclose(softmax(X), F.softmax(X, dim=1)), F.cross_entropy(X, torch.tensor([0, 1])))\n"
             "opt = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)\n"),
    innocent("magics-and-plots", "magics and figures around right functions", "every notebook has some",
             extra="%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.rcParams['figure.figsize'] = (3, 3)\n"
                   "%time Y = softmax(torch.ones(2, 3))\nplt.plot(Y)\n"),
    innocent("functions-with-a-class", "softmax as an autograd function of its own, cross_entropy with a helper",
             "from scratch has many styles",
             cells={"softmax": BACKWARD.replace("getattr(X, 'soft' + 'max')(1)", "own(X)").replace(
                 "class Mine", "def own(X):\n    E = (X - X.amax(1, keepdim=True)).exp()\n"
                 "    return E / E.sum(1, keepdim=True)\n\nclass Mine") + "softmax = Mine.apply\n",
                 "cross_entropy": "EPS = 1e-9\ndef pick(table, k):\n    return table[range(len(table)), k]\n"
                 "def cross_entropy(y_hat, y):\n    return -torch.log(pick(y_hat, y) + EPS)\n"}),
]  # fmt: skip
