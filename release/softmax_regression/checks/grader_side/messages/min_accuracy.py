"""Messages of the check of the test accuracy after training."""

from __future__ import annotations

TRAINED_SHAPE = "The parameters came back with other shapes than they went in."
TRAINED_NOT_FINITE = "After training, the parameters hold nan or inf."
TRAINED_NOT_FINITE_HINT = (
    "Usual reasons: softmax overflows, or sgd does not divide by batch_size, so that steps are too long."
)
ON_THEIR_OWN = "a step of softmax, cross_entropy and sgd on a mini-batch of training images, without train_ch3"
ONE_BATCH = "pass {epoch} over the training images, mini-batch {first}"
SEVERAL_BATCHES = "pass {epoch} over the training images, mini-batches {first} to {last}"
NOT_LEARNED = (
    "The training run does not do what your functions do. At {where}, the parameters did not move as softmax, "
    "cross_entropy and sgd, called on their own from the same place with the same images, move them."
)
MOVES = (
    "Length of the run's move: {found:.4g}, of your functions' move: {wanted:.4g}; cosine between them: {along:.3f}."
)
NOT_DOWNHILL = (
    "Your softmax, cross_entropy and sgd, called on their own, do not go down the loss. At {where}, they move the "
    "parameters another way, so the accuracy does not come from learning."
)
NOT_FROM_THE_START = (
    "The parameters were changed before the first mini-batch of train_iter was used, so the accuracy does not come "
    "from learning."
)
TOO_FEW_PASSES = (
    "The parameters moved in {found} passes over the training images; num_epochs was {epochs}, and the accuracy must "
    "come from learning in each of them."
)
NOT_LEARNED_HINT = (
    "train_ch3 must learn from the mini-batches that it is given, with the lr that it is given, by the gradient of "
    "cross_entropy(softmax(...)) and by sgd."
)
TOO_LOW = "After {epochs} epochs the test accuracy is {found:.4f}; at least {threshold:.2f} is needed."
TOO_LOW_HINT = (
    "Usual reasons: the gradients are averaged twice (0.64 or so), b is never updated, gradients are not cleared. "
    "Or softmax runs along the wrong dimension. The checks of the single functions say which."
)
REACHED = "Test accuracy after {epochs} epochs: {found:.4f} (at least {threshold:.2f} is needed)."
