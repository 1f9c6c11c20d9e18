"""Messages of the checks of evaluate_accuracy; what it shares with accuracy is said in accuracy's."""

from __future__ import annotations

from lessoncheck.misconceptions import Misconception

FULL_BATCHES = Misconception(
    "full_batches",
    "The number of right predictions was divided as if every batch were as long as the first.",
    "Add up the number of examples that were really there; the last batch may be shorter.",
    keeps=0.5,
)
ONE_BATCH = Misconception(
    "one_batch",
    "Only one of the batches was counted.",
    "Is return inside the loop, or are the sums set to 0 in every turn?",
    keeps=0.4,
)
FIRST_BATCHES = Misconception(
    "first_batches",
    "Not all batches were counted: only the first ten or so.",
    "Go through the whole data_iter.",
    keeps=0.5,
)
SHORT_LEFT_OUT = Misconception(
    "short_left_out",
    "The last batch was left out.",
    "A shorter batch counts like the others; go through all of them.",
    keeps=0.5,
)
FRACTIONS_ADDED = Misconception(
    "fractions_added",
    "The accuracies of the batches were added up and divided by the number of examples: averaged twice.",
    "accuracy gives a fraction. Make it a count, with the length of its batch, before you add it up.",
    keeps=0.5,
)
FRACTIONS_NOT_AVERAGED = Misconception(
    "fractions_not_averaged",
    "The accuracies of the batches were added up, and not divided by anything.",
    "Add up right predictions and examples over all batches, and divide once at the end.",
    keeps=0.5,
)
RUNNING_AVERAGE = Misconception(
    "running_average",
    "Each batch was averaged with the result so far, so that the last batches count most.",
    "Add up right predictions and examples over all batches, and divide once at the end.",
    keeps=0.5,
)
DIVIDED_BY_BATCHES = Misconception(
    "divided_by_batches",
    "The number of right predictions was divided by the number of batches.",
    "Divide by the number of examples.",
    keeps=0.5,
)
FIXED_BATCH_SIZE = Misconception(
    "fixed_batch_size",
    "The number of right predictions was divided as if every batch had {divisor} examples.",
    "Add up the number of examples that were really there.",
    keeps=0.5,
)
LAST_LENGTH = Misconception(
    "last_length",
    "The right predictions of all batches were divided by the number of examples of the last one.",
    "Add up both in the same way: with +=, from a 0 that is set before the loop.",
    keeps=0.5,
)
LAST_RIGHT = Misconception(
    "last_right",
    "The right predictions of the last batch were divided by the number of examples of all.",
    "Add up both in the same way: with +=, from a 0 that is set before the loop.",
    keeps=0.5,
)
SWAPPED = Misconception(
    "swapped",
    "evaluate_accuracy takes (net, data_iter) here; the contract is (data_iter, net).",
    "Other editions of the lesson have it the other way round. Change the order of the two arguments.",
    keeps=0.5,
)
NET_CHANGED = Misconception(
    "net_changed",
    "evaluate_accuracy changed the parameters of net; it must only look.",
    "Predict and count, nothing else: no update and no fresh start belongs here.",
    keeps=0.5,
)
MODULE_ONLY = Misconception(
    "module_only",
    "evaluate_accuracy takes net for a torch.nn Module; it may also be a plain function.",
    "Only call net(X); if you want net.eval(), ask isinstance(net, torch.nn.Module) before.",
    keeps=0.5,
)
FUNCTION_ONLY = Misconception(
    "function_only",
    "evaluate_accuracy takes net for a plain function; it may also be a torch.nn Module.",
    "Only call net(X); leave out what only a function has.",
    keeps=0.5,
)
FIXED_IMAGE_SIZE = Misconception(
    "fixed_image_size",
    "evaluate_accuracy reshapes the images to 784 pixels; they may have any size.",
    "Hand X to net as it comes; reshaping is net's own affair.",
    keeps=0.5,
)
NET_FROZEN = Misconception(
    "net_frozen",
    "evaluate_accuracy changed requires_grad of net's parameters, so that net cannot be trained any more.",
    "To do without gradients for a while, write with torch.no_grad(): around the loop.",
    keeps=0.5,
)
NET_GRADIENTS = Misconception(
    "net_gradients",
    "evaluate_accuracy left gradients in net's parameters; the next training step would add to them.",
    "Evaluating only predicts and counts: no loss and no backward().",
    keeps=0.5,
)
MORE_THAN_ITERABLE = Misconception(
    "more_than_iterable",
    "evaluate_accuracy asks data_iter for more than its mini-batches; {kind} has no more to give.",
    "Write for X, y in data_iter: and count the examples as they come.",
    keeps=0.5,
)
ONE_PASS = Misconception(
    "one_pass",
    "evaluate_accuracy is wrong only where data_iter is a generator, which can be gone through just once.",
    "Go through data_iter in one loop, from the first mini-batch to the last.",
    keeps=0.5,
)
