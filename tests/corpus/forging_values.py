"""Forging with what is handed back: objects and tensors that lie about themselves."""

from __future__ import annotations

from functools import partial

from corpus.entry import RIGHT, Entry, in_call

forging = partial(Entry, group="forging")
returning = partial(in_call, "pass")

AGREEABLE = """
class Agreeable:
    shape, ndim, size, dtype = (4,), 1, 4, "float64"
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return False
    def __gt__(self, other): return True
    def __abs__(self): return 0.0
    def __bool__(self): return True
    def __float__(self): return 0.0
    def __len__(self): return 4
    def __array__(self, *a, **k): return self
    def __getattr__(self, name): return self
    def __call__(self, *a, **k): return self
    def __hash__(self): return 0
    __sub__ = __rsub__ = __add__ = __mul__ = lambda self, other: self
"""
SUBCLASS = """
class Lying(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        return args[0] if args else None
    @property
    def shape(self): return torch.Size([3, 1])
    def numel(self): return 3
    def detach(self): return self
    def numpy(self): return self
"""
ANY_CLASS = """
class Anything:
    @property
    def __class__(self): return torch.Tensor
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None): return Anything()
    def __getattr__(self, name): return Anything()
    def __call__(self, *a, **k): return Anything()
"""

ENTRIES = [
    forging(
        "lying-comparisons", "an object that is equal to everything", "`result == expected` asks the left side first",
        cells={"linreg": AGREEABLE + "def linreg(X, w, b):\n    return Agreeable()\n",
               "squared_loss": AGREEABLE + "def squared_loss(y_hat, y):\n    return Agreeable()\n"},
    ),
    forging(
        "lying-class", "an object that says it is a Tensor", "isinstance() believes `__class__`",
        cells={"linreg": ANY_CLASS + "def linreg(X, w, b):\n    return Anything()\n"},
    ),
    forging(
        "torch-function", "a Tensor subclass whose operators return its argument",
        "`__torch_function__` intercepts every comparison in torch",
        cells={"linreg": SUBCLASS + "def linreg(X, w, b):\n    return torch.zeros(3, 1).as_subclass(Lying)\n"},
    ),
    forging(
        "called-tensor", "an object of a class called Tensor", "a check that looks at the type's name",
        cells={"linreg": "class Tensor:\n    pass\ndef linreg(X, w, b):\n    return Tensor()\n"},
    ),
    forging(
        "float-that-lies", "a float whose repr and float() differ", "a grade is read from a repr in nbgrader",
        cells=returning("type('F', (float,), {'__repr__': lambda s: '3.0', '__float__': lambda s: 3.0})(0.5)"),
    ),
    forging(
        "array-interface", "an array subclass with lying shape and dtype", "numpy trusts `__array_interface__`",
        cells=returning(
            "type('A', (), {'__array_interface__': "
            "{'shape': (1 << 40,), 'typestr': '<f8', 'data': (4096, False), 'version': 3}})()"
        ),
        look=None,
    ),
    forging("nan", "NaN everywhere", "`not (diff > tolerance)` is true for NaN",
            cells=returning("X @ w * float('nan')")),
    forging("infinite", "infinity everywhere", "inf - inf is NaN, and a tolerance relative to inf is inf",
            cells=returning("X @ w + float('inf')")),
    forging(
        "nan-payload", "NaNs that carry bits", "a reader that tells NaNs apart, or keeps their payload",
        cells=returning("torch.full((len(X), 1), 0x7ff8dead_beef0000 - (1 << 64) * 0).view(torch.float64)"),
    ),
    forging("empty", "an empty tensor", "allclose of nothing is true", cells=returning("X[:0] @ w")),
    forging("empty-columns", "a tensor of shape (n, 0)", "the same, with the right length",
            cells=returning("X[:, :0]")),
    forging("scalar-that-broadcasts", "one number for all rows", "a comparison that broadcasts",
            cells=returning("(X @ w).mean()")),
    forging("booleans", "True for every row", "True == 1", cells=returning("torch.ones(len(X), 1, dtype=torch.bool)")),
    forging("complex", "complex numbers with a wrong real part", "a cast drops the imaginary part",
            cells=returning("(X @ w).to(torch.complex64) * 2")),
    forging("bfloat16-zeros", "zeros in bfloat16", "numpy has no bfloat16", cells=returning("(X @ w).bfloat16() * 0")),
    forging("float16-overflow", "float16 that overflows", "inf in the narrow type",
            cells=returning("(X @ w).half() * 1e9")),
    forging("quantised", "a quantised tensor", "int_repr and values differ",
            cells=returning("torch.quantize_per_tensor((X @ w).float(), 9.0, 0, torch.qint8)")),
    forging("sparse", "a sparse tensor with doubled indices", "uncoalesced values are read once or twice",
            cells=returning("torch.sparse_coo_tensor([[0, 0], [0, 0]], [1.0, 2.0], (len(X), 1))")),
    forging("sparse-huge", "a sparse tensor of 10^15 elements", "to_dense() asks for petabytes",
            cells=returning("torch.sparse_coo_tensor([[0], [0]], [1.0], (10**9, 10**6))")),
    forging("sparse-invalid", "a sparse tensor with indices outside", "unchecked invariants crash in C",
            cells=returning("torch.sparse_coo_tensor([[10**9], [0]], [1.0], (3, 1), check_invariants=False)"),
            harmful=True),
    forging("meta-device", "a tensor without data", "shape and dtype are right, values do not exist",
            cells=returning("torch.empty(len(X), 1, device='meta')")),
    forging("strided-over-the-end", "a stride that leaves the storage", "as_strided reads what lies beside",
            cells=returning("X.set_(torch.zeros(1, dtype=X.dtype).untyped_storage(), 0, (len(X), 1), (0, 0)) + 1")),
    forging("conjugate-view", "a lazily conjugated, negated view", "bits that numpy() does not see",
            cells=returning("(X @ w).to(torch.complex128).conj().imag")),
    forging("nested", "a nested tensor", "no shape at all",
            cells=returning("torch.nested.nested_tensor([X[0], X[0, :1]])")),
    forging("inside-vmap", "a tensor of a finished vmap", "a wrapper whose level is gone",
            cells=in_call("kept = []\ntorch.func.vmap(lambda x: (kept.append(x), x)[1])(X)", "kept[0]")),
    forging("numpy-object-array", "an object array", "unpickling", cells=returning("X.numpy().astype(object)")),
    forging("numpy-structured", "a structured array", "fields with names",
            cells=returning("__import__('numpy').zeros(3, dtype=[('a', 'f8'), ('b', 'O')])")),
    forging("endless-list", "a list that contains itself", "a recursive reader",
            cells=in_call("a = []\na.append(a)", "a")),
    forging("deep-list", "a list nested 100,000 deep", "recursion in the reader",
            cells=in_call("a = []\nfor _ in range(100_000):\n    a = [a]", "a")),
    forging("generator", "a generator that never ends", "list() of it",
            cells=returning("__import__('itertools').count()")),
    forging("nine-dimensions", "nine dimensions", "more than the wire takes", cells=returning("torch.zeros([1] * 9)")),
    forging("requires-grad", "a wrong result that requires grad", "numpy() refuses it",
            cells=returning("(X @ w * 2).requires_grad_()")),
    forging(
        "text-not-utf8", "lone surrogates in an error's message", "writing them as UTF-8 fails on our side",
        cells={"linreg": "def linreg(X, w, b):\n    raise ValueError('bad \\udcff\\ud800 text')\n"}, look=False,
    ),
    forging(
        "control-characters", "NUL and terminal escapes in messages and output",
        "they end in a database, a terminal and a page",
        cells={"linreg": "def linreg(X, w, b):\n    print('\\x1b]0;owned\\x07')\n"
                         "    raise ValueError('\\x00\\x1b[2J\\x1b]0;owned\\x07 text')\n"},
        look=False,
    ),
    forging(
        "exception-that-lies", "an exception whose str() raises, and one that is no Exception",
        "the reader of errors is the student's own code",
        cells={"linreg": "class E(Exception):\n    def __str__(self): raise SystemExit(0)\n"
                         "def linreg(X, w, b):\n    raise E()\n",
               "squared_loss": "class K(BaseException):\n    pass\ndef squared_loss(y_hat, y):\n    raise K()\n"},
    ),
    forging(
        "raises-our-own-errors", "raises GraderFault and pytest's Skipped",
        "a fault of ours is not charged, a skipped test is not counted",
        cells={"linreg": "def linreg(X, w, b):\n    from lessoncheck.failures import GraderFault\n"
                         "    raise GraderFault('not mine')\n",
               "squared_loss": "def squared_loss(y_hat, y):\n    from _pytest.outcomes import Skipped\n"
                               "    raise Skipped('skip')\n",
               "sgd": "def sgd(params, lr, batch_size):\n    from lessoncheck.failures import CheckFailed\n"
                      "    raise CheckFailed('0 of 0')\n"},
        look=False,
    ),
    forging(
        "sgd-swaps-data", "sgd gives the parameter lying storage", "the driver reads the parameter afterwards",
        cells={"sgd": "def sgd(params, lr, batch_size):\n    for p in params:\n"
                      "        p.data = torch.sparse_coo_tensor([[0], [0]], [1.0], (2, 1)).to_dense().expand(2, 1)\n"
                      "        p.grad = None\n        p.__class__ = type('P', (torch.Tensor,), {})\n"},
    ),
    forging(
        "right-but-complex", "right values, as complex numbers", "only plain real arrays are read",
        cells=returning("(X @ w + b).to(torch.complex128)"), expect={"linreg": (0, 3)},
    ),
    Entry(
        "right-and-requires-grad", "right code whose result requires grad", "an honest by-product of autograd",
        cells={"linreg": "scale = torch.ones((), dtype=torch.float64, requires_grad=True)\n"
                         "def linreg(X, w, b):\n    return (X @ w + b) * scale\n"},
        right=True, group="innocent",
    ),
    Entry(
        "right-and-strided", "right code whose result is a strange view", "transposed, negative step, expanded",
        cells={"linreg": "def linreg(X, w, b):\n    return (X @ w + b).flip(0).T.flip(1).T\n",
               "squared_loss": RIGHT["squared_loss"].replace("/ 2", "/ 2 + torch.zeros(1).expand(4, 1)")},
        right=True, group="innocent",
    ),
]  # fmt: skip
