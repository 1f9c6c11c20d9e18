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
    "The training run does not do what your softmax, cross_entropy and sgd do. Called on their own with the same "
    "images, they move the parameters in another way. It shows at {where}."
)
MOVES = (
    "Length of the run's move: {found:.4g}, of your functions' move: {wanted:.4g}; cosine between them: {along:.3f}."
)
NOT_DOWNHILL = (
    "Your softmax, cross_entropy and sgd, called on their own, do not go down the loss. It shows at {where}. So the "
    "accuracy does not come from learning."
)
NOT_FROM_THE_START = (
    "The parameters were changed before the first mini-batch of train_iter was used. So the accuracy does not come "
    "from learning."
)
TOO_FEW_PASSES = (
    "The parameters moved in {found} over the training images, but num_epochs was {epochs}. The accuracy must come "
    "from learning in each of them."
)
NOT_LEARNED_HINT = (
    "train_ch3 must learn from its mini-batches, with its lr, by the gradient of cross_entropy(softmax(...)) "
    "and by sgd."
)
TOO_LOW = "After {epochs} epochs the test accuracy is {found:.4f}; at least {threshold:.2f} is needed."
TOO_LOW_HINT = (
    "Usual reasons: the gradients are averaged twice (about 0.64 then), b is never updated, gradients are not cleared. "
    "Or softmax runs along the wrong dimension. The checks of the single functions say which."
)
REACHED = "Test accuracy after {epochs} epochs: {found:.4f} (at least {threshold:.2f} is needed)."
