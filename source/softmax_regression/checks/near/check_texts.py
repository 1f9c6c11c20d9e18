"""Every sentence the checks of this lesson say to a student: what is wrong, which rule it breaks, what to do.

A Misconception is (id, what is wrong, hint). Names in braces are filled in by the checks.
"""

from __future__ import annotations

from lessoncheck.misconceptions import Misconception

# --- what came back at all

NOTHING = Misconception(
    "returned_nothing", "{name} returned nothing (None).", "Is the `return` missing, or indented too far?"
)
NOT_A_TENSOR = Misconception(
    "not_a_tensor",
    "{name} returned a {kind}; it must return a tensor of floats.",
    "Stay with torch from the first line to the last: no numpy, no lists, no .item(), and one result only.",
)
NOT_A_NUMBER = "{name} returned a {kind}; it must return one number."
NOT_ONE_NUMBER = "{name} returned a tensor of shape {found}; it must return one number."
WRONG_SHAPE = "{name} returned shape {found} for {given}; it must be {right}."
NOT_FINITE = "{name} returned {found}, which is not a finite number."
FAR_FROM = "Numbers may differ by {atol:g} + {rtol:g} times the right value, no more."
CHANGED = Misconception(
    "argument_changed",
    "{name} changed its argument {argument}.",
    "Operators that end in _ , and += or -=, work in place. Make a new tensor instead.",
)
FOR_INPUT = "for {given}"

# --- from scratch

LIBRARY = Misconception(
    "library_call",
    "{name} leaves its work to torch's own {operators}.",
    "From scratch means with tensor arithmetic (exp, log, sums, indexing, gather) and nothing ready-made.",
)
OPTIMIZER = Misconception(
    "library_optimizer",
    "{name} builds torch.optim's {classes}.",
    "Update the parameters with arithmetic of your own; torch.optim is for the next notebook.",
)

# --- gradients

NO_GRADIENT = Misconception(
    "no_gradient",
    "No gradient flows from {name}'s result back to {argument}.",
    "detach(), .data, .item(), numpy and torch.no_grad() cut the result off from autograd; training then stands still.",
)
WRONG_GRADIENT = Misconception(
    "wrong_gradient",
    "The value of {name} is right, but the gradient that flows back to {argument} is wrong.",
    "Part of the computation is cut off from autograd (detach, .data, no_grad, torch.tensor(...)).",
)
OVERWRITTEN = Misconception(
    "overwritten_in_place",
    "No gradient can flow back to {argument}: {name} writes over a result that autograd still needs.",
    "Operators that end in _ , and += or /=, work in place. Give each step's result a tensor of its own.",
)
GRADIENT_OF_WRONG_VALUE = "The value of {name} is wrong, and so is the gradient that follows from it."

# --- softmax

SOFTMAX_WRONG = "Row {row} of softmax(X) is wrong: each element must be its exp over the sum of its row's exps."
SOFTMAX_ALONG_COLUMNS = Misconception(
    "softmax_along_columns",
    "The columns of softmax(X) sum to 1; the rows must.",
    "dim=0 runs down a column, dim=1 along a row. Each row is one example.",
)
SOFTMAX_KEEPDIM = Misconception(
    "softmax_keepdim",
    "Element (i, j) was divided by the sum of row j; it must be divided by the sum of its own row i.",
    "Without keepdim=True the sums have shape (n,) and are broadcast along the wrong dimension.",
)
SOFTMAX_WHOLE = Misconception(
    "softmax_whole",
    "All elements of softmax(X) together sum to 1; each row must.",
    "Sum along dim=1 and keep that dimension, so that every row has a sum of its own.",
)
SOFTMAX_NOT_DIVIDED = Misconception(
    "softmax_not_divided",
    "softmax(X) holds exponentials that were not divided by the sum of their row; the rows do not sum to 1.",
    "Divide every exponential by the sum of its row.",
)
SOFTMAX_NO_EXP = Misconception(
    "softmax_no_exp",
    "The elements of X were divided by their row's sum without exp.",
    "Take exp of every element first; that is what makes all of them positive.",
)
SOFTMAX_SUM_WITHOUT_EXP = Misconception(
    "softmax_sum_without_exp",
    "The exponentials were divided by the sum of the row of X itself; the rows do not sum to 1.",
    "Sum what you divide: the exponentials.",
)
SOFTMAX_EXP_OF_SUM = Misconception(
    "softmax_exp_of_sum",
    "The exponentials were divided by exp of the row's sum; it must be the sum of the row's exponentials.",
    "First exp of every element, then the sum.",
)
SOFTMAX_MEAN = Misconception(
    "softmax_mean",
    "The exponentials were divided by their row's mean, so that every row sums to the number of columns.",
    "Divide by the row's sum.",
)
SOFTMAX_HALF_SHIFTED = Misconception(
    "softmax_half_shifted",
    "The maximum was subtracted above the fraction bar or below it, but not in both places.",
    "Take exp once, give the result a name, and use it for the elements and for the sums.",
)
SOFTMAX_COLUMN_MAXIMUM = Misconception(
    "softmax_column_maximum",
    "Each column's maximum was subtracted. That changes the result: the elements of a row lose different numbers.",
    "Only a number that is the same for the whole row may be subtracted: the row's own maximum (dim=1).",
)
SOFTMAX_LOG = Misconception(
    "softmax_log",
    "softmax(X) returned the logarithms of the probabilities.",
    "Return the probabilities themselves.",
)
SOFTMAX_SIGN = Misconception(
    "softmax_sign",
    "This is the softmax of -X: the largest element of a row got the smallest value.",
    "Take exp of X, not of -X.",
)
SOFTMAX_SIGMOID = Misconception(
    "softmax_sigmoid",
    "Every element was treated on its own, 1 / (1 + exp(-x)), so the rows do not sum to 1.",
    "That is the sigmoid. In softmax the elements of a row share one sum.",
)
SOFTMAX_BASE = Misconception(
    "softmax_base", "The powers are those of 2 or 10, not of e.", "Use torch.exp, or the method exp."
)
SOFTMAX_TWICE = Misconception(
    "softmax_twice",
    "softmax was applied twice: to X, and once more to the probabilities.",
    "Divide the exponentials by their row's sum, and leave it at that.",
)
SOFTMAX_HARD = Misconception(
    "softmax_hard",
    "Each row holds a 1 at its maximum and 0 elsewhere.",
    "That is a decision, not probabilities. Every class gets a share: its exp over the sum of the row's exps.",
)
SOFTMAX_ROUNDED = Misconception(
    "softmax_rounded", "The probabilities were rounded.", "Return them as they are; round only when you print."
)
SOFTMAX_EPSILON = Misconception(
    "softmax_epsilon",
    "The rows sum to less than 1, as they do when a number is added to the sum that they are divided by.",
    "Add nothing: exponentials are positive, and with the row's maximum subtracted their sum is 1 or more.",
)
SOFTMAX_TRANSPOSED = Misconception(
    "softmax_transposed",
    "Rows and columns of softmax(X) changed places.",
    "After dividing the transposed tensor, transpose it back; or keep the row sums as a column (keepdim=True).",
)
SOFTMAX_FIRST_ROW = Misconception(
    "softmax_first_row",
    "Only the first row of softmax(X) came back.",
    "Is `return` inside the loop? All rows belong to the result.",
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
)
SOFTMAX_FIXED_SIZE = Misconception(
    "softmax_fixed_size",
    "softmax(X) is right for an X of shape {right}, but not for other sizes.",
    "Write no size as a number, such as 10 or 256, and take none from the notebook: X.shape tells them.",
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

# --- cross_entropy

LOSS_WRONG = "The loss of example {row} is wrong: it must be -log of the probability given to its label."
LOSS_MEAN = Misconception(
    "loss_mean",
    "cross_entropy returned the mean of the losses.",
    "Return one loss for each example; train_ch3 and sgd do the averaging.",
)
LOSS_SUM = Misconception(
    "loss_sum",
    "cross_entropy returned the sum of the losses.",
    "Return one loss for each example; train_ch3 does the summing.",
)
LOSS_SIGN = Misconception(
    "loss_sign", "The losses have the wrong sign.", "log of a probability is negative or 0; the loss is minus that."
)
LOSS_NO_LOG = Misconception(
    "loss_no_log",
    "The probability of the label came back without log.",
    "The loss is -log(p), with the natural log.",
)
LOSS_ONE_MINUS_P = Misconception(
    "loss_one_minus_p",
    "1 minus the probability of the label came back.",
    "What is missing to 1 is not the loss; the loss is -log(p).",
)
LOSS_INVERSE = Misconception(
    "loss_inverse", "1 / p came back, where p is the label's probability.", "The loss is the log of that, -log(p)."
)
LOSS_WEIGHTED = Misconception(
    "loss_weighted",
    "The loss was multiplied by the probability of the label: -p * log(p).",
    "The weight of the label is 1, that of all other classes 0; the loss is -log(p).",
)
LOSS_ENTROPY = Misconception(
    "loss_entropy",
    "-sum(y_hat * log(y_hat)) came back: the labels y have no part in it.",
    "Only the probability of the label y[i] counts in row i.",
)
LOSS_ALL_CLASSES = Misconception(
    "loss_all_classes",
    "The logs of all classes came back, or their sum: the labels y have no part in it.",
    "Only the probability of the label y[i] counts in row i: pick it first.",
)
LOSS_NOT_SUMMED = Misconception(
    "loss_not_summed",
    "Each example has a loss for every class, 0 but for its label's; it must have one loss.",
    "Sum each row (dim=1) of the product with the one-hot labels.",
)
LOSS_OVER_CLASSES = Misconception(
    "loss_over_classes",
    "Each loss was divided by the number of classes.",
    "Over the classes of an example sum, do not average: only the label's term is not 0.",
)
LOSS_OVER_EXAMPLES = Misconception(
    "loss_over_examples",
    "Each loss was divided by the number of examples.",
    "Return the losses undivided; sgd divides by batch_size.",
)
LOSS_REST = Misconception(
    "loss_rest",
    "-log(1 - p) came back, where p is the label's probability.",
    "A sure and right prediction must cost nothing: -log(p).",
)
LOSS_BINARY = Misconception(
    "loss_binary",
    "The other classes were counted as well, with -log(1 - p).",
    "That is the loss of several yes-or-no questions. With one right label of many, only its own term counts.",
)
LOSS_SQUARED = Misconception(
    "loss_squared",
    "This is the squared error between y_hat and the one-hot labels.",
    "The loss is -log of the label's probability; the other classes do not count.",
)
LOSS_OF_PREDICTION = Misconception(
    "loss_of_prediction",
    "The largest probability of each row was taken, not that of its label.",
    "Pick the element in column y[i] of row i, be it the largest or not.",
)
LOSS_LABEL_SHIFTED = Misconception(
    "loss_label_shifted",
    "The element next to the label's was picked.",
    "Labels count from 0 here, like columns; nothing needs to be added or subtracted.",
)
LOSS_ROWS_AND_COLUMNS = Misconception(
    "loss_rows_and_columns",
    "Rows and columns of y_hat were mixed up: the label must choose the column.",
    "y_hat[row, column]: the row is the number of the example, the column its label.",
)
LOSS_FIRST_ONLY = Misconception(
    "loss_first_only",
    "Only the loss of the first example came back.",
    "Is `return` inside the loop? Return one loss for each example.",
)
LOSS_ONE_ROW = Misconception(
    "loss_one_row",
    "The losses came back as one row, shape (1, n); their shape must be (n,) or (n, 1).",
    "There is one loss for each example, and examples are rows. Do not transpose, or use reshape(-1).",
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
)
LOSS_FIXED_SIZE = Misconception(
    "loss_fixed_size",
    "cross_entropy is right for a y_hat of shape {right}, but not for other sizes.",
    "Write no size as a number, such as 10 or 256, and take none from the notebook: y_hat.shape tells them.",
)
LOSS_LOG10 = Misconception("loss_log10", "The losses are in log10.", "The loss uses the natural logarithm, torch.log.")
LOSS_LOG2 = Misconception("loss_log2", "The losses are in log2.", "The loss uses the natural logarithm, torch.log.")
LOSS_SOFTMAX_AGAIN = Misconception(
    "loss_softmax_again",
    "softmax was applied to y_hat once more.",
    "y_hat holds probabilities already. Torch's own cross-entropy takes raw outputs; this one does not.",
)
LOSS_ALL_PAIRS = Misconception(
    "loss_all_pairs",
    "cross_entropy returned a loss for every pair of examples, shape {found}.",
    "y_hat[:, y] takes all columns y from every row. Pick one element for each row: gather, or y_hat[range(n), y].",
)
LOSS_SHAPE = "cross_entropy returned shape {found} for {n} examples; it must be ({n},) or ({n}, 1)."
LOSS_EPSILON = Misconception(
    "loss_epsilon",
    "A number that is too large was added to the probabilities, or small ones were cut off at it.",
    "-log(p) grows without bound as p goes to 0. At most 0.0001 may be added to p to keep it finite.",
)
LOSS_ZERO = Misconception(
    "loss_zero",
    "A label that was given probability 0 got the loss 0, as if it were certain.",
    "This is the worst of all predictions; its loss must be large (infinite is fine).",
)
LOSS_SMALL = "A label that was given probability 0 got the loss {found}; it must be large (infinite is fine)."
LOSS_SMALL_HINT = "-log(p) grows without bound as p goes to 0. At most 0.0001 may be added to p to keep it finite."

# --- accuracy and evaluate_accuracy

FRACTION_WRONG = "{name} returned {found:.6g} where {right} of {n} predictions are right; it must be {fraction:.6g}."
COUNT = Misconception(
    "count",
    "{name} returned the number of right predictions, {found:g} of {n}.",
    "Divide by the number of examples.",
)
PERCENTAGE = Misconception(
    "percentage", "{name} returned a percentage, {found:g}.", "Return the fraction, between 0 and 1."
)
ERROR_RATE = Misconception(
    "error_rate", "{name} returned the fraction of wrong predictions.", "Count where prediction and label agree."
)
ROUNDED = Misconception("rounded", "{name} returned a rounded fraction.", "Return it as it is; round when printing.")
ARGMAX_COLUMNS = Misconception(
    "argmax_columns",
    "The largest element of each column was taken for the prediction; it must be that of each row.",
    "dim=0 runs down a column, dim=1 along a row. Each row is one example.",
)
ARGMAX_EVERYTHING = Misconception(
    "argmax_everything",
    "The position of the largest element of the whole table was compared with every label.",
    "Without a dimension argmax looks at all elements together. Tell it to look along each row.",
)
ARGMIN = Misconception(
    "argmin", "The smallest element of each row was taken for the prediction.", "The prediction is the largest one."
)
EVERY_PAIR = Misconception(
    "every_pair",
    "Every prediction was compared with every label, not only with that of its own example.",
    "Shape (n, 1) against (n,) is broadcast to n x n comparisons. Both must have shape (n,): leave keepdim out.",
)
DIVIDED_BY_CLASSES = Misconception(
    "divided_by_classes",
    "The number of right predictions was divided by the number of classes.",
    "Divide by the number of examples: that of the rows, not of the columns.",
)
DIVIDED_BY_ELEMENTS = Misconception(
    "divided_by_elements",
    "The number of right predictions was divided by the number of elements of y_hat.",
    "Divide by the number of examples: one for each row.",
)
ONE_HOT_ELEMENTS = Misconception(
    "one_hot_elements",
    "The single elements of one-hot rows were compared; most zeros agree there even when the prediction is wrong.",
    "Compare one number for each example: the predicted class with the label.",
)
TEN_CLASSES = Misconception(
    "ten_classes",
    "{name} is right for ten classes only.",
    "Nothing in it needs the number of classes: look along dim=1, however long that is.",
)
FIXED_DIVISOR = Misconception(
    "fixed_divisor",
    "The number of right predictions was divided by {divisor}, whatever the number of examples.",
    "Take the number of examples from what you are given.",
)
WHOLE_OR_NOTHING = Misconception(
    "whole_or_nothing",
    "{name} is 1 when every single prediction is right, and 0 in every other case.",
    "// and int() drop what follows the point, and all() or equal() ask about all at once. "
    "Divide the number of right ones by the number of all, with /.",
)
NEVER_RIGHT = Misconception(
    "never_right",
    "{name} is 0 even where every prediction is right.",
    "Compare the position of the largest element with the label, not the largest element itself.",
)
ABOVE_ONE_HALF = Misconception(
    "above_one_half",
    "A prediction counted as right only where the label's probability was above one half.",
    "The largest element of the row is the prediction, however small it is.",
)
MEAN_PROBABILITY = Misconception(
    "mean_probability",
    "{name} returned the mean probability given to the labels.",
    "Count an example as 1 when its largest element is in the label's column, as 0 otherwise.",
)
LABELS_FROM_ONE = Misconception(
    "labels_from_one",
    "The predicted classes were counted from 1; the labels are counted from 0.",
    "Column 0 belongs to label 0: compare the result of argmax as it is.",
)
ONE_LEFT_OUT = Misconception(
    "one_left_out",
    "The first or the last example was left out.",
    "range(n) runs from 0 to n - 1 already, and [1:] and [:-1] drop an example.",
)
BOOLEAN_MEAN = Misconception(
    "boolean_mean",
    "mean() was called on True and False; torch takes the mean of floats only.",
    "Convert the comparison first, with .float().",
)
ACCURACY_SWAPPED = Misconception(
    "accuracy_swapped", "accuracy takes (y, y_hat) here; the contract is (y_hat, y).", "Change the order of the two."
)
NOT_A_FLOAT = Misconception(
    "not_a_float",
    "{name} returned a {kind}; it must return a Python float.",
    "For a tensor with one element, .item() or float(...) gives the Python number.",
)
NOT_A_FLOAT_INT_HINT = "A whole number is a count. The fraction is the count over the number of examples."
MEAN_OF_BATCHES = Misconception(
    "mean_of_batches",
    "The accuracies of the batches were averaged, as if all batches were equally long.",
    "Add up right predictions and examples over all batches, and divide once at the end.",
)
FULL_BATCHES = Misconception(
    "full_batches",
    "The number of right predictions was divided as if every batch were as long as the first.",
    "Add up the number of examples that were really there; the last batch may be shorter.",
)
ONE_BATCH = Misconception(
    "one_batch",
    "Only one of the batches was counted.",
    "Is `return` inside the loop, or are the sums set to 0 in every turn?",
)
FIRST_BATCHES = Misconception(
    "first_batches", "Not all batches were counted: only the first ten or so.", "Go through the whole data_iter."
)
SHORT_LEFT_OUT = Misconception(
    "short_left_out", "The last batch was left out.", "A shorter batch counts like the others; go through all of them."
)
FRACTIONS_ADDED = Misconception(
    "fractions_added",
    "The accuracies of the batches were added up and divided by the number of examples: averaged twice.",
    "accuracy gives a fraction. Make it a count, with the length of its batch, before you add it up.",
)
FRACTIONS_NOT_AVERAGED = Misconception(
    "fractions_not_averaged",
    "The accuracies of the batches were added up, and not divided by anything.",
    "Add up right predictions and examples over all batches, and divide once at the end.",
)
RUNNING_AVERAGE = Misconception(
    "running_average",
    "Each batch was averaged with the result so far, so that the last batches count most.",
    "Add up right predictions and examples over all batches, and divide once at the end.",
)
DIVIDED_BY_BATCHES = Misconception(
    "divided_by_batches",
    "The number of right predictions was divided by the number of batches.",
    "Divide by the number of examples.",
)
FIXED_BATCH_SIZE = Misconception(
    "fixed_batch_size",
    "The number of right predictions was divided as if every batch had {divisor} examples.",
    "Add up the number of examples that were really there.",
)
LAST_LENGTH = Misconception(
    "last_length",
    "The right predictions of all batches were divided by the number of examples of the last one.",
    "Add up the examples as you add up the right predictions: with +=, from 0, which is set once before the loop.",
)
LAST_RIGHT = Misconception(
    "last_right",
    "The right predictions of the last batch were divided by the number of examples of all.",
    "Add up the right predictions as you add up the examples: with +=, from 0, which is set once before the loop.",
)
SWAPPED = Misconception(
    "swapped",
    "evaluate_accuracy takes (net, data_iter) here; the contract is (data_iter, net).",
    "Other editions of the lesson have it the other way round. Change the order of the two arguments.",
)
NET_CHANGED = Misconception(
    "net_changed",
    "evaluate_accuracy changed the parameters of net; it must only look.",
    "Predict and count, nothing else: no update and no fresh start belongs here.",
)
MODULE_ONLY = Misconception(
    "module_only",
    "evaluate_accuracy takes net for a torch.nn Module; it may also be a plain function.",
    "Only call net(X); if you want net.eval(), ask isinstance(net, torch.nn.Module) before.",
)
FUNCTION_ONLY = Misconception(
    "function_only",
    "evaluate_accuracy takes net for a plain function; it may also be a torch.nn Module.",
    "Only call net(X); leave out what only a function has.",
)
FIXED_IMAGE_SIZE = Misconception(
    "fixed_image_size",
    "evaluate_accuracy reshapes the images to 784 pixels; they may have any size.",
    "Hand X to net as it comes; reshaping is net's own affair.",
)
READS_GLOBALS = Misconception(
    "reads_globals",
    "{name} reads the notebook's own {variable} instead of its arguments.",
    "Use the arguments only; in grading the notebook's names hold something else, or nothing.",
)
READS_GLOBALS_HINT = "Use the arguments only; in grading the notebook's names hold something else, or nothing."

# --- sgd

SGD_WRONG = "A parameter is wrong after sgd: every p must become p - lr * p.grad / batch_size."
SGD_UNCHANGED = Misconception(
    "sgd_unchanged",
    "sgd left the parameters as they were.",
    "`p = p - ...` only gives a new tensor the name p: change the tensor in place, p -= ... or p.data = ... "
    "And clear the gradients after the step, if at all.",
)
SGD_UPHILL = Misconception(
    "sgd_uphill", "sgd goes uphill: it adds the gradient.", "Subtract it; the loss is to become smaller."
)
SGD_NOT_DIVIDED = Misconception(
    "sgd_not_divided", "The gradients were not divided by batch_size.", "They belong to the sum over the batch."
)
SGD_NO_LR = Misconception("sgd_no_lr", "The learning rate was not used.", "Multiply the gradient by lr.")
SGD_TWICE = Misconception("sgd_twice", "The gradients were divided by batch_size twice.", "Divide once.")
SGD_FIRST_ONLY = Misconception(
    "sgd_first_only",
    "Only the first parameter was updated.",
    "Go through all of params; is `return` inside the loop?",
)
SGD_LAST_ONLY = Misconception(
    "sgd_last_only", "Only the last parameter was updated.", "The update belongs inside the loop over params."
)
SGD_MATRICES_ONLY = Misconception(
    "sgd_matrices_only",
    "Only the matrices were updated; vectors such as the bias stayed as they were.",
    "Go through all of params, whatever their shape.",
)
SGD_DIVISOR = Misconception(
    "sgd_divisor",
    "The gradients were divided by {divisor}, whatever batch_size is.",
    "Divide by the argument batch_size.",
)
SGD_STEP = Misconception(
    "sgd_step",
    "The gradients were multiplied by about {step:g}, whatever lr and batch_size are.",
    "Use the arguments lr and batch_size.",
)
SGD_BY_LENGTH = Misconception(
    "sgd_by_length",
    "The gradients were divided by the length of the parameter or of its gradient, not by batch_size.",
    "How many examples there were cannot be seen in a parameter; the argument batch_size tells it.",
)
SGD_BY_PARAMS = Misconception(
    "sgd_by_params",
    "The gradients were divided by the number of parameters, not by batch_size.",
    "len(params) is how many tensors there are. Divide by the argument batch_size.",
)
SGD_MULTIPLIED = Misconception("sgd_multiplied", "The gradients were multiplied by batch_size.", "Divide them by it.")
SGD_LR_DIVIDES = Misconception(
    "sgd_lr_divides", "The gradients were divided by the learning rate.", "Multiply by lr, divide by batch_size."
)
SGD_SWAPPED = Misconception(
    "sgd_swapped",
    "lr and batch_size have changed places.",
    "The contract is sgd(params, lr, batch_size), in this order; multiply by lr and divide by batch_size.",
)
SGD_LR_SHRINKS = Misconception(
    "sgd_lr_shrinks",
    "Each further parameter took a shorter step: lr was divided by batch_size again for each of them.",
    "Leave lr as it is inside the loop.",
)
SGD_STEPS_TWICE = Misconception("sgd_steps_twice", "Each parameter took the step twice.", "Take it once.")
SGD_FLOOR = Misconception(
    "sgd_floor", "The steps were rounded to whole numbers.", "// drops what follows the point; divide with / instead."
)
SGD_ONE_NUMBER = Misconception(
    "sgd_one_number",
    "All elements of a parameter were changed by the same number, the {what} of its gradient.",
    "Each element has a gradient of its own: p.grad has the shape of p. The division by batch_size is the averaging.",
)
SGD_SIGN = Misconception(
    "sgd_sign", "Only the signs of the gradients were used.", "Subtract the gradient itself, not its sign."
)
SGD_NO_GRAD_USED = Misconception(
    "sgd_no_grad_used", "The parameters were multiplied by lr / batch_size instead of their gradients.", "Use p.grad."
)
SGD_ONLY_STEP = Misconception(
    "sgd_only_step", "The parameters are the steps themselves.", "Subtract the step from what the parameter was."
)
SGD_IN_AUTOGRAD = Misconception(
    "sgd_in_autograd",
    "A parameter was changed in place while autograd was watching.",
    "torch forbids that for a tensor with requires_grad=True. Update inside `with torch.no_grad():`, or through .data.",
)
SGD_GRAD_NONE = Misconception(
    "sgd_grad_none",
    "sgd used the .grad of a tensor that has none (None).",
    "The gradients belong to the tensors in params: p.grad. A copy, p.data and the notebook's W and b have none here, "
    "nor has a p whose gradient was cleared before.",
)
SGD_TWO_PARAMS = Misconception(
    "sgd_two_params",
    "sgd takes params apart into a fixed number of tensors.",
    "There may be any number of parameters: loop over params.",
)
SGD_ARGUMENTS = Misconception(
    "sgd_arguments",
    "sgd takes other arguments than (params, lr, batch_size).",
    "Other editions of the lesson differ. Write the first line as the lesson has it.",
)
SGD_DICTIONARY = Misconception(
    "sgd_dictionary",
    "sgd looks something up in a number: lr and batch_size are plain numbers.",
    "Other editions of the lesson hand over a dictionary of settings; here use lr and batch_size themselves.",
)
SGD_REPLACED = Misconception(
    "sgd_replaced",
    "sgd put other tensors into params; it must change the ones that it was given.",
    "Change each tensor in place: p -= ... inside torch.no_grad(), or p.data = ...",
)
SGD_NO_REQUIRES_GRAD = Misconception(
    "sgd_no_requires_grad",
    "After sgd the parameters no longer take gradients (requires_grad, as a leaf tensor).",
    "Update inside `with torch.no_grad():`, or through p.data; the tensors then stay as they are.",
)
SGD_DTYPE = Misconception(
    "sgd_dtype",
    "sgd turned a {right} parameter into {found}.",
    "Do not convert p or p.grad; compute in the dtype that they have.",
)
SGD_PRECISION = Misconception(
    "sgd_precision",
    "For float64 parameters, sgd is not as exact as float64 is.",
    "Do not convert p or p.grad; compute in the dtype that they have.",
)

# --- train_ch3

WANTED_LINE = "epoch 1, loss 0.7870, train acc 0.751, test acc 0.794"
# what the notebook has under these names is no argument of train_ch3
TRAIN_NOTEBOOK_NAMES = (
    *("net", "train_iter", "test_iter", "data_iter", "loss", "num_epochs", "batch_size", "params", "lr", "optimizer"),
    *("W", "b", "X", "y", "y_hat", "num_inputs", "num_outputs", "softmax", "cross_entropy"),
)
TRAIN_WRONG = "After {epochs} epoch(s) of {batches} mini-batch(es), {which} is not what gradient descent arrives at."
TRAIN_OPTIMIZER_WRONG = "With optimizer=..., {which} is not what the optimiser's steps arrive at."
TRAIN_UNCHANGED = Misconception(
    "train_unchanged", "The parameters did not change.", "Each mini-batch needs backward() and then one update."
)
TRAIN_NO_UPDATE = Misconception(
    "train_no_update",
    "The gradients were computed, but the parameters were never updated.",
    "After backward() comes the update: your sgd, or the step of the optimizer if one is given.",
)
TRAIN_CLEARED_TOO_LATE = Misconception(
    "train_cleared_too_late",
    "The gradients were cleared between backward() and the update: no gradient was left to update with.",
    "Clear before backward() or after the update, not between them.",
)
TRAIN_UPDATE_FIRST = Misconception(
    "train_update_first",
    "The parameters were updated before backward() had computed this mini-batch's gradients.",
    "The order in each turn: predict, sum the loss, clear the gradients, backward, update.",
)
TRAIN_BY_LENGTH = Misconception(
    "train_by_length",
    "The gradients of a shorter batch were divided by its own length.",
    "Hand the argument batch_size to sgd, for the short last batch too; and sum the loss, do not average it.",
)
TRAIN_TWICE = Misconception(
    "train_twice",
    "The gradients were averaged twice.",
    "sgd divides by batch_size already, so call backward() on the sum of the loss, not on its mean.",
)
TRAIN_NOT_DIVIDED = Misconception(
    "train_not_divided", "The gradients were never divided by batch_size.", "Hand batch_size to sgd as it is."
)
TRAIN_ACCUMULATED = Misconception(
    "train_accumulated",
    "The gradients of earlier mini-batches were still there: each update used their sum.",
    "Clear the gradients before every backward().",
)
TRAIN_CLEARS_SOME = Misconception(
    "train_clears_some",
    "Only one of the parameters had its gradient cleared; the other one's went on adding up.",
    "Go through all of params when you clear.",
)
TRAIN_CLEARS_PER_EPOCH = Misconception(
    "train_clears_per_epoch",
    "The gradients were cleared once per epoch; they must be cleared for every mini-batch.",
    "Move the clearing into the loop over the mini-batches.",
)
TRAIN_UPHILL = Misconception(
    "train_uphill", "Training goes uphill: the gradient is added.", "Subtract it; the loss is to become smaller."
)
TRAIN_UPDATES_SOME = Misconception(
    "train_updates_some",
    "Only one of the parameters was updated; the other one is as it was.",
    "Hand all of params to sgd.",
)
TRAIN_OTHER_LR = Misconception(
    "train_other_lr",
    "The learning rate used was {found:g}; train_ch3 was given lr = {right:g}.",
    "Use the argument lr, not a number or a variable of the notebook.",
)
TRAIN_OTHER_SIZE = Misconception(
    "train_other_batch_size",
    "sgd was called with batch_size = {found:g}; train_ch3 was given {right}.",
    "Hand on the argument batch_size as it is.",
)
TRAIN_ARGUMENT_ORDER = Misconception(
    "train_argument_order",
    "num_epochs and batch_size have changed places.",
    "The order is (net, train_iter, test_iter, loss, num_epochs, batch_size, params, lr, optimizer).",
)
TRAIN_ONE_EPOCH = Misconception(
    "train_one_epoch",
    "The parameters are those after one epoch, whatever num_epochs says.",
    "Go through train_iter anew in each of the num_epochs epochs; is a `return` inside that loop?",
)
TRAIN_FIXED_EPOCHS = Misconception(
    "train_fixed_epochs",
    "Training ran for {found} epochs; num_epochs is {right}.",
    "Let the argument num_epochs say how often the outer loop runs.",
)
TRAIN_FIRST_BATCHES = Misconception(
    "train_first_batches",
    "Each epoch stopped after the first ten or so mini-batches.",
    "Go through the whole of train_iter; is a `break` left over from trying it out?",
)
TRAIN_SKIPS_LAST = Misconception(
    "train_skips_last",
    "The last mini-batch of each epoch was left out.",
    "A shorter batch counts too; only divide by the batch_size that was given.",
)
TRAIN_ONE_UPDATE = Misconception(
    "train_one_update",
    "There was only one update in an epoch; every mini-batch needs its own.",
    "Loss, backward and update all belong inside the loop over train_iter; look at the indentation.",
)
TRAIN_ON_TEST = Misconception(
    "train_on_test", "The parameters were trained on test_iter.", "Train on train_iter; test_iter is for testing only."
)
TRAIN_NO_GRAD = Misconception(
    "train_no_grad",
    "The predictions were made with autograd switched off, so backward() has nothing to go back through.",
    "torch.no_grad() is for evaluating and for the update itself, not for net and loss.",
)
TRAIN_CUT_OFF = Misconception(
    "train_cut_off",
    "The prediction or its loss was cut off from autograd, so backward() cannot reach the parameters.",
    "Keep net's output and the loss as they are until after backward(): no detach(), .data, .item() or numpy there.",
)
TRAIN_VECTOR = Misconception(
    "train_vector",
    "backward() was called on a tensor of several losses; it needs a single number.",
    "Sum the losses of the mini-batch first.",
)
TRAIN_BACKWARD_TWICE = Misconception(
    "train_backward_twice",
    "backward() went a second time through a mini-batch that was done already.",
    "Call it once for each mini-batch, on that batch's loss alone; add up .item(), not tensors, for the printed loss.",
)
TRAIN_NOTHING_TO_CLEAR = Misconception(
    "train_nothing_to_clear",
    "A gradient was cleared before there was one: until the first backward() it is None.",
    "Only clear the gradients that are not None.",
)
TRAIN_NEEDS_OPTIMIZER = Misconception(
    "train_needs_optimizer",
    "The optimizer was used although none was given (it is None then).",
    "Without an optimizer, clear the gradients of params yourself and update with your sgd.",
)
TRAIN_NO_OPTIMIZER = Misconception(
    "train_no_optimizer",
    "The optimizer that was given was not used; params and lr (None then) were.",
    "When an optimizer is given, clear with optimizer.zero_grad() and update with optimizer.step().",
)
TRAIN_SGD_AS_WELL = Misconception(
    "train_sgd_as_well",
    "sgd was called as well as optimizer.step(); with an optimizer, params and lr are None.",
    "One update for each mini-batch: optimizer.step() if there is an optimizer, else sgd.",
)
TRAIN_IGNORES_NET = Misconception(
    "train_ignores_arguments", "The net that was handed over was never called.", "Predict with the argument net."
)
TRAIN_IGNORES_LOSS = Misconception(
    "train_ignores_arguments",
    "The loss that was handed over was never called.",
    "Call the argument loss, whatever the notebook's own loss function is called.",
)
TRAIN_READS_GLOBALS = Misconception(
    "train_ignores_arguments",
    "train_ch3 uses the notebook's {name}; it may use its arguments, sgd, evaluate_accuracy and accuracy only.",
    "In grading the notebook's names hold something else, or nothing. Everything needed is among the arguments.",
)
TRAIN_SIGNATURE = Misconception(
    "train_signature",
    "train_ch3 cannot be called with the nine arguments of this lesson.",
    "The signature is (net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, "
    "optimizer=None); other editions have another one.",
)
TRAIN_PASSES = Misconception(
    "train_same_order",
    "train_iter was gone through {passes} time(s) in {epochs} epochs.",
    "Write `for X, y in train_iter` inside the loop over epochs: the order is a new one each time.",
)
LINES_COUNT = "{found} line(s) of the wanted form were printed for {epochs} epoch(s)."
LINES_HINT = "After each epoch print one line such as: {wanted}"
PRINTS_NOTHING = Misconception(
    "prints_nothing", "Nothing was printed.", f"After each epoch print one line such as: {WANTED_LINE}"
)
ONLY_LAST_LINE = Misconception(
    "only_last_line",
    "A line was printed for the last epoch only.",
    "print belongs inside the loop over epochs; look at the indentation.",
)
LINE_PER_BATCH = Misconception(
    "line_per_batch",
    "A line was printed for every mini-batch; there must be one for each epoch.",
    "print belongs after the loop over train_iter; look at the indentation.",
)
LINES_NUMBERS = "The epochs were numbered {found}; they must be {right}."
LINES_NUMBERS_HINT = "The first epoch is number 1."
LINES_FROM_ZERO = Misconception(
    "epochs_from_zero", "The epochs were numbered from 0.", "The first epoch is number 1; range starts at 0."
)
PRINTED_NOTHING = "(nothing was printed)"
FIGURE = "Epoch {epoch}: {what} was printed as {found:g}; it must be {right:.4f}."
FIGURE_FOLLOWS = "The parameters were already wrong on the way, and this figure follows from them."
LOSS_RULE = "It is the sum of the losses of all examples over their number, with at least 3 decimals."
TRAIN_ACC_RULE = "Count the right ones among the predictions that were made before each update, over all examples."
TEST_ACC_RULE = "It is what evaluate_accuracy(test_iter, net) gives after the epoch's last update."
LOSS_MEAN_OF_MEANS = Misconception(
    "loss_mean_of_means",
    "The mean losses of the batches were averaged; a short last batch then counts too much.",
    "Add up the losses of all examples, and divide once by the number of examples.",
)
LOSS_TOO_SMALL = Misconception(
    "loss_too_small",
    "The batches' mean losses were added up and divided by the number of examples: averaged twice.",
    "Add up the sums of the losses, not their means.",
)
LOSS_TOTAL = Misconception(
    "loss_total",
    "The loss printed is the sum over the epoch.",
    "Divide it by the number of examples.",
)
LOSS_PER_BATCH = Misconception(
    "loss_per_batch",
    "The sum of the losses was divided by the number of batches.",
    "Divide it by the number of examples.",
)
LOSS_UPDATED = Misconception(
    "loss_updated",
    "The loss printed was computed after each update.",
    "Add up the loss that backward() was called on, from before the update.",
)
LAST_BATCH_ONLY = Misconception(
    "last_batch_only",
    "Only the last mini-batch of the epoch went into a printed figure.",
    "Set the sums to 0 before the loop over train_iter, and add to them (+=) in every turn.",
)
FIGURES_FULL_BATCHES = Misconception(
    "figures_full_batches",
    "A printed figure was divided as if every mini-batch had batch_size examples.",
    "Add up the number of examples that were really there; the last batch may be shorter.",
)
SUMS_NOT_RESET = Misconception(
    "sums_not_reset",
    "The sums of earlier epochs were still in a printed figure.",
    "Set all sums, and the number of examples, to 0 at the start of every epoch.",
)
TRAIN_ACC_AFTERWARDS = Misconception(
    "train_acc_afterwards",
    "The training accuracy was measured after the epoch.",
    "Count the right predictions while the epoch runs, in each turn before the update.",
)
TRAIN_ACC_UPDATED = Misconception(
    "train_acc_updated",
    "The training accuracy was counted after each update.",
    "Count with the prediction that was made before the update.",
)
TRAIN_ACC_COUNT = Misconception(
    "train_acc_count",
    "The training accuracy printed is the number of right predictions.",
    "Divide it by the number of examples.",
)
TRAIN_ACC_SUM = Misconception(
    "train_acc_sum",
    "The accuracies of the batches were added up.",
    "Add up right predictions and examples, and divide once at the end.",
)
TRAIN_ACC_TOO_SMALL = Misconception(
    "train_acc_too_small",
    "The batches' accuracies, which are fractions already, were added up and divided by the number of examples.",
    "accuracy gives a fraction here: times len(y) it is the number of right predictions of the batch.",
)
TRAIN_ACC_PER_BATCH = Misconception(
    "train_acc_per_batch",
    "The number of right predictions was divided by the number of batches.",
    "Divide it by the number of examples.",
)
TRAIN_ACC_OF_TEST = Misconception(
    "train_acc_of_test",
    "The training accuracy printed is that on test_iter.",
    "Count it on train_iter, while the epoch runs.",
)
ACCURACIES_EXCHANGED = Misconception(
    "accuracies_exchanged",
    "The training and the test accuracy have changed places in the line.",
    "The training accuracy comes first; look at the order of the values that are printed.",
)
PRINTED_PERCENTAGE = Misconception(
    "printed_percentage",
    "The accuracy was printed as a percentage.",
    "Print the fraction, between 0 and 1, with three decimals.",
)
TEST_ACC_BEFORE = Misconception(
    "test_acc_before",
    "The test accuracy was measured before the epoch's updates.",
    "Measure it after the loop over train_iter.",
)
TEST_ACC_OF_TRAIN = Misconception(
    "test_acc_of_train",
    "The test accuracy printed is that on train_iter.",
    "Hand test_iter to evaluate_accuracy.",
)
TEST_ACC_COUNT = Misconception(
    "test_acc_count",
    "The test accuracy printed is a number of right predictions.",
    "Print the fraction that evaluate_accuracy returns.",
)
TRAIN_SGD_CALLS = "sgd was called {found} time(s) for {right} mini-batch(es)."
TRAIN_SGD_ARGUMENT = "sgd was called with {what} = {found}; train_ch3 was given {right}."
TRAIN_SGD_HINT = "Update with your own sgd(params, lr, batch_size), once for each mini-batch, with the values given."
TRAIN_SGD_ORDER = Misconception(
    "train_sgd_order", "lr and batch_size have changed places in the call of sgd.", "It is sgd(params, lr, batch_size)."
)
TRAIN_SGD_SIGNATURE = Misconception(
    "train_sgd_arguments", "sgd cannot be called in this way.", "Call it as sgd(params, lr, batch_size)."
)
TRAIN_WITHOUT_SGD = Misconception(
    "train_without_sgd", "The parameters were updated, but your own sgd was never called.", TRAIN_SGD_HINT
)

# --- min_accuracy

TRAINED_SHAPE = "The parameters came back with other shapes than they went in."
TRAINED_NOT_FINITE = "After training, the parameters hold nan or inf."
TRAINED_NOT_FINITE_HINT = (
    "Usual reasons: softmax overflows, or sgd does not divide by batch_size, so that steps are too long."
)
NOT_LEARNED = "Trained for a few steps, W does not move down the loss, so the accuracy does not come from learning."
NOT_LEARNED_HINT = (
    "train_ch3 must learn from the mini-batches that it is given, with the lr that it is given, by gradient descent."
)
TOO_LOW = "After {epochs} epochs the test accuracy is {found:.4f}; at least {threshold:.2f} is needed."
TOO_LOW_HINT = (
    "Usual reasons: the gradients are averaged twice (0.64 or so), b is never updated, gradients are not cleared, "
    "softmax runs along the wrong dimension. The checks of the single functions say which."
)
REACHED = "Test accuracy after {epochs} epochs: {found:.4f} (at least {threshold:.2f} is needed)."
