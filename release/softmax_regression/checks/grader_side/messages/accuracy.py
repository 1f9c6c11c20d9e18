"""Messages of the checks of accuracy, most of which evaluate_accuracy shares."""

from __future__ import annotations

from lessoncheck.misconceptions import Misconception

FRACTION_WRONG = "{name} returned {found:.6g} where {right} of {n} predictions are right; it must be {fraction:.6g}."
COUNT = Misconception(
    "count",
    "{name} returned the number of right predictions, {found:g} of {n}.",
    "Divide by the number of examples.",
    keeps=0.5,
)
PERCENTAGE = Misconception(
    "percentage", "{name} returned a percentage, {found:g}.", "Return the fraction, between 0 and 1.", keeps=0.5
)
ERROR_RATE = Misconception(
    "error_rate",
    "{name} returned the fraction of wrong predictions.",
    "Count where prediction and label agree.",
    keeps=0.4,
)
ROUNDED = Misconception(
    "rounded", "{name} returned a rounded fraction.", "Return it as it is; round when printing.", keeps=0.5
)
NEAREST_WHOLE = Misconception(
    "nearest_whole",
    "{name} returned 0 or 1, whichever is nearer to the fraction.",
    "Return the fraction itself: the mean of what is right, not rounded, and not its median.",
    keeps=0.3,
)
ARGMAX_COLUMNS = Misconception(
    "argmax_columns",
    "The largest element of each column was taken for the prediction; it must be that of each row.",
    "dim=0 runs down a column, dim=1 along a row. Each row is one example.",
    keeps=0.4,
)
ARGMAX_EVERYTHING = Misconception(
    "argmax_everything",
    "The position of the largest element of the whole table was compared with every label.",
    "Without a dimension argmax looks at all elements together. Tell it to look along each row.",
    keeps=0.3,
)
ARGMIN = Misconception(
    "argmin",
    "The smallest element of each row was taken for the prediction.",
    "The prediction is the largest one.",
    keeps=0.4,
)
EVERY_PAIR = Misconception(
    "every_pair",
    "Every prediction was compared with every label, not only with that of its own example.",
    "Shape (n, 1) against (n,) is broadcast to n x n comparisons. Both must have shape (n,): leave keepdim out.",
    keeps=0.5,
)
DIVIDED_BY_CLASSES = Misconception(
    "divided_by_classes",
    "The number of right predictions was divided by the number of classes.",
    "Divide by the number of examples: that of the rows, not of the columns.",
    keeps=0.5,
)
DIVIDED_BY_ELEMENTS = Misconception(
    "divided_by_elements",
    "The number of right predictions was divided by the number of elements of y_hat.",
    "Divide by the number of examples: one for each row.",
    keeps=0.5,
)
ONE_HOT_ELEMENTS = Misconception(
    "one_hot_elements",
    "The single elements of one-hot rows were compared; most zeros agree there even when the prediction is wrong.",
    "Compare one number for each example: the predicted class with the label.",
    keeps=0.3,
)
TEN_CLASSES = Misconception(
    "ten_classes",
    "{name} is right for ten classes only.",
    "Nothing in it needs the number of classes: look along dim=1, however long that is.",
    keeps=0.4,
)
FIXED_DIVISOR = Misconception(
    "fixed_divisor",
    "The number of right predictions was divided by {divisor}, whatever the number of examples.",
    "Take the number of examples from what you are given.",
    keeps=0.5,
)
WHOLE_OR_NOTHING = Misconception(
    "whole_or_nothing",
    "{name} is 1 when every single prediction is right, and 0 in every other case.",
    "// and int() drop what follows the point, and all() or equal() ask about all at once. "
    "Divide the number of right ones by the number of all, with /.",
    keeps=0.5,
)
NEVER_RIGHT = Misconception(
    "never_right",
    "The largest element itself was compared with the label.",
    "The prediction is its position in the row: argmax gives that.",
    keeps=0.4,
)
ALWAYS_ZERO = Misconception(
    "always_zero",
    "{name} is 0, also where every prediction is right.",
    "Is something added for every right prediction, and is what is returned made of it?",
)
ABOVE_ONE_HALF = Misconception(
    "above_one_half",
    "A prediction counted as right only where the label's probability was above one half.",
    "The largest element of the row is the prediction, however small it is.",
    keeps=0.5,
)
MEAN_PROBABILITY = Misconception(
    "mean_probability",
    "{name} returned the mean probability given to the labels.",
    "Count an example as 1 when its largest element is in the label's column, as 0 otherwise.",
    keeps=0.3,
)
LABELS_FROM_ONE = Misconception(
    "labels_from_one",
    "The predicted classes were counted from 1; the labels are counted from 0.",
    "Column 0 belongs to label 0: compare the result of argmax as it is.",
    keeps=0.5,
)
ONE_LEFT_OUT = Misconception(
    "one_left_out",
    "The first or the last example was left out.",
    "range(n) runs from 0 to n - 1 already, and [1:] and [:-1] drop an example.",
    keeps=0.5,
)
BOOLEAN_MEAN = Misconception(
    "boolean_mean",
    "mean() was called on True and False; torch takes the mean of floats only.",
    "Convert the comparison first, with .float().",
    keeps=0.5,
)
INTEGER_MEAN = Misconception(
    "integer_mean",
    "mean() was called on whole numbers; torch takes the mean of floats only.",
    "Convert what is averaged first, with .float().",
    keeps=0.5,
)
NUMPY_WITH_GRADIENTS = Misconception(
    "numpy_with_gradients",
    "numpy() was called on a tensor that carries gradients; what a net predicts in training does.",
    "Stay with torch, or write .detach().numpy().",
    keeps=0.5,
)
ROUNDED_SCORES = Misconception(
    "rounded_scores",
    "The scores were rounded, or made less precise, before the largest of them was taken.",
    "Two scores that lie close together then become equal. Take argmax of y_hat as it is.",
    keeps=0.5,
)
CUT_OFF = Misconception(
    "cut_off_in_place",
    "{name} cut y_hat off from the net that it comes from; the loss can then not be trained any more.",
    "detach_() and requires_grad_() change y_hat itself; detach() gives a new tensor.",
    keeps=0.5,
)
ACCURACY_SWAPPED = Misconception(
    "accuracy_swapped",
    "accuracy takes (y, y_hat) here; the contract is (y_hat, y).",
    "Change the order of the two.",
    keeps=0.5,
)
