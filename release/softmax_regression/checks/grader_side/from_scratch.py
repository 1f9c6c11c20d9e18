"""What softmax, cross_entropy, sgd and train_ch3 may be made of, and the gates that hold them to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lessoncheck import messages as engine_messages
from lessoncheck.failures import CheckFailed, NeedsALook
from lessoncheck.from_scratch import Allowed
from lessoncheck.misconceptions import Misconception
from lessoncheck.student import Reply, Student

from .judging import replies
from .messages import common


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MODULES = _words(
    """
    __future__ abc collections collections.abc contextlib copy dataclasses enum functools itertools math numbers
    numpy operator random statistics time torch torch.autograd torch.nn torch.nn.functional typing typing_extensions
    warnings
    """
)
BUILTINS = _words(
    """
    ArithmeticError AssertionError AttributeError BaseException Ellipsis Exception False FloatingPointError
    IndexError KeyError LookupError NameError None NotImplemented NotImplementedError OverflowError RuntimeError
    StopIteration True TypeError UserWarning ValueError Warning ZeroDivisionError __annotations__ __build_class__
    __debug__ __module__ __name__ __qualname__ abs all any bool callable classmethod complex dict display divmod
    enumerate filter float format frozenset getattr hasattr hash id int isinstance issubclass iter len list map max
    min next object pow print property range repr reversed round set slice sorted staticmethod str sum super tuple
    type zip
    """
)
# Arithmetic, reductions, indexing, shapes, dtypes; each also in place, as `add_`.
ARITHMETIC = _words(
    """
    abs absolute add addbmm addcdiv addcmul addmm addmv addr all allclose amax amin aminmax any arange argmax argmin
    argsort array as_tensor asarray astype atleast_1d atleast_2d baddbmm bincount bmm bool broadcast_tensors
    broadcast_to cat ceil chunk clamp clamp_max clamp_min clip clone column_stack concat concatenate contiguous copy
    copysign count_nonzero cpu cummax cumprod cumsum data deg2rad detach device diag diag_embed diagonal diff dim
    div divide dot double dtype einsum empty empty_like eps eq equal erf exp exp2 expand expand_as expand_dims expm1
    eye fill fill_diagonal finfo flatten flip float float16 float32 float64 bfloat16 floor floor_divide fmax fmin
    frac full full_like gather ge greater greater_equal gt half hstack iinfo imag index_add index_copy index_fill
    index_put index_select indices inf inner int int8 int16 int32 int64 uint8 is_complex is_contiguous is_cuda
    is_floating_point is_same_size is_tensor isclose isfinite isin isinf isnan item kthvalue le lerp less less_equal
    linspace log log10 log1p log2 logaddexp logcumsumexp logical_and logical_not logical_or logical_xor logspace
    logsumexp long lt mH mT masked_fill masked_scatter masked_select matmul max maximum mean median meshgrid min
    minimum mm mode moveaxis movedim msort mul multiply mv nan nan_to_num nanmean nansum narrow ndim ndimension ne
    neg negative new_empty new_full new_ones new_tensor new_zeros newaxis nonzero norm not_equal numel numpy one_hot
    ones ones_like outer permute positive pow prod put quantile range ravel real reciprocal relu remainder repeat
    repeat_interleave reshape reshape_as resize roll round rsqrt rsub scatter scatter_add scatter_reduce select
    select_scatter shape sgn sign size slice_scatter sort sparse split sqrt square squeeze stack std sub subtract
    sum swapaxes swapdims t take take_along_axis take_along_dim tanh tensor tensordot tensor_split tile tiny to
    to_dense tolist topk trace transpose tril triu true_divide trunc type type_as unbind unflatten unfold unique
    unravel_index unsqueeze values var view view_as vstack where xlogy zero zeros zeros_like vander vdot vecdot swap
    vmap column row_stack sinh cosh sigmoid normal rand randn randint randperm rand_like randn_like uniform bernoulli
    permutation exponential nanmax nanmin ndarray float_ int_ intp integer floating generic number add_at
    maximum_reduce T H Tensor FloatTensor DoubleTensor LongTensor IntTensor BoolTensor Size
    """
)
AUTOGRAD = _words(
    """
    Function Parameter apply autograd backward enable_grad functional grad grad_fn inference_mode is_grad_enabled
    is_leaf no_grad nn requires_grad requires_grad_ retain_grad save_for_backward saved_tensors set_grad_enabled
    needs_input_grad Variable default_rng set_default_dtype mark_non_differentiable special linalg vector_norm
    normalize from_numpy set_detect_anomaly get_default_dtype manual_seed set_printoptions get_printoptions
    print_options
    """
)
# What goes with programs of whatever kind: lists, dicts, texts, math, collections, itertools, functools.
EVERYDAY = _words(
    """
    Any Callable Iterable Iterator Sequence List Tuple Dict Optional Union Generator Literal Final ClassVar Mapping
    NamedTuple TypeVar Generic Protocol Self Counter OrderedDict abstractmethod annotations append appendleft
    accumulate batched cache cached_property capitalize casefold center chain clear combinations count cycle
    dataclass defaultdict deque e elapsed endswith extend extendleft factorial field filterwarnings find format
    from_iterable fsum get groupby index insert is_integer islice isdigit isinstance items join keys ljust lower
    lru_cache lstrip mean monotonic most_common namedtuple nullcontext partial perf_counter pi pop popleft pairwise
    process_time product reduce remove replace reverse rjust rstrip setdefault simplefilter split start starmap
    startswith stop strftime strip suppress swapcase tau time title total update upper warn wraps zfill zip_longest
    truediv floordiv itemgetter prod isqrt dist hypot comb perm gcd contextmanager deepcopy __init__ __name__
    __class__ __len__ __qualname__ __version__ fill_value
    """
)
IN_PLACE = frozenset(f"{word}_" for word in ARITHMETIC)
WORDS = ARITHMETIC | IN_PLACE | AUTOGRAD | EVERYDAY
# What a training loop needs besides: the net, an optimiser that is handed over, clocks, progress bars, curves.
TRAINING = _words(
    """
    Module Sequential batch_size close dataset desc display draw clear_output drop_last eval figure flush float_info
    live_curves named_parameters optimizer param_groups parameters plot register_buffer set_description set_postfix
    set_postfix_str set_title set_xlabel set_ylabel set_xlim set_ylim set_xscale set_yscale shuffle show sleep state
    state_dict step stdout subplots tqdm train training trange write zero_grad xlabel ylabel legend title cuda
    is_available now stderr total_seconds cla axes savefig tight_layout pause grid set_to_none
    """
)
TRAINING_MODULES = _words(
    "IPython IPython.display datetime matplotlib matplotlib.pyplot sys tqdm tqdm.auto tqdm.notebook"
)
# How torch calls what the words above ask for, and what autograd does for them.
OPERATORS = _words(
    """
    __abs__ __add__ __and__ __array__ __array_wrap__ __bool__ __contains__ __deepcopy__ __eq__ __float__
    __floordiv__ __format__ __ge__ __get__ __getitem__ __gt__ __iadd__ __iand__ __idiv__ __ifloordiv__ __imul__
    __index__ __int__ __invert__ __ior__ __ipow__ __isub__ __iter__ __itruediv__ __le__ __len__ __lt__ __matmul__
    __mod__ __mul__ __ne__ __neg__ __or__ __pos__ __pow__ __radd__ __rand__ __rdiv__ __repr__ __reversed__
    __rfloordiv__ __rmatmul__ __rmod__ __rmul__ __ror__ __rpow__ __rsub__ __rtruediv__ __rxor__ __set__ __setitem__
    __sub__ __truediv__ __xor__ _aminmax _conj _cummax_helper _euclidean_dist _has_compatible_shallow_copy_type
    _index_put_impl_ _is_zerotensor _local_scalar_dense _logcumsumexp _neg_view _reshape_alias _set_grad_enabled
    _to_copy _unique2 _unsafe_index _unsafe_view _unsafe_index_put alias amax_backward as_strided bernoulli
    bitwise_and bitwise_not bitwise_or bitwise_xor cummaxmin_backward cumprod_backward diagonal_backward
    diagonal_scatter empty_strided exponential index_select_backward is_inference is_nonzero is_same_size lift_fresh
    lift_fresh.default lift_fresh_copy linalg_vector_norm linalg_norm masked_scatter_backward masked_select_backward
    new_empty_strided norm_backward refine_names resolve_conj resolve_neg scalar_tensor select_backward set_
    set_data sigmoid_backward slice slice_backward split_with_sizes sum_to_size tanh_backward threshold_backward
    trace_backward unfold_backward unique_consecutive unsafe_chunk unsafe_split unsafe_split_with_sizes
    value_selecting_reduction_backward var_backward std_backward var_mean std_mean
    """
)
SCRATCH = Allowed(MODULES, BUILTINS, WORDS, OPERATORS)
LOOP = Allowed(
    MODULES | TRAINING_MODULES, BUILTINS, WORDS | TRAINING, OPERATORS,
    elsewhere=frozenset({"accuracy", "evaluate_accuracy", "sgd"}),
)  # fmt: skip


def must_be_from_scratch(
    student: Student, name: str, calls: Iterable[Callable[[], Reply]], used: Callable[[], Misconception | None]
) -> None:
    """Make these calls; CheckFailed when `used`, asked then, names what no call so far should have used.

    A call that raises does not hide what it did before. When none gets through, that is told as any failure is.
    NeedsALook when neither text nor operators tell that it is from scratch.
    """
    failed: CheckFailed | None = None
    try:
        replies(calls)
    except CheckFailed as error:
        failed = error
    if known := used():
        raise known.failed()
    if failed:
        raise failed
    must_be_explained(student, name, SCRATCH)


def must_be_explained(student: Student, name: str, allowed: Allowed) -> None:
    """NeedsALook when something of the function `name` is outside of what is allowed."""
    if found := student.unexplained(name, allowed):
        raise NeedsALook(
            engine_messages.CANNOT_TELL_WHY.format(name=found), public=engine_messages.CANNOT_TELL.format(name=found)
        )


def library(operators: Iterable[str], name: str) -> Misconception | None:
    """The diagnosis when torch's ready-made softmaxes or losses are among the operators."""
    found = {
        op.strip("_").partition("_backward")[0].removesuffix("_forward").removesuffix(".default")
        for op in operators
        if any(part in op for part in READY_MADE)
    }
    return common.LIBRARY.filled(name=name, operators=", ".join(sorted(found))) if found else None


READY_MADE = ("softmax", "softmin", "_loss", "cross_entropy", "kl_div", "attention")
STEPS = ("_fused_sgd", "_fused_adam", "_fused_adagrad")


def optimizers_used(optimizers: Iterable[str], name: str, operators: Iterable[str] = ()) -> Misconception | None:
    """The diagnosis when optimisers of torch.optim were built or stepped, or their fused operators called."""
    fused = {op.strip("_") for op in operators if op.startswith(STEPS)}
    found = ", ".join(sorted({*optimizers, *fused}))
    return common.OPTIMIZER.filled(name=name, classes=found) if found else None
