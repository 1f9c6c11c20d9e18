"""Messages of the checks of train_ch3."""

from __future__ import annotations

from lessoncheck.misconceptions import Misconception

# What code with one slip keeps at least; more where more of the checks pass.
SLIP = 0.4  # in the updates, or in what is done with the arguments
STOPS = 0.3  # the run breaks off, or is one through other data
PRINTS = 0.5  # only in what is printed

WANTED_LINE = "epoch 1, loss 0.7870, train acc 0.751, test acc 0.794"
# what the notebook has under these names is no argument of train_ch3
TRAIN_NOTEBOOK_NAMES = (
    *("net", "train_iter", "test_iter", "data_iter", "loss", "num_epochs", "batch_size", "params", "lr", "optimizer"),
    *("W", "b", "X", "y", "y_hat", "num_inputs", "num_outputs", "softmax", "cross_entropy"),
)
TRAIN_WRONG = "After {epochs} of {batches}, {which} is not what gradient descent arrives at."
TRAIN_OPTIMIZER_WRONG = "With optimizer=..., {which} is not what the optimizer's steps arrive at."
TRAIN_UNCHANGED = Misconception(
    "train_unchanged", "The parameters did not change.", "Each mini-batch needs backward() and then one update."
)
TRAIN_NO_UPDATE = Misconception(
    "train_no_update",
    "The gradients were computed, but the parameters were never updated.",
    "After backward() comes the update: your sgd, or the step of the optimizer if one is given.",
    keeps=SLIP,
)
TRAIN_CLEARED_TOO_LATE = Misconception(
    "train_cleared_too_late",
    "The gradients were cleared between backward() and the update: no gradient was left to update with.",
    "Clear before backward() or after the update, not between them.",
    keeps=SLIP,
)
TRAIN_UPDATE_FIRST = Misconception(
    "train_update_first",
    "The parameters were updated when backward() had not yet computed this mini-batch's gradients.",
    "The order in each turn: predict, sum the loss, clear the gradients, backward, update.",
    keeps=SLIP,
)
TRAIN_BY_LENGTH = Misconception(
    "train_by_length",
    "The gradients of a shorter batch were divided by its own length.",
    "Hand the argument batch_size to sgd, for the short last batch too; and sum the loss, do not average it.",
    keeps=SLIP,
)
TRAIN_TWICE = Misconception(
    "train_twice",
    "The gradients were averaged twice.",
    "sgd divides by batch_size already, so call backward() on the sum of the loss, not on its mean.",
    keeps=SLIP,
)
TRAIN_NOT_DIVIDED = Misconception(
    "train_not_divided",
    "The gradients were never divided by batch_size.",
    "Hand batch_size to sgd as it is.",
    keeps=SLIP,
)
TRAIN_ACCUMULATED = Misconception(
    "train_accumulated",
    "The gradients of earlier mini-batches were still there: each update used their sum.",
    "Clear the gradients before every backward().",
    keeps=SLIP,
)
TRAIN_CLEARS_SOME = Misconception(
    "train_clears_some",
    "Some of the parameters had their gradients cleared; those of the others went on adding up.",
    "Go through all of params when you clear, however many there are.",
    keeps=SLIP,
)
TRAIN_CLEARS_PER_EPOCH = Misconception(
    "train_clears_per_epoch",
    "The gradients were cleared once per epoch; they must be cleared for every mini-batch.",
    "Move the clearing into the loop over the mini-batches.",
    keeps=SLIP,
)
TRAIN_UPHILL = Misconception(
    "train_uphill",
    "Training goes uphill: the gradient is added.",
    "Subtract it; the loss is to become smaller.",
    keeps=SLIP,
)
TRAIN_UPDATES_SOME = Misconception(
    "train_updates_some",
    "Some of the parameters were updated; the others are as they were.",
    "Hand all of params to sgd, however many there are.",
    keeps=SLIP,
)
TRAIN_OTHER_LR = Misconception(
    "train_other_lr",
    "The learning rate used was {found:g}; train_ch3 was given lr = {right:g}.",
    "Use the argument lr, not a number or a variable of the notebook.",
    keeps=SLIP,
)
TRAIN_OTHER_SIZE = Misconception(
    "train_other_batch_size",
    "sgd was called with batch_size = {found:g}; train_ch3 was given {right}.",
    "Hand on the argument batch_size as it is.",
    keeps=SLIP,
)
TRAIN_ARGUMENT_ORDER = Misconception(
    "train_argument_order",
    "num_epochs and batch_size have changed places.",
    "The order is (net, train_iter, test_iter, loss, num_epochs, batch_size, params, lr, optimizer).",
    keeps=SLIP,
)
TRAIN_ONE_EPOCH = Misconception(
    "train_one_epoch",
    "The parameters are those after one epoch, whatever num_epochs says.",
    "Go through train_iter anew in each of the num_epochs epochs; is a return inside that loop?",
    keeps=SLIP,
)
TRAIN_FIXED_EPOCHS = Misconception(
    "train_fixed_epochs",
    "Training ran for {found} epochs; num_epochs is {right}.",
    "Let the argument num_epochs say how often the outer loop runs.",
    keeps=SLIP,
)
TRAIN_FIRST_BATCHES = Misconception(
    "train_first_batches",
    "Each epoch stopped after the first ten or so mini-batches.",
    "Go through the whole of train_iter; is a break left over from trying it out?",
    keeps=SLIP,
)
TRAIN_SKIPS_LAST = Misconception(
    "train_skips_last",
    "The last mini-batch of each epoch was left out.",
    "A shorter batch counts too; only divide by the batch_size that was given.",
    keeps=SLIP,
)
TRAIN_ONE_UPDATE = Misconception(
    "train_one_update",
    "There was only one update in an epoch; every mini-batch needs its own.",
    "Loss, backward and update all belong inside the loop over train_iter; look at the indentation.",
    keeps=SLIP,
)
TRAIN_ON_TEST = Misconception(
    "train_on_test",
    "The parameters were trained on test_iter.",
    "Train on train_iter; test_iter is for testing only.",
    keeps=STOPS,
)
TRAIN_NO_GRAD = Misconception(
    "train_no_grad",
    "The predictions were made with autograd switched off, so backward() has nothing to go back through.",
    "torch.no_grad() is for evaluating and for the update itself, not for net and loss.",
    keeps=STOPS,
)
TRAIN_CUT_OFF = Misconception(
    "train_cut_off",
    "backward() was called on a tensor from which no way leads back to the parameters.",
    "Call it on the sum of the loss. Until then keep net's output and the loss as they are: no detach(), .data, "
    ".item() or numpy there.",
    keeps=STOPS,
)
TRAIN_VECTOR = Misconception(
    "train_vector",
    "backward() was called on a tensor of several losses; it needs a single number.",
    "Sum the losses of the mini-batch first.",
    keeps=STOPS,
)
TRAIN_BACKWARD_TWICE = Misconception(
    "train_backward_twice",
    "backward() went a second time through a mini-batch that was done already.",
    "Call it once for each mini-batch, on that batch's loss alone; add up .item(), not tensors, for the printed loss.",
    keeps=STOPS,
)
TRAIN_NOTHING_TO_CLEAR = Misconception(
    "train_nothing_to_clear",
    "A gradient was cleared where there was none: .grad is None until backward() has set it.",
    "Only clear the gradients that are not None.",
    keeps=SLIP,
)
TRAIN_NEEDS_OPTIMIZER = Misconception(
    "train_needs_optimizer",
    "The optimizer was used although none was given (it is None then).",
    "Without an optimizer, clear the gradients of params yourself and update with your sgd.",
    keeps=SLIP,
)
TRAIN_NO_OPTIMIZER = Misconception(
    "train_no_optimizer",
    "The optimizer that was given was not used; params and lr (None then) were.",
    "When an optimizer is given, clear with optimizer.zero_grad() and update with optimizer.step().",
    keeps=SLIP,
)
TRAIN_SGD_AS_WELL = Misconception(
    "train_sgd_as_well",
    "sgd was called as well as optimizer.step(); with an optimizer, params and lr are None.",
    "One update for each mini-batch: optimizer.step() if there is an optimizer, else sgd.",
    keeps=SLIP,
)
TRAIN_IGNORES_NET = Misconception(
    "train_ignores_arguments",
    "The net that was handed over was never called.",
    "Predict with the argument net.",
)
TRAIN_IGNORES_LOSS = Misconception(
    "train_ignores_arguments",
    "The loss that was handed over was never called.",
    "Call the argument loss, whatever the notebook's own loss function is called.",
    keeps=SLIP,
)
TRAIN_READS_GLOBALS = Misconception(
    "train_ignores_arguments",
    "train_ch3 uses the notebook's {name}; it may use its arguments, sgd, evaluate_accuracy and accuracy only.",
    "In grading the notebook's names hold something else, or nothing. Everything needed is among the arguments.",
    keeps=SLIP,
)
TRAIN_SIGNATURE = Misconception(
    "wrong_arguments",
    "train_ch3 takes its arguments in another order here: ({names}).",
    "The lesson calls it with (net, train_iter, test_iter, loss, num_epochs, batch_size, params, lr, optimizer).",
)
TRAIN_PASSES = Misconception(
    "train_same_order",
    "train_iter was gone through {passes} in {epochs}.",
    "Write for X, y in train_iter inside the loop over epochs: the order is a new one each time.",
    keeps=SLIP,
)
TRAIN_TWO_PARAMS = Misconception(
    "train_two_params",
    "params was taken apart into a fixed number of tensors.",
    "There may be any number of parameters: loop over params.",
    keeps=SLIP,
)
TRAIN_OPTIMIZER_MEAN = Misconception(
    "train_twice",
    "With an optimizer the mean of the losses was taken; they must be summed, as without one.",
    "Notebook 04 hands over single losses and a learning rate that is divided by the batch size already.",
    keeps=SLIP,
)
TRAIN_LOSS_ARGUMENTS = Misconception(
    "train_loss_arguments",
    "loss was not called with what it takes.",
    "It takes the predictions first, then the labels: loss(net(X), y).",
    keeps=STOPS,
)
TRAIN_EVALUATE_ARGUMENTS = Misconception(
    "train_evaluate_arguments",
    "evaluate_accuracy was not called as evaluate_accuracy(test_iter, net).",
    "In this lesson the data come first, then the model.",
    keeps=STOPS,
)
TRAIN_ACCURACY_ARGUMENTS = Misconception(
    "train_accuracy_arguments",
    "accuracy was not called with what it takes.",
    "It takes the predictions first, then the labels: accuracy(y_hat, y).",
    keeps=STOPS,
)
TRAIN_NET_ARGUMENT = Misconception(
    "train_net_argument",
    "net was not called with the images X.",
    "Predict with net(X), mini-batch by mini-batch.",
    keeps=STOPS,
)
TRAIN_NO_REQUIRES_GRAD = Misconception(
    "train_no_requires_grad",
    "After train_ch3 the parameters no longer take gradients.",
    "Leave requires_grad as it is; for evaluating, torch.no_grad() in a with block is enough.",
    keeps=SLIP,
)
TRAIN_EVALUATION_MODE = Misconception(
    "train_evaluation_mode",
    "After net.eval() train_ch3 goes on training in evaluation mode, so layers such as dropout stay off.",
    "Call net.train() at the beginning of each epoch.",
    keeps=SLIP,
)
LINES_COUNT = "Printed for {epochs}: {found} of the wanted form."
LINES_HINT = "After each epoch print one line such as: {wanted}"
PRINTS_NOTHING = Misconception(
    "prints_nothing", "Nothing was printed.", f"After each epoch print one line such as: {WANTED_LINE}", keeps=PRINTS
)
ONLY_LAST_LINE = Misconception(
    "only_last_line",
    "A line was printed for the last epoch only.",
    "print belongs inside the loop over epochs; look at the indentation.",
    keeps=PRINTS,
)
LINE_PER_BATCH = Misconception(
    "line_per_batch",
    "A line was printed for every mini-batch; there must be one for each epoch.",
    "print belongs after the loop over train_iter; look at the indentation.",
    keeps=PRINTS,
)
LINES_NUMBERS = "The epochs were numbered {found}; they must be {right}."
LINES_NUMBERS_HINT = "The first epoch is number 1."
LINES_FROM_ZERO = Misconception(
    "epochs_from_zero",
    "The epochs were numbered from 0.",
    "The first epoch is number 1; range starts at 0.",
    keeps=PRINTS,
)
LINES_TWICE = Misconception(
    "lines_twice", "Each line was printed twice.", "Print it once, after the epoch.", keeps=PRINTS
)
FIGURE_NAMES = {
    "epoch": "number of the epoch",
    "loss": "loss",
    "train_acc": "training accuracy",
    "test_acc": "test accuracy",
}
FIGURE_MISSING = Misconception(
    "figure_missing", "The printed line has no {what}.", f"A line shows four figures: {WANTED_LINE}", keeps=PRINTS
)
PRINTED_NOTHING = "(nothing was printed)"
FIGURE = "Epoch {epoch}: {what} was printed as {found:g}; it must be {right}."
LOSS, TRAIN_ACC, TEST_ACC = "the loss", "the training accuracy", "the test accuracy"
TOO_FEW_DIGITS = Misconception(
    "too_few_digits",
    "In the printed line {what} has two decimals only.",
    "Print {digits} decimals, as in {{:.{digits}f}}.",
    keeps=PRINTS,
)
LOSS_RULE = "It is the sum of the losses of all examples over their number, with at least 3 decimals."
TRAIN_ACC_RULE = "Count the right ones among the predictions that were made before each update, over all examples."
TEST_ACC_RULE = "It is what evaluate_accuracy(test_iter, net) gives after the epoch's last update."
LOSS_MEAN_OF_MEANS = Misconception(
    "loss_mean_of_means",
    "The mean losses of the batches were averaged; a short last batch then counts too much.",
    "Add up the losses of all examples, and divide once by the number of examples.",
    keeps=PRINTS,
)
LOSS_TOO_SMALL = Misconception(
    "loss_too_small",
    "The batches' mean losses were added up and divided by the number of examples: averaged twice.",
    "Add up the sums of the losses, not their means.",
    keeps=PRINTS,
)
LOSS_TOTAL = Misconception(
    "loss_total", "The loss printed is the sum over the epoch.", "Divide it by the number of examples.", keeps=PRINTS
)
LOSS_PER_BATCH = Misconception(
    "loss_per_batch",
    "The sum of the losses was divided by the number of batches.",
    "Divide it by the number of examples.",
    keeps=PRINTS,
)
LOSS_UPDATED = Misconception(
    "loss_updated",
    "The loss printed was computed after each update.",
    "Add up the loss that backward() was called on, from before the update.",
    keeps=PRINTS,
)
LAST_BATCH_ONLY = Misconception(
    "last_batch_only",
    "Only the last mini-batch of the epoch went into a printed figure.",
    "Set the sums to 0 before the loop over train_iter, and add to them (+=) in every turn.",
    keeps=PRINTS,
)
FIGURES_FULL_BATCHES = Misconception(
    "figures_full_batches",
    "A printed figure was divided as if every mini-batch had batch_size examples.",
    "Add up the number of examples that were really there; the last batch may be shorter.",
    keeps=PRINTS,
)
FIGURES_LAST_LENGTH = Misconception(
    "figures_last_length",
    "A printed figure was divided by the length of the last mini-batch alone.",
    "Add up (+=) the number of examples in every turn; n = len(y) keeps the last one only.",
    keeps=PRINTS,
)
SUMS_NOT_RESET = Misconception(
    "sums_not_reset",
    "The sums of earlier epochs were still in a printed figure.",
    "Set all sums, and the number of examples, to 0 at the start of every epoch.",
    keeps=PRINTS,
)
TRAIN_ACC_AFTERWARDS = Misconception(
    "train_acc_afterwards",
    "The training accuracy was measured after the epoch.",
    "Count the right predictions while the epoch runs, in each turn before the update.",
    keeps=PRINTS,
)
TRAIN_ACC_UPDATED = Misconception(
    "train_acc_updated",
    "The training accuracy was counted after each update.",
    "Count with the prediction that was made before the update.",
    keeps=PRINTS,
)
TRAIN_ACC_COUNT = Misconception(
    "train_acc_count",
    "The training accuracy printed is the number of right predictions.",
    "Divide it by the number of examples.",
    keeps=PRINTS,
)
TRAIN_ACC_SUM = Misconception(
    "train_acc_sum",
    "The accuracies of the batches were added up.",
    "Add up right predictions and examples, and divide once at the end.",
    keeps=PRINTS,
)
TRAIN_ACC_TOO_SMALL = Misconception(
    "train_acc_too_small",
    "The batches' accuracies, which are fractions already, were added up and divided by the number of examples.",
    "accuracy gives a fraction here: times len(y) it is the number of right predictions of the batch.",
    keeps=PRINTS,
)
TRAIN_ACC_PER_BATCH = Misconception(
    "train_acc_per_batch",
    "The number of right predictions was divided by the number of batches.",
    "Divide it by the number of examples.",
    keeps=PRINTS,
)
TRAIN_ACC_OF_TEST = Misconception(
    "train_acc_of_test",
    "The training accuracy printed is that on test_iter.",
    "Count it on train_iter, while the epoch runs.",
    keeps=PRINTS,
)
ACCURACIES_EXCHANGED = Misconception(
    "accuracies_exchanged",
    "The training and the test accuracy have changed places in the line.",
    "The training accuracy comes first; look at the order of the values that are printed.",
    keeps=PRINTS,
)
PRINTED_PERCENTAGE = Misconception(
    "printed_percentage",
    "The accuracy was printed as a percentage.",
    "Print the fraction, between 0 and 1, with three decimals.",
    keeps=PRINTS,
)
TEST_ACC_BEFORE = Misconception(
    "test_acc_before",
    "The test accuracy was measured before the epoch's updates.",
    "Measure it after the loop over train_iter.",
    keeps=PRINTS,
)
TEST_ACC_OF_TRAIN = Misconception(
    "test_acc_of_train",
    "The test accuracy printed is that on train_iter.",
    "Hand test_iter to evaluate_accuracy.",
    keeps=PRINTS,
)
TEST_ACC_COUNT = Misconception(
    "test_acc_count",
    "The test accuracy printed is a number of right predictions.",
    "Print the fraction that evaluate_accuracy returns.",
    keeps=PRINTS,
)
TESTS_EVERY_BATCH = Misconception(
    "tests_every_batch",
    "test_iter was gone through after every mini-batch; once after each epoch is what is asked for.",
    "evaluate_accuracy belongs after the loop over train_iter; look at the indentation.",
    keeps=PRINTS,
)
TRAIN_SGD_CALLS = "sgd was called {found} for {right}."
TRAIN_SGD_ARGUMENT = "sgd was called with {what} = {found}; train_ch3 was given {right}."
TRAIN_SGD_HINT = "Update with your own sgd(params, lr, batch_size), once for each mini-batch, with the values given."
TRAIN_SGD_ORDER = Misconception(
    "train_sgd_order",
    "lr and batch_size have changed places in the call of sgd.",
    "It is sgd(params, lr, batch_size).",
    keeps=SLIP,
)
TRAIN_SGD_SIGNATURE = Misconception(
    "train_sgd_arguments", "sgd cannot be called in this way.", "Call it as sgd(params, lr, batch_size).", keeps=SLIP
)
TRAIN_WITHOUT_SGD = Misconception(
    "train_without_sgd", "The parameters were updated, but your own sgd was never called.", TRAIN_SGD_HINT, keeps=SLIP
)
