"""Messages of the checks of accuracy and evaluate_accuracy."""

from __future__ import annotations

from lessoncheck.misconceptions import Misconception

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
