"""Messages of the checks of sgd."""

from __future__ import annotations

from lessoncheck.misconceptions import Misconception

# What code with one slip keeps at least; more where more of the checks pass.
SLIP = 0.4
STOPS = 0.3  # with an error

SGD_WRONG = "A parameter is wrong after sgd: every p must become p - lr * p.grad / batch_size."
SGD_UNCHANGED = Misconception(
    "sgd_unchanged",
    "sgd left the parameters as they were.",
    "p = p - ... only gives a new tensor the name p: change the tensor in place, p -= ... or p.data = ... "
    "And clear the gradients after the step, if at all.",
)
SGD_UPHILL = Misconception(
    "sgd_uphill", "sgd goes uphill: it adds the gradient.", "Subtract it; the loss is to become smaller.", keeps=SLIP
)
SGD_NOT_DIVIDED = Misconception(
    "sgd_not_divided",
    "The gradients were not divided by batch_size.",
    "They are gradients of the sum over the batch; the step is for the mean.",
    keeps=SLIP,
)
SGD_NO_LR = Misconception("sgd_no_lr", "The learning rate was not used.", "Multiply the gradient by lr.", keeps=SLIP)
SGD_TWICE = Misconception("sgd_twice", "The gradients were divided by batch_size twice.", "Divide once.", keeps=SLIP)
SGD_FIRST_ONLY = Misconception(
    "sgd_first_only",
    "Only the first parameter was updated.",
    "Go through all of params; is return inside the loop?",
    keeps=SLIP,
)
SGD_FIRST_TWO = Misconception(
    "sgd_first_two",
    "Only the first two parameters were updated.",
    "Go through all of params, however many there are.",
    keeps=SLIP,
)
SGD_LAST_ONLY = Misconception(
    "sgd_last_only",
    "Only the last parameter was updated.",
    "The update belongs inside the loop over params.",
    keeps=SLIP,
)
SGD_MATRICES_ONLY = Misconception(
    "sgd_matrices_only",
    "Only the matrices were updated; vectors such as the bias stayed as they were.",
    "Go through all of params, whatever their shape.",
    keeps=SLIP,
)
SGD_DIVISOR = Misconception(
    "sgd_divisor",
    "The gradients were divided by {divisor}, whatever batch_size is.",
    "Divide by the argument batch_size.",
    keeps=SLIP,
)
SGD_STEP = Misconception(
    "sgd_step",
    "The gradients were multiplied by about {step:g}, whatever lr and batch_size are.",
    "Use the arguments lr and batch_size.",
    keeps=SLIP,
)
SGD_BY_LENGTH = Misconception(
    "sgd_by_length",
    "The gradients were divided by the length of the parameter or of its gradient, not by batch_size.",
    "How many examples there were cannot be seen in a parameter; the argument batch_size tells it.",
    keeps=SLIP,
)
SGD_BY_PARAMS = Misconception(
    "sgd_by_params",
    "The gradients were divided by the number of parameters, not by batch_size.",
    "len(params) is how many tensors there are. Divide by the argument batch_size.",
    keeps=SLIP,
)
SGD_MULTIPLIED = Misconception(
    "sgd_multiplied", "The gradients were multiplied by batch_size.", "Divide them by it.", keeps=SLIP
)
SGD_LR_DIVIDES = Misconception(
    "sgd_lr_divides",
    "The gradients were divided by the learning rate.",
    "Multiply by lr, divide by batch_size.",
    keeps=SLIP,
)
SGD_SWAPPED = Misconception(
    "sgd_swapped",
    "lr and batch_size have changed places.",
    "The contract is sgd(params, lr, batch_size), in this order; multiply by lr and divide by batch_size.",
    keeps=SLIP,
)
SGD_LR_SHRINKS = Misconception(
    "sgd_lr_shrinks",
    "Each further parameter took a shorter step: lr was divided by batch_size again for each of them.",
    "Leave lr as it is inside the loop.",
    keeps=SLIP,
)
SGD_STEPS_TWICE = Misconception("sgd_steps_twice", "Each parameter took the step twice.", "Take it once.", keeps=SLIP)
SGD_REMEMBERS = Misconception(
    "sgd_remembers",
    "The same call of sgd gives another result the second time: it remembers something of earlier calls.",
    "Use params, lr and batch_size only; no momentum, nothing that is kept outside of the function.",
    keeps=SLIP,
)
SGD_FLOOR = Misconception(
    "sgd_floor",
    "The steps were rounded to whole numbers.",
    "// drops what follows the point; divide with / instead.",
    keeps=SLIP,
)
SGD_ONE_NUMBER = Misconception(
    "sgd_one_number",
    "All elements of a parameter were changed by the same number, the {what} of its gradient.",
    "Each element has a gradient of its own: p.grad has the shape of p. The division by batch_size is the averaging.",
    keeps=SLIP,
)
SGD_SIGN = Misconception(
    "sgd_sign", "Only the signs of the gradients were used.", "Subtract the gradient itself, not its sign.", keeps=SLIP
)
SGD_NO_GRAD_USED = Misconception(
    "sgd_no_grad_used",
    "The parameters were multiplied by lr / batch_size instead of their gradients.",
    "Use p.grad.",
    keeps=SLIP,
)
SGD_ONLY_STEP = Misconception(
    "sgd_only_step",
    "The parameters are the steps themselves.",
    "Subtract the step from what the parameter was.",
    keeps=SLIP,
)
SGD_IN_AUTOGRAD = Misconception(
    "sgd_in_autograd",
    "A parameter was changed in place while autograd was watching.",
    "torch forbids that for a tensor with requires_grad=True. Update inside with torch.no_grad():, or through .data.",
    keeps=STOPS,
)
SGD_GRAD_NONE = Misconception(
    "sgd_grad_none",
    "sgd used the .grad of a tensor that has none (None).",
    "The gradients belong to the tensors in params: p.grad. A copy, p.data and the notebook's W and b have none here. "
    "Nor has a p whose gradient was cleared before.",
    keeps=STOPS,
)
SGD_TWO_PARAMS = Misconception(
    "sgd_two_params",
    "sgd unpacks into a fixed number of names what may have any number of parts.",
    "There may be any number of parameters, of any shape: loop over params.",
    keeps=SLIP,
)
SGD_DICTIONARY = Misconception(
    "sgd_dictionary",
    "sgd looks something up in a number: lr and batch_size are plain numbers.",
    "Other editions of the lesson hand over a dictionary of settings; here use lr and batch_size themselves.",
    keeps=STOPS,
)
SGD_REPLACED = Misconception(
    "sgd_replaced",
    "sgd put other tensors into params; it must change the ones that it was given.",
    "Change each tensor in place: p -= ... inside torch.no_grad(), or p.data = ...",
    keeps=SLIP,
)
SGD_NO_REQUIRES_GRAD = Misconception(
    "sgd_no_requires_grad",
    "After sgd the parameters no longer take gradients (requires_grad, as a leaf tensor).",
    "Update inside with torch.no_grad():, or through p.data; the tensors then stay as they are.",
    keeps=SLIP,
)
SGD_DTYPE = Misconception(
    "sgd_dtype",
    "sgd turned a {right} parameter into {found}.",
    "Do not convert p or p.grad; compute in the dtype that they have.",
    keeps=SLIP,
)
SGD_PRECISION = Misconception(
    "sgd_precision",
    "For float64 parameters, sgd is not as exact as float64 is.",
    "Do not convert p or p.grad; compute in the dtype that they have.",
    keeps=SLIP,
)
