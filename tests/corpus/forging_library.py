"""Forging "written from scratch": torch's own softmax, losses and optimisers, reached by other names."""

from __future__ import annotations

import textwrap
from functools import partial

from corpus.entry import SOFTMAX, Entry

forging = partial(Entry, group="forging", lesson=SOFTMAX)


def softmax_by(id: str, what: str, why: str, expression: str, before: str = "", **more: object) -> Entry:
    """softmax(X) returns `expression`."""
    cell = f"{textwrap.dedent(before)}\ndef softmax(X):\n    return {expression}\n"
    return Entry(id, what, why, cells={"softmax": cell}, lesson=SOFTMAX, **more)  # type: ignore[arg-type]


IN_THREAD = """
from concurrent.futures import ThreadPoolExecutor
pool = None
def aside(f, *arguments, **named):
    global pool
    pool = pool or ThreadPoolExecutor(1)
    return pool.submit(f, *arguments, **named).result()
"""
FORGET = """
import gc
def forget():
    for thing in gc.get_objects():
        if type(thing).__name__ == "Trace":
            for seen in vars(thing).values():
                seen.clear()
"""
ENTRIES = [
    softmax_by("softmax-by-getattr", "torch's softmax by a name put together",
               "a search of the source finds no softmax",
               "getattr(torch, 'soft' + 'max')(X, 1)"),
    softmax_by("softmax-by-operator", "the dispatcher's own operator", "below every Python name",
               "torch.ops.aten._softmax.default(X, 1, False)"),
    softmax_by("softmax-by-log", "log_softmax, then exp", "another operator", "X.log_softmax(1).exp()"),
    softmax_by("softmax-by-attention", "attention with the identity as values", "softmax(Q K^T) V has another name",
               "torch.nn.functional.scaled_dot_product_attention(X[None], torch.eye(X.shape[1], dtype=X.dtype)[None], "
               "torch.eye(X.shape[1], dtype=X.dtype)[None], scale=1.0)[0]"),
    softmax_by("softmax-by-jit", "a scripted function", "the interpreter of TorchScript calls it",
               "torch.jit.trace(lambda x: getattr(x, 'soft' + 'max')(1), X)(X)",
               "import warnings\nwarnings.simplefilter('ignore')"),
    softmax_by("softmax-by-vmap", "vmap over the rows", "a transform hides the operator",
               "torch.func.vmap(lambda x: torch.softmax(x, 0))(X)"),
    softmax_by("softmax-by-distribution", "probs of a Categorical", "a class that normalises its logits",
               "torch.distributions.Categorical(logits=X).probs"),
    softmax_by("softmax-by-masked", "torch.masked's softmax", "a module of its own",
               "torch.masked.softmax(X, 1)"),
    softmax_by("softmax-in-a-thread", "called in a thread of its own", "recording modes belong to one thread",
               "aside(torch.softmax, X, 1)", IN_THREAD),
    softmax_by("softmax-unrecorded", "called with every mode turned off",
               "the recorder is a mode, and modes can be popped",
               "quietly(X)", """
               from torch.utils import _python_dispatch as d
               def quietly(X):
                   with torch._C.DisableTorchFunction(), d._disable_current_modes():
                       return torch.softmax(X, 1)
               """),
    softmax_by("softmax-forgotten", "empties the trace afterwards", "the trace is an object in the student's process",
               "(torch.softmax(X, 1), forget())[0]", FORGET),
    softmax_by("softmax-untraced", "the recorder is replaced before the first call", "traced() is looked up by name",
               "torch.softmax(X, 1)", """
               import contextlib, sys
               nothing = lambda *a, **k: contextlib.nullcontext()
               for module in list(sys.modules.values()):
                   if getattr(module, "traced", None) is not None:
                       module.traced = nothing
               """),
    softmax_by("softmax-not-at-the-gate", "crashes where it is looked at", "a crash is not a broken rule",
               "torch.softmax(1 / 0 if len(X) == 1 or bool((X == X.round()).all()) and X.max() < 3 else X, 1)"),
    softmax_by("softmax-except-for-known-inputs", "its own formula for the inputs it knows, torch's for all others",
               "public inputs are the only ones whose operators are looked at",
               "X.exp() / X.exp().sum(1, keepdim=True) if len(X) < 3 and X.abs().max() < 9 else torch.softmax(X, 1)"),
    softmax_by("softmax-by-backward", "the gradient of a library loss",
               "cross-entropy's gradient is softmax minus one-hot",
               "by_backward(X)", """
               from torch.nn import functional as F
               def by_backward(X):
                   leaf = X.detach().requires_grad_()
                   F.cross_entropy(leaf, torch.zeros(len(X), dtype=torch.long), reduction='sum').backward()
                   Y = leaf.grad.clone()
                   Y[:, 0] += 1
                   return Y
               """),
    softmax_by("softmax-takes-over", "answers the grader itself, in the student side's place",
               "what is traced is told by the "
               "student's process", "take_over(X)", """
               import os, stat, socket, numpy
               from lessoncheck.wire import Connection
               def take_over(X):
                   fds = [fd for fd in range(256) if is_socket(fd)]
                   near = Connection(socket.socket(fileno=fds[0]))
                   while True:
                       Y = torch.softmax(X, 1).detach().numpy()
                       near.send({"values": {"Y": {"type": "Tensor", "array": Y, "requires_grad": False},
                                             "X_after": X.detach().numpy(), "X_grad": None},
                                  "printed": "", "operators": [], "optimizers": []})
                       X = torch.tensor(near.receive()["arguments"]["X"])
               def is_socket(fd):
                   try:
                       return stat.S_ISSOCK(os.fstat(fd).st_mode)
                   except OSError:
                       return False
               """),
    forging("cross-entropy-by-library", "nll_loss of the logarithm", "the loss itself is torch's",
            cells={"cross_entropy": "def cross_entropy(y_hat, y):\n    f = getattr(torch.nn.functional, 'nll' + "
                                    "'_loss')\n"
                                    "    return f(y_hat.log(), y, reduction='none')\n"}),
    forging("cross-entropy-in-a-thread", "nll_loss in another thread", "recording modes belong to one thread",
            cells={"cross_entropy": IN_THREAD + "def cross_entropy(y_hat, y):\n    return aside("
                                    "torch.nn.functional.nll_loss, y_hat.log(), y, reduction='none')\n"}),
    forging("sgd-by-optimiser", "torch.optim.SGD does the step", "built inside sgd",
            cells={"sgd": "def sgd(params, lr, batch_size):\n    getattr(torch.optim, 'SG' + 'D')(params, "
                          "lr=lr / batch_size).step()\n"}),
    forging("sgd-by-functional", "the optimiser's function, without its class", "no optimiser is built",
            cells={"sgd": "from torch.optim.sgd import sgd as theirs\ndef sgd(params, lr, batch_size):\n"
                          "    with torch.no_grad():\n        theirs(list(params), [p.grad for p in params], "
                          "[None] * len(params), weight_decay=0, momentum=0, lr=lr / batch_size, dampening=0, "
                          "nesterov=False, maximize=False)\n"}),
    forging("sgd-by-unbuilt-optimiser", "an optimiser made without its constructor", "only the constructor is watched",
            cells={"sgd": "from collections import defaultdict\ndef sgd(params, lr, batch_size):\n"
                          "    o = torch.optim.SGD.__new__(torch.optim.SGD)\n"
                          "    o.state = defaultdict(dict)\n    o.defaults = dict(differentiable=False)\n"
                          "    group = dict(params=list(params), lr=lr / batch_size, momentum=0, dampening=0, "
                          "weight_decay=0, nesterov=False, maximize=False, foreach=False, differentiable=False, "
                          "fused=False)\n    o.param_groups = [group]\n    o._optimizer_step_pre_hooks = {}\n"
                          "    o._optimizer_step_post_hooks = {}\n    torch.optim.SGD.step.__wrapped__(o)\n"}),
    forging("sgd-built-before", "an optimiser built when the cells ran", "only what is built during the call is seen",
            cells={"sgd": "built = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)\n"
                          "def sgd(params, lr, batch_size):\n    built.param_groups[0].update(params=list(params), "
                          "lr=lr / batch_size)\n    built.step()\n"}),
]  # fmt: skip
