"""What code that a function does not use may reach of Python's and torch's works, whatever else it does.

Modules whose whole public part tells of nothing that this process runs besides; of others the part that does not.
"""

from __future__ import annotations

from collections.abc import Mapping

WHOLE = frozenset(
    {
        "__future__", "abc", "argparse", "array", "ast", "base64", "bisect", "calendar", "cmath",
        "collections", "colorsys", "contextlib", "copy", "csv", "cv2", "dataclasses", "datetime", "decimal",
        "difflib", "enum", "fnmatch", "fractions", "functools", "getpass", "glob", "gzip", "hashlib", "heapq",
        "html", "io", "ipywidgets", "itertools", "json", "keyword", "locale", "math", "matplotlib",
        "matplotlib_inline", "mpl_toolkits", "numbers", "numpy", "operator", "pandas", "pathlib", "PIL",
        "platform", "plotly", "pprint", "queue", "random", "re", "requests", "scipy", "seaborn", "secrets",
        "shutil", "sklearn", "statistics", "string", "struct", "tempfile", "textwrap", "time", "torch",
        "torchinfo", "torchsummary", "torchvision", "tqdm", "typing", "typing_extensions", "urllib", "uuid",
        "warnings", "zipfile", "zlib",
    }
)  # fmt: skip
PARTS: Mapping[str, frozenset[str]] = {
    "asyncio": frozenset({"gather", "run", "sleep", "wait_for"}),
    "gc": frozenset({"collect", "disable", "enable"}),
    "inspect": frozenset(
        {
            "cleandoc", "getdoc", "getfile", "getfullargspec", "getsource", "isbuiltin", "isclass",
            "isfunction", "isgenerator", "ismethod", "ismodule", "Parameter", "Signature", "signature",
        }
    ),
    "IPython": frozenset({"display", "get_ipython", "version_info"}),
    "lessoncheck": frozenset({"check"}),
    "logging": frozenset(
        {
            "basicConfig", "debug", "DEBUG", "disable", "error", "ERROR", "getLogger", "INFO", "info",
            "WARNING", "warning",
        }
    ),
    "os": frozenset(
        {
            "chdir", "cpu_count", "environ", "getcwd", "getenv", "getpid", "linesep", "listdir", "makedirs",
            "mkdir", "name", "path", "remove", "rename", "scandir", "sep", "stat", "system", "urandom",
            "walk",
        }
    ),
    "pickle": frozenset({"DEFAULT_PROTOCOL", "HIGHEST_PROTOCOL", "PickleError", "PicklingError", "dump", "dumps"}),
    "subprocess": frozenset({"PIPE", "CalledProcessError", "check_call", "check_output", "run"}),
    "sys": frozenset(
        {
            "argv", "byteorder", "executable", "exit", "flags", "float_info", "getrecursionlimit",
            "getrefcount", "getsizeof", "implementation", "maxsize", "path", "platform", "setrecursionlimit",
            "stderr", "stdin", "stdout", "version", "version_info",
        }
    ),
    "timeit": frozenset({"default_timer"}),
    "traceback": frozenset({"format_exc", "print_exc"}),
    "types": frozenset(
        {
            "BuiltinFunctionType", "FunctionType", "GeneratorType", "LambdaType", "MappingProxyType",
            "MethodType", "ModuleType", "NoneType", "SimpleNamespace",
        }
    ),
    "unittest": frozenset({"TestCase", "TestLoader", "TextTestRunner", "main"}),
}  # fmt: skip
# What of torch and others stands apart from that: it changes what operators do, looks into other code, or runs it.
NOT = frozenset(
    {
        "benchmark", "builtins", "classes", "compiler", "concurrent", "contrib", "cpp_extension", "ctypes",
        "ctypeslib", "distributed", "export", "f2py", "ForwardRef", "futures", "fx", "gc", "get_type_hints",
        "graph", "hub", "importlib", "inspect", "jit", "library", "multiprocessing", "ops", "os", "overrides",
        "package", "parallel", "read_pickle", "rundocs", "runstring", "set_default_device",
        "set_default_tensor_type", "sys", "threading", "types",
    }
)  # fmt: skip
# Attributes of whatever object that lead to frames, code, namespaces and the grader's own modules.
ROADS = frozenset(
    {
        "_C", "_decomp", "_getframe", "_prims", "_python_dispatch", "_refs", "addaudithook", "ag_frame",
        "cr_frame", "currentframe", "f_back", "f_builtins", "f_code", "f_globals", "f_locals", "fdopen",
        "get_objects", "get_referents", "get_referrers", "gi_code", "gi_frame", "setprofile", "settrace",
        "tb_frame", "user_global_ns", "user_ns",
    }
)  # fmt: skip
DUNDERS = frozenset(
    {
        "__abs__", "__add__", "__and__", "__annotations__", "__call__", "__class__", "__code__", "__contains__",
        "__doc__", "__eq__", "__file__", "__float__", "__ge__", "__getitem__", "__gt__", "__init__",
        "__int__", "__iter__", "__le__", "__len__", "__lt__", "__matmul__", "__module__", "__mul__",
        "__name__", "__ne__", "__neg__", "__next__", "__pow__", "__qualname__", "__radd__", "__repr__",
        "__rmul__", "__rsub__", "__str__", "__sub__", "__truediv__", "__version__",
    }
)  # fmt: skip
NAMES_OF_ITS_OWN = frozenset({"__doc__", "__name__", "__qualname__"})  # of a function; may be set
NOT_HANDED_ON = frozenset({"numpy", "torch", "torch.nn", "torch.nn.functional"})  # whole, to who knows what
# Where a change changes nothing that a function from scratch can use.
FREE_TO_CHANGE = frozenset({"IPython", "PIL", "matplotlib", "pandas", "plotly", "seaborn", "sys.stdout", "tqdm"})
SETTINGS = frozenset({"torch.backends.cudnn.benchmark", "torch.backends.cudnn.deterministic"})
DATA = frozenset({"data", "grad", "requires_grad"})  # set on a tensor
ASKS_ONLY = frozenset({"dir", "hasattr", "help", "id", "isinstance", "len", "print", "repr", "str", "type"})
