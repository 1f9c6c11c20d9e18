"""Messages of the check of the test accuracy after training."""

from __future__ import annotations

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
    "Usual reasons: the gradients are averaged twice (0.64 or so), b is never updated, gradients are not cleared. "
    "Or softmax runs along the wrong dimension. The checks of the single functions say which."
)
REACHED = "Test accuracy after {epochs} epochs: {found:.4f} (at least {threshold:.2f} is needed)."
