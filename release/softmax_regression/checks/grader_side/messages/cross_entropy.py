"""Messages of the checks of cross_entropy."""

from __future__ import annotations

from lessoncheck.misconceptions import Misconception

LOSS_WRONG = "The loss of example {row} is wrong: it must be -log of the probability given to its label."
LOSS_MEAN = Misconception(
    "loss_mean",
    "cross_entropy returned the mean of the losses.",
    "Return one loss for each example; train_ch3 and sgd do the averaging.",
    keeps=0.5,
)
LOSS_SUM = Misconception(
    "loss_sum",
    "cross_entropy returned the sum of the losses.",
    "Return one loss for each example; train_ch3 does the summing.",
    keeps=0.5,
)
LOSS_SIGN = Misconception(
    "loss_sign",
    "The losses have the wrong sign.",
    "log of a probability is negative or 0; the loss is minus that.",
    keeps=0.5,
)
LOSS_NO_LOG = Misconception(
    "loss_no_log",
    "The probability of the label came back without log.",
    "The loss is -log(p), with the natural log.",
    keeps=0.4,
)
LOSS_ONE_MINUS_P = Misconception(
    "loss_one_minus_p",
    "1 minus the probability of the label came back.",
    "The loss is not what p lacks of 1; it is -log(p).",
    keeps=0.3,
)
LOSS_INVERSE = Misconception(
    "loss_inverse",
    "1 / p came back, where p is the label's probability.",
    "The loss is the log of that, -log(p).",
    keeps=0.4,
)
LOSS_WEIGHTED = Misconception(
    "loss_weighted",
    "The loss was multiplied by the probability of the label: -p * log(p).",
    "The weight of the label is 1, that of all other classes 0; the loss is -log(p).",
    keeps=0.4,
)
LOSS_ENTROPY = Misconception(
    "loss_entropy",
    "-sum(y_hat * log(y_hat)) came back: the labels y have no part in it.",
    "Only the probability of the label y[i] counts in row i.",
    keeps=0.3,
)
LOSS_ALL_CLASSES = Misconception(
    "loss_all_classes",
    "The logs of all classes came back, or their sum: the labels y have no part in it.",
    "Only the probability of the label y[i] counts in row i: pick it first.",
    keeps=0.3,
)
LOSS_NOT_SUMMED = Misconception(
    "loss_not_summed",
    "Each example has a loss for every class, 0 but for its label's; it must have one loss.",
    "Sum each row (dim=1) of the product with the one-hot labels.",
    keeps=0.5,
)
LOSS_OVER_CLASSES = Misconception(
    "loss_over_classes",
    "Each loss was divided by the number of classes.",
    "Sum over the classes of an example, do not average: only the label's term is not 0.",
    keeps=0.5,
)
LOSS_OVER_EXAMPLES = Misconception(
    "loss_over_examples",
    "Each loss was divided by the number of examples.",
    "Return the losses undivided; sgd divides by batch_size.",
    keeps=0.5,
)
LOSS_REST = Misconception(
    "loss_rest",
    "-log(1 - p) came back, where p is the label's probability.",
    "A sure and right prediction must cost nothing: -log(p).",
    keeps=0.3,
)
LOSS_BINARY = Misconception(
    "loss_binary",
    "The other classes were counted as well, with -log(1 - p).",
    "That is the loss of several yes-or-no questions. With one right label of many, only its own term counts.",
    keeps=0.4,
)
LOSS_SQUARED = Misconception(
    "loss_squared",
    "This is the squared error between y_hat and the one-hot labels.",
    "The loss is -log of the label's probability; the other classes do not count.",
    keeps=0.3,
)
LOSS_OF_PREDICTION = Misconception(
    "loss_of_prediction",
    "The largest probability of each row was taken, not that of its label.",
    "Pick the element in column y[i] of row i, be it the largest or not.",
    keeps=0.3,
)
LOSS_LABEL_SHIFTED = Misconception(
    "loss_label_shifted",
    "The element next to the label's was picked.",
    "Labels count from 0 here, like columns; nothing needs to be added or subtracted.",
    keeps=0.5,
)
LOSS_ROWS_AND_COLUMNS = Misconception(
    "loss_rows_and_columns",
    "Rows and columns of y_hat were mixed up: the label must choose the column.",
    "y_hat[row, column]: the row is the number of the example, the column its label.",
    keeps=0.4,
)
LOSS_FIRST_ONLY = Misconception(
    "loss_first_only",
    "Only the loss of the first example came back.",
    "Is return inside the loop? Return one loss for each example.",
    keeps=0.4,
)
LOSS_ONE_ROW = Misconception(
    "loss_one_row",
    "The losses came back as one row, shape (1, n); their shape must be (n,) or (n, 1).",
    "There is one loss for each example, and examples are rows. reshape(-1) on the result gives (n,).",
)
LOSS_SQUEEZED = Misconception(
    "loss_squeezed",
    "For a single example the result has no dimension left; its shape must be (1,) or (1, 1).",
    "squeeze() without a number removes every dimension of length 1. Use squeeze(1) or reshape(-1), or do without.",
)
LOSS_SQUARE_ONLY = Misconception(
    "loss_square_only",
    "cross_entropy is right when there are as many examples as classes, and fails otherwise.",
    "Somewhere y_hat.shape[0] and y_hat.shape[1] are mixed up. There are y_hat.shape[0] examples.",
    keeps=0.4,
)
LOSS_FIXED_SIZE = Misconception(
    "loss_fixed_size",
    "cross_entropy is right for a y_hat of shape {right}, but not for other sizes.",
    "Write no size as a number, such as 10 or 256, and take none from the notebook: y_hat.shape tells them.",
    keeps=0.4,
)
LOSS_LOG10 = Misconception(
    "loss_log10", "The losses are in log10.", "The loss uses the natural logarithm, torch.log.", keeps=0.6
)
LOSS_LOG2 = Misconception(
    "loss_log2", "The losses are in log2.", "The loss uses the natural logarithm, torch.log.", keeps=0.6
)
LOSS_SOFTMAX_AGAIN = Misconception(
    "loss_softmax_again",
    "softmax was applied to y_hat once more.",
    "y_hat holds probabilities already. Torch's own cross-entropy takes raw outputs; this one does not.",
    keeps=0.5,
)
LOSS_ALL_PAIRS = Misconception(
    "loss_all_pairs",
    "cross_entropy returned a loss for every pair of examples, shape {found}.",
    "y_hat[:, y] takes all columns y from every row. Pick one element for each row: gather, or y_hat[range(n), y].",
    keeps=0.4,
)
LOSS_SHAPE = "cross_entropy returned shape {found} for {examples}; it must be ({n},) or ({n}, 1)."
LOSS_EXCHANGED = Misconception(
    "loss_exchanged",
    "cross_entropy({names}) takes the labels first; the lesson calls cross_entropy(y_hat, y).",
    "Exchange the first two parameters in the line that begins with def.",
    keeps=0.5,
)
LOSS_IN_THAT_ORDER = "Called in that order:"
LOSS_DTYPE = Misconception(
    "loss_dtype",
    "The losses have dtype {found} for a y_hat of {right}; the dtype must stay the same.",
    "Do not convert y_hat; make tensors of your own in its dtype.",
)
LOSS_NAN = Misconception(
    "loss_nan",
    "A class that is not the label has probability 0, and the loss became nan.",
    "0 * log(0) is nan. Pick the label's probability first, and take the log of that alone.",
)
LOSS_NAN_GRADIENT = Misconception(
    "loss_nan_gradient",
    "A class that is not the label has probability 0, and the gradient became nan.",
    "backward also runs through the log of classes that were not picked. Pick first, then take the log.",
)
LOSS_GRADIENT_AT_0 = "Where a class that is not the label has probability 0, the gradient is wrong."
LOSS_AT_0_FOLLOWS = "The losses are wrong already where no probability is 0."
LOSS_EPSILON = Misconception(
    "loss_epsilon",
    "A number that is too large was added to the probabilities, or small ones were cut off at it.",
    "-log(p) grows without bound as p goes to 0. At most 0.0001 may be added to p to keep it finite.",
    keeps=0.6,
)
LOSS_ZERO = Misconception(
    "loss_zero",
    "A label that was given probability 0 got the loss 0, as if it were certain.",
    "This is the worst of all predictions; its loss must be large (infinite is fine).",
)
LOSS_SMALL = "A label that was given probability 0 got the loss {found:.4g}; it must be large (infinite is fine)."
LOSS_SMALL_HINT = "-log(p) grows without bound as p goes to 0. At most 0.0001 may be added to p to keep it finite."
