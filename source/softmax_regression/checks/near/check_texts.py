"""Every sentence the checks of this lesson say to a student: what is wrong, which rule it breaks, what to do.

A Misconception is (id, what is wrong, hint). Names in braces are filled in by the checks.
"""

from __future__ import annotations

from lessoncheck.misconceptions import Misconception

# --- what came back at all

NOTHING = "{name} returned nothing (None)."
NOTHING_HINT = "Is the `return` missing, or indented too far?"
NOT_A_TENSOR = "{name} returned a {kind}; it must return a tensor of floats."
NOT_A_NUMBER = "{name} returned a {kind}; it must return one number."
NOT_ONE_NUMBER = "{name} returned a tensor of shape {found}; it must return one number."
WRONG_SHAPE = "{name} returned shape {found} for {given}; it must be {right}."
NOT_FINITE = "{name} returned {found}, which is not a finite number."
FAR_FROM = "Numbers may differ by {atol:g} + {rtol:g} times the right value, no more."
CHANGED = "{name} changed its argument {argument}."
CHANGED_HINT = "Operators that end in _ , and += or -=, work in place. Make a new tensor instead."
FOR_INPUT = "for {given}"

# --- from scratch

LIBRARY = "{name} leaves its work to torch's own {operators}."
LIBRARY_HINT = "From scratch means with tensor arithmetic (exp, log, sums, indexing, gather) and nothing ready-made."
OPTIMIZER = "{name} builds torch.optim's {classes}."
OPTIMIZER_HINT = "Update the parameters with arithmetic of your own; torch.optim is for the next notebook."

# --- gradients

NO_GRADIENT = "No gradient flows from {name}'s result back to {argument}."
NO_GRADIENT_HINT = (
    "detach(), .data, .item(), numpy and torch.no_grad() cut the result off from autograd; training then stands still."
)
WRONG_GRADIENT = "The value of {name} is right, but the gradient that flows back to {argument} is wrong."
WRONG_GRADIENT_HINT = "Part of the computation is cut off from autograd (detach, .data, no_grad, torch.tensor(...))."
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
    "softmax(X) holds the exponentials themselves; the rows do not sum to 1.",
    "Divide every exponential by the sum of its row.",
)
SOFTMAX_NO_EXP = Misconception(
    "softmax_no_exp",
    "The elements of X were divided by their row's sum without exp.",
    "Take exp of every element first; that is what makes all of them positive.",
)
SOFTMAX_LOG = Misconception(
    "softmax_log",
    "softmax(X) returned the logarithms of the probabilities.",
    "Return the probabilities themselves.",
)
SOFTMAX_OVERFLOW = "softmax(X) is not finite for large outputs."
SOFTMAX_LARGE = "softmax(X) is wrong for large outputs."
SOFTMAX_OVERFLOW_HINT = (
    "exp(100) is more than float32 can hold. Softmax stays the same when one number is subtracted from a whole row: "
    "subtract each row's own maximum before exp."
)
SOFTMAX_DTYPE = "softmax(X) returned {found} for an X of {right}; the dtype must stay the same."
SOFTMAX_PRECISION = "For a float64 X, softmax(X) is only as exact as float32."
SOFTMAX_DTYPE_HINT = "Do not convert X; compute in the dtype that it has."

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
NOT_A_FLOAT = "{name} returned a {kind}; it must return a Python float."
NOT_A_FLOAT_HINT = "For a tensor with one element, .item() or float(...) gives the Python number."
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
SWAPPED = "evaluate_accuracy takes (net, data_iter) here; the contract is (data_iter, net)."
SWAPPED_HINT = "Other editions of the lesson have it the other way round. Change the order of the two arguments."
NET_CHANGED = "evaluate_accuracy changed the parameters of net; it must only look."
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
SGD_REPLACED_HINT = "Change each tensor in place: p -= ... inside torch.no_grad(), or p.data = ..."
SGD_REPLACED = "sgd put other tensors into params; it must change the ones that it was given."
SGD_NO_REQUIRES_GRAD = "After sgd the parameters no longer take gradients (requires_grad, as a leaf tensor)."
SGD_NO_REQUIRES_GRAD_HINT = (
    "Update inside `with torch.no_grad():`, or through p.data; the tensors then stay as they are."
)
SGD_DTYPE = "sgd turned a {right} parameter into {found}."

# --- train_ch3

WANTED_LINE = "epoch 1, loss 0.7870, train acc 0.751, test acc 0.794"
TRAIN_WRONG = "After {epochs} epoch(s) of {batches} mini-batch(es), {which} is not what gradient descent arrives at."
TRAIN_OPTIMIZER_WRONG = "With optimizer=..., {which} is not what the optimiser's steps arrive at."
TRAIN_UNCHANGED = Misconception(
    "train_unchanged", "The parameters did not change.", "Each mini-batch needs backward() and then one update."
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
TRAIN_UPHILL = Misconception(
    "train_uphill", "Training goes uphill: the gradient is added.", "Subtract it; the loss is to become smaller."
)
TRAIN_ONE_EPOCH = Misconception(
    "train_one_epoch",
    "The parameters are those after one epoch, whatever num_epochs says.",
    "Go through train_iter anew in each of the num_epochs epochs.",
)
TRAIN_SIX_ARGUMENTS = (
    "The signature is (net, train_iter, test_iter, loss, num_epochs, batch_size, params, lr, optimizer)."
)
TRAIN_PASSES = "train_iter was gone through {passes} time(s) in {epochs} epochs."
TRAIN_PASSES_HINT = "Write `for X, y in train_iter` inside the loop over epochs: the order is a new one each time."
LINES_COUNT = "{found} line(s) of the wanted form were printed for {epochs} epoch(s)."
LINES_HINT = "After each epoch print one line such as: {wanted}"
LINES_NUMBERS = "The epochs were numbered {found}; they must be {right}."
LINES_NUMBERS_HINT = "The first epoch is number 1."
PRINTED_NOTHING = "(nothing was printed)"
FIGURE = "Epoch {epoch}: {what} was printed as {found:g}; it must be {right:.4f}."
FIGURE_FOLLOWS = "The parameters were already wrong on the way, and this figure follows from them."
LOSS_RULE = "It is the sum of the losses of all examples over their number, with at least 3 decimals."
LOSS_MEAN_OF_MEANS = "The mean losses of the batches were averaged; a short last batch then counts too much."
LOSS_TOO_SMALL = "The batches' mean losses were added up and divided by the number of examples: averaged twice."
LOSS_TOTAL = "The losses were added up but not divided by the number of examples."
LOSS_PER_BATCH = "The losses were added up and divided by the number of batches instead of examples."
LOSS_LAST_BATCH = "Only the last mini-batch of the epoch was counted."
TRAIN_ACC_RULE = "Count the right ones among the predictions that were made before each update, over all examples."
TRAIN_ACC_AFTERWARDS = "It was measured after the epoch; it must be counted while the epoch runs."
TRAIN_ACC_UPDATED = "It was counted after each update; count it with the prediction made before the update."
TRAIN_ACC_COUNT = "It is the number of right predictions; divide by the number of examples."
TEST_ACC_RULE = "It is what evaluate_accuracy(test_iter, net) gives after the epoch's last update."
TEST_ACC_BEFORE = "It was measured before the epoch's updates; measure it after them."
TEST_ACC_TRAIN = "It was measured on train_iter; measure it on test_iter."
TRAIN_SGD_CALLS = "sgd was called {found} time(s) for {right} mini-batch(es)."
TRAIN_SGD_ARGUMENT = "sgd was called with {what} = {found}; train_ch3 was given {right}."
TRAIN_SGD_HINT = "Update with your own sgd(params, lr, batch_size), once for each mini-batch, with the values given."

# --- min_accuracy

TRAINED_SHAPE = "The parameters came back with other shapes than they went in."
TRAINED_NOT_FINITE = "After training, the parameters hold nan or inf."
TRAINED_NOT_FINITE_HINT = (
    "Usual reasons: softmax overflows, or sgd does not divide by batch_size, so that steps are too long."
)
TOO_LOW = "After {epochs} epochs the test accuracy is {found:.4f}; at least {threshold:.2f} is needed."
TOO_LOW_HINT = (
    "Usual reasons: the gradients are averaged twice (0.64 or so), b is never updated, gradients are not cleared, "
    "softmax runs along the wrong dimension. The checks of the single functions say which."
)
REACHED = "Test accuracy after {epochs} epochs: {found:.4f} (at least {threshold:.2f} is needed)."
