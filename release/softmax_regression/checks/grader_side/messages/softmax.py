"""Messages of the checks of softmax."""

from __future__ import annotations

from lessoncheck.misconceptions import Misconception

SOFTMAX_WRONG = "Row {row} of softmax(X) is wrong: each element must be its exp over the sum of its row's exps."
SOFTMAX_ALONG_COLUMNS = Misconception(
    "softmax_along_columns",
    "The columns of softmax(X) sum to 1; the rows must.",
    "dim=0 runs down a column, dim=1 along a row. Each row is one example.",
    keeps=0.5,
)
SOFTMAX_KEEPDIM = Misconception(
    "softmax_keepdim",
    "Element (i, j) was divided by the sum of row j, not by that of its own row i.",
    "Without keepdim=True the sums have shape (n,) and are broadcast along the wrong dimension.",
    keeps=0.5,
)
SOFTMAX_WHOLE = Misconception(
    "softmax_whole",
    "All elements of softmax(X) together sum to 1; each row must.",
    "Sum along dim=1 and keep that dimension, so that every row has a sum of its own.",
    keeps=0.5,
)
SOFTMAX_NOT_DIVIDED = Misconception(
    "softmax_not_divided",
    "softmax(X) holds exponentials that were not divided by the sum of their row; the rows do not sum to 1.",
    "Divide every exponential by the sum of its row.",
    keeps=0.4,
)
SOFTMAX_NO_EXP = Misconception(
    "softmax_no_exp",
    "The elements of X were divided by their row's sum without exp.",
    "Take exp of every element first; that is what makes all of them positive.",
    keeps=0.3,
)
SOFTMAX_SUM_WITHOUT_EXP = Misconception(
    "softmax_sum_without_exp",
    "The exponentials were divided by the sum of the row of X itself; the rows do not sum to 1.",
    "Sum what you divide: the exponentials.",
    keeps=0.4,
)
SOFTMAX_EXP_OF_SUM = Misconception(
    "softmax_exp_of_sum",
    "The exponentials were divided by exp of the row's sum; it must be the sum of the row's exponentials.",
    "First exp of every element, then the sum.",
    keeps=0.4,
)
SOFTMAX_MEAN = Misconception(
    "softmax_mean",
    "The exponentials were divided by their row's mean, so that every row sums to the number of columns.",
    "Divide by the row's sum.",
    keeps=0.5,
)
SOFTMAX_HALF_SHIFTED = Misconception(
    "softmax_half_shifted",
    "The maximum was subtracted above the fraction bar or below it, but not in both places.",
    "Take exp once, give the result a name, and use it for the elements and for the sums.",
    keeps=0.5,
)
SOFTMAX_COLUMN_MAXIMUM = Misconception(
    "softmax_column_maximum",
    "Each column's maximum was subtracted. That changes the result: the elements of a row lose different numbers.",
    "Only a number that is the same for the whole row may be subtracted: the row's own maximum (dim=1).",
    keeps=0.5,
)
SOFTMAX_LOG = Misconception(
    "softmax_log",
    "softmax(X) returned the logarithms of the probabilities.",
    "Return the probabilities themselves.",
    keeps=0.5,
)
SOFTMAX_SIGN = Misconception(
    "softmax_sign",
    "This is the softmax of -X: the largest element of a row got the smallest value.",
    "Take exp of X, not of -X.",
    keeps=0.5,
)
SOFTMAX_SIGMOID = Misconception(
    "softmax_sigmoid",
    "Every element was treated on its own, 1 / (1 + exp(-x)), so the rows do not sum to 1.",
    "That is the sigmoid. In softmax the elements of a row share one sum.",
    keeps=0.3,
)
SOFTMAX_BASE = Misconception(
    "softmax_base", "The powers are those of 2 or 10, not of e.", "Use torch.exp, or the method exp.", keeps=0.5
)
SOFTMAX_TWICE = Misconception(
    "softmax_twice",
    "softmax was applied twice: to X, and once more to the probabilities.",
    "Divide the exponentials by their row's sum, and leave it at that.",
    keeps=0.4,
)
SOFTMAX_HARD = Misconception(
    "softmax_hard",
    "Each row holds a 1 at its maximum and 0 elsewhere.",
    "That is a decision, not probabilities. Every class gets a share: its exp over the sum of the row's exps.",
    keeps=0.3,
)
SOFTMAX_ROUNDED = Misconception(
    "softmax_rounded",
    "The probabilities were rounded.",
    "Return them as they are; round only when you print.",
    keeps=0.6,
)
SOFTMAX_EPSILON = Misconception(
    "softmax_epsilon",
    "The rows sum to less than 1, as if a number were added to the sum below the fraction bar.",
    "Add nothing: exponentials are positive, and with the row's maximum subtracted their sum is 1 or more.",
    keeps=0.6,
)
SOFTMAX_TRANSPOSED = Misconception(
    "softmax_transposed",
    "Rows and columns of softmax(X) changed places.",
    "After dividing the transposed tensor, transpose it back; or keep the row sums as a column (keepdim=True).",
    keeps=0.5,
)
SOFTMAX_FIRST_ROW = Misconception(
    "softmax_first_row",
    "Only the first row of softmax(X) came back.",
    "Is return inside the loop? All rows belong to the result.",
    keeps=0.4,
)
SOFTMAX_SQUEEZED = Misconception(
    "softmax_squeezed",
    "A dimension of length 1 is missing in the result: softmax(X) has shape {found} for an X of shape {right}.",
    "squeeze() removes every dimension of length 1, also that of a single row or column. Do without it.",
)
SOFTMAX_SQUARE_ONLY = Misconception(
    "softmax_square_only",
    "softmax(X) is right when X has as many rows as columns, and fails otherwise.",
    "Somewhere X.shape[0] and X.shape[1] are mixed up. There is one sum for each row, so X.shape[0] of them.",
    keeps=0.4,
)
SOFTMAX_FIXED_SIZE = Misconception(
    "softmax_fixed_size",
    "softmax(X) is right for an X of shape {right}, but not for other sizes.",
    "Write no size as a number, such as 10 or 256, and take none from the notebook: X.shape tells them.",
    keeps=0.4,
)
SOFTMAX_OVERFLOW = Misconception(
    "softmax_overflow",
    "softmax(X) is not finite for large outputs.",
    "exp(100) is more than float32 can hold. Softmax stays the same when one number is subtracted from a whole row: "
    "subtract each row's own maximum before exp.",
)
SOFTMAX_MAX_OF_EVERYTHING = Misconception(
    "softmax_max_of_everything",
    "The largest element of all X was subtracted from every row; in rows far below it all exponentials became 0.",
    "Subtract from each row its own maximum (dim=1, keepdim=True): then every row has an exp(0) = 1.",
)
SOFTMAX_CLAMPED = Misconception(
    "softmax_clamped",
    "Different large outputs of a row got equal probabilities, as they do when all above a limit are cut off.",
    "Do not cut anything off. Subtract each row's own maximum before exp: the result stays the same.",
)
SOFTMAX_NAN_REPLACED = Misconception(
    "softmax_nan_replaced",
    "Where exp became infinite, the result was replaced by a 0, so the rows do not sum to 1.",
    "nan_to_num only hides the overflow. Subtract each row's own maximum before exp.",
)
SOFTMAX_GRADIENT_LARGE = Misconception(
    "softmax_gradient_large",
    "For large outputs softmax(X) is right, but its gradient is not finite.",
    "backward also runs through results that are not used, such as exp(1000). Subtract each row's maximum before exp.",
)
SOFTMAX_GRADIENT = "For large outputs softmax(X) is right, but its gradient is wrong."
SOFTMAX_LARGE = "softmax(X) is wrong for large outputs."
SOFTMAX_DTYPE = Misconception(
    "softmax_dtype",
    "softmax(X) returned {found} for an X of {right}; the dtype must stay the same.",
    "Do not convert X; compute in the dtype that it has.",
)
SOFTMAX_PRECISION = Misconception(
    "softmax_precision",
    "For a float64 X, softmax(X) is only as exact as float32.",
    "Do not convert X; compute in the dtype that it has.",
)
SOFTMAX_INEXACT = "For a float64 X, softmax(X) is not as exact as float64 is."
