"""Messages that several items share: what came back at all, library calls, gradients."""

from __future__ import annotations

from lessoncheck.misconceptions import Misconception

# --- what came back at all

NOTHING = Misconception(
    "returned_nothing", "{name} returned nothing (None).", "Is the return missing, or indented too far?"
)
NOT_A_TENSOR = Misconception(
    "not_a_tensor",
    "{name} returned {kind}; it must return a tensor of floats.",
    "Stay with torch from the first line to the last: no numpy, no lists, no .item(), and one result only.",
)
NOT_A_NUMBER = "{name} returned {kind}; it must return one number."
NOT_ONE_NUMBER = "{name} returned a tensor of shape {found}; it must return one number."
WRONG_SHAPE = "{name} returned shape {found} for {given}; it must be {right}."
NOT_FINITE = "{name} returned {found}, which is not a finite number."
FAR_FROM = "This is more than rounding."
LEFT_BEHIND = Misconception(
    "left_behind",
    "After {name} has run, something is left changed for all code that comes after it: {what}.",
    "Change such settings in a with block, which puts them back, as in with torch.no_grad():",
    keeps=0.7,
)
CHANGED = Misconception(
    "argument_changed",
    "{name} changed its argument {argument}.",
    "Operators that end in _ work in place, and so do += and -=. Make a new tensor instead.",
    keeps=0.7,
)
GRADIENTS_OF_ARGUMENT = Misconception(
    "argument_changed",
    "{name} changed whether its argument {argument} takes gradients.",
    "Leave requires_grad to the caller.",
    keeps=0.7,
)
FOR_INPUT = "for {given}"
ELSEWHERE = "With another input it does not stop, and there the reason shows. {sentence} {hint}"

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
    "Operators that end in _ work in place, and so do += and /=. Give each step's result a tensor of its own.",
)
GRADIENT_OF_WRONG_VALUE = "The value of {name} is wrong, and so is the gradient that follows from it."

# --- said by more than one item

NOT_A_FLOAT = Misconception(
    "not_a_float",
    "{name} returned {kind}; it must return a Python float.",
    "For a tensor with one element, .item() or float(...) gives the Python number.",
)
NOT_A_FLOAT_INT_HINT = "A whole number is a count. The fraction is the count over the number of examples."
MEAN_OF_BATCHES = Misconception(
    "mean_of_batches",
    "The accuracies of the batches were averaged, as if all batches were equally long.",
    "Add up right predictions and examples over all batches, and divide once at the end.",
)
READS_GLOBALS = Misconception(
    "reads_globals",
    "{name} reads the notebook's own {variable} instead of its arguments.",
    "Use the arguments only; in grading the notebook's names hold something else, or nothing.",
)
