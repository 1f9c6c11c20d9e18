# Ways in which students write cross_entropy(y_hat, y). Read by wallgrade.authoring.catalogue; never imported.

# %% correct: gather
def cross_entropy(y_hat, y):
    return -torch.log(y_hat.gather(1, y.view(-1, 1)))

# %% correct: fancy_indexing
def cross_entropy(y_hat, y):
    return -torch.log(y_hat[range(len(y_hat)), y])

# %% correct: one_hot
def cross_entropy(y_hat: Tensor, y: Tensor) -> Tensor:
    target = torch.nn.functional.one_hot(y, y_hat.shape[1])
    return -torch.log((y_hat * target).sum(dim=1))

# %% correct: epsilon
def cross_entropy(probs, labels, eps=1e-4):
    picked = probs[torch.arange(probs.shape[0]), labels]
    return -(picked + eps).log()

# %% correct: clamped
def cross_entropy(y_hat, y):
    p = torch.clamp(y_hat, 1e-7, 1 - 1e-7)
    return p.log().gather(1, y.unsqueeze(1)).neg().squeeze(1)

# %% correct: one_hot_by_matrix_product
def cross_entropy(y_hat, y):
    Y = torch.nn.functional.one_hot(y, num_classes=y_hat.shape[1]).to(y_hat)
    return -(Y.unsqueeze(1) @ y_hat.unsqueeze(2)).reshape(-1, 1).log()

# %% correct: epsilon_then_one_hot_times_log
def cross_entropy(y_hat, y):
    Y = torch.zeros_like(y_hat)
    Y[torch.arange(len(y)), y] = 1
    return -(Y * torch.log(y_hat + 1e-8)).sum(1, keepdim=True)

# %% correct: example_by_example
def cross_entropy(y_hat, y):
    losses = []
    for i, label in enumerate(y):
        losses.append(-torch.log(y_hat[i][label]))
    print(len(losses), "examples")
    return torch.stack(losses)

# %% correct: mask
def cross_entropy(y_hat, y):
    mask = torch.arange(y_hat.size(1)).unsqueeze(0) == y.unsqueeze(1)
    return torch.log(1.0 / y_hat[mask])

# %% correct: diagonal_of_all_pairs
import torch as t

cross_entropy = lambda y_hat, y: t.abs(t.log(y_hat.index_select(1, y).diagonal()))

# %% correct: rows_of_the_identity
def cross_entropy(y_hat, y):
    identity = torch.eye(y_hat.shape[1], dtype=y_hat.dtype)
    p = torch.einsum("nq,nq->n", y_hat, identity[y])
    return p.clamp_min(1e-12).log().mul(-1)

# %% wrong: mean
# belief: the loss is one number, the mean
# named: loss_mean
# fails: test_values, test_one_loss_per_example
def cross_entropy(y_hat, y):
    return -torch.log(y_hat.gather(1, y.view(-1, 1))).mean()

# %% wrong: sum
# belief: the loss is one number, the sum
# named: loss_sum
# fails: test_values, test_one_loss_per_example
def cross_entropy(y_hat, y):
    return -torch.log(y_hat.gather(1, y.view(-1, 1))).sum()

# %% wrong: running_total
# belief: a loss is added up over the batch and divided by its length
# named: loss_mean
# fails: test_values, test_one_loss_per_example
def cross_entropy(y_hat, y):
    total = 0
    for i in range(len(y)):
        total = total - torch.log(y_hat[i, y[i]])
    return total / len(y)

# %% wrong: mean_as_number
# belief: the loss is a Python number
# named: not_a_tensor
# fails: test_values, test_one_loss_per_example, test_gradients
# band: broken, no tensor comes back, so nothing of the contract holds
def cross_entropy(y_hat, y):
    return -torch.log(y_hat.gather(1, y.view(-1, 1))).mean().item()

# %% wrong: no_minus
# belief: the loss is the log of the probability
# named: loss_sign
# fails: test_values
def cross_entropy(y_hat, y):
    return torch.log(y_hat.gather(1, y.view(-1, 1)))

# %% wrong: log10
# belief: any logarithm will do
# named: loss_log10
# fails: test_values
def cross_entropy(y_hat, y):
    return -torch.log10(y_hat.gather(1, y.view(-1, 1)))

# %% wrong: bits
# belief: information is measured in bits
# named: loss_log2
# fails: test_values
def cross_entropy(y_hat, y):
    return -torch.log2(y_hat[range(len(y)), y])

# %% wrong: no_log
# belief: the loss is minus the probability
# named: loss_no_log
# fails: test_values
def cross_entropy(y_hat, y):
    return -y_hat.gather(1, y.view(-1, 1))

# %% wrong: softmax_again
# belief: y_hat holds raw outputs
# named: loss_softmax_again
# fails: test_values
def cross_entropy(y_hat, y):
    powers = y_hat.exp()
    p = powers / powers.sum(dim=1, keepdim=True)
    return -torch.log(p.gather(1, y.view(-1, 1)))

# %% wrong: raw_outputs
# belief: y_hat holds raw outputs, so that logsumexp belongs here
# named: loss_softmax_again
# fails: test_values
def cross_entropy(y_hat, y):
    return torch.logsumexp(y_hat, dim=1) - y_hat[torch.arange(len(y)), y]

# %% wrong: all_columns
# belief: y_hat[:, y] picks one element for each row
# named: loss_all_pairs
# fails: test_values, test_one_loss_per_example
def cross_entropy(y_hat, y):
    return -torch.log(y_hat[:, y])

# %% wrong: every_class
# belief: the labels are looked at later
# named: loss_all_classes
# fails: test_values, test_one_loss_per_example
def cross_entropy(y_hat, y):
    return -torch.log(y_hat)

# %% wrong: sum_over_all_classes
# belief: every class has its part in the loss
# named: loss_all_classes
# fails: test_values
def cross_entropy(y_hat, y):
    return -torch.log(y_hat).sum(dim=1)

# %% wrong: entropy
# belief: the formula has y_hat twice
# named: loss_entropy
# fails: test_values
def cross_entropy(y_hat, y):
    return -(y_hat * torch.log(y_hat)).sum(dim=1)

# %% wrong: weighted_by_p
# belief: the weight in the sum is the predicted probability
# named: loss_weighted
# fails: test_values
def cross_entropy(y_hat, y):
    p = y_hat.gather(1, y.view(-1, 1))
    return -p * torch.log(p)

# %% wrong: one_minus_p
# belief: the loss is what is missing to 1
# named: loss_one_minus_p
# fails: test_values, test_probability_0
def cross_entropy(y_hat, y):
    return 1 - y_hat.gather(1, y.view(-1, 1))

# %% wrong: log_of_the_rest
# belief: the loss is the log of what is missing to 1
# named: loss_rest
# fails: test_values, test_probability_0
def cross_entropy(y_hat, y):
    return -torch.log(1 - y_hat.gather(1, y.view(-1, 1)))

# %% wrong: one_over_p
# belief: 1 / p grows without bound too
# named: loss_inverse
# fails: test_values
def cross_entropy(y_hat, y):
    return 1 / y_hat.gather(1, y.view(-1, 1))

# %% wrong: binary
# belief: cross-entropy always has the term (1 - y) log(1 - y_hat)
# named: loss_binary
# fails: test_values
def cross_entropy(y_hat, y):
    Y = torch.nn.functional.one_hot(y, y_hat.shape[1]).float()
    return -(Y * torch.log(y_hat) + (1 - Y) * torch.log(1 - y_hat)).sum(dim=1)

# %% wrong: squared_error
# belief: any distance between prediction and label will do
# named: loss_squared
# fails: test_values, test_probability_0
def cross_entropy(y_hat, y):
    Y = torch.nn.functional.one_hot(y, y_hat.shape[1])
    return ((y_hat - Y) ** 2).sum(dim=1) / 2

# %% wrong: one_hot_not_summed
# belief: the zeros of the one-hot labels can stay
# named: loss_not_summed
# fails: test_values, test_one_loss_per_example
def cross_entropy(y_hat, y):
    return -torch.log(y_hat) * torch.nn.functional.one_hot(y, y_hat.shape[1])

# %% wrong: mean_over_classes
# belief: mean and sum over the classes are the same but for the scale
# named: loss_over_classes
# fails: test_values
def cross_entropy(y_hat, y):
    Y = torch.nn.functional.one_hot(y, y_hat.shape[1])
    return -(Y * torch.log(y_hat)).mean(dim=1)

# %% wrong: divided_by_the_batch
# belief: each loss has to be divided by the batch size
# named: loss_over_examples
# fails: test_values
def cross_entropy(y_hat, y):
    return -torch.log(y_hat.gather(1, y.view(-1, 1))) / len(y)

# %% wrong: largest_probability
# belief: the prediction is what counts
# named: loss_of_prediction
# fails: test_values
def cross_entropy(y_hat, y):
    return -torch.log(y_hat.max(dim=1).values)

# %% wrong: labels_from_one
# belief: labels count from 1
# named: loss_label_shifted
# fails: test_values
def cross_entropy(y_hat, y):
    return -torch.log(y_hat[torch.arange(len(y)), y - 1])

# %% wrong: rows_and_columns
# belief: the first index is the label
# named: loss_rows_and_columns
# fails: test_values, test_gradients
def cross_entropy(y_hat, y):
    return -torch.log(y_hat[y, torch.arange(len(y))])

# %% wrong: range_of_classes
# belief: shape[1] is the number of examples
# named: loss_square_only
# fails: test_values
def cross_entropy(y_hat, y):
    return -torch.log(y_hat[range(y_hat.shape[1]), y])

# %% wrong: ten_classes
# belief: there are always ten classes
# named: loss_fixed_size
# fails: test_values
def cross_entropy(y_hat, y):
    Y = torch.nn.functional.one_hot(y, 10)
    return -torch.log((Y * y_hat).sum(dim=1))

# %% wrong: flat_with_steps_of_ten
# belief: row i starts at 10 i
# named: loss_fixed_size
# fails: test_values
def cross_entropy(y_hat, y):
    flat = y_hat.reshape(-1)
    places = (10 * torch.arange(len(y)) + y) % len(flat)
    return -torch.log(flat[places])

# %% wrong: batches_of_256
# belief: every batch has 256 examples of ten classes
# named: loss_fixed_size
# fails: test_values, test_one_loss_per_example
def cross_entropy(y_hat, y):
    Y = torch.zeros(256, 10)
    Y[torch.arange(256), y] = 1
    return -(Y * torch.log(y_hat)).sum(dim=1)

# %% wrong: first_example_only
# belief: return hands over one loss after the other
# named: loss_first_only
# fails: test_values, test_one_loss_per_example
def cross_entropy(y_hat, y):
    for i in range(len(y)):
        return -torch.log(y_hat[i, y[i]])

# %% wrong: squeezed
# belief: squeeze only tidies up
# named: loss_squeezed
# fails: test_one_loss_per_example
def cross_entropy(y_hat, y):
    return -torch.log(y_hat.gather(1, y.view(-1, 1))).squeeze()

# %% wrong: one_row
# belief: row and column are the same
# named: loss_one_row
# fails: test_one_loss_per_example
def cross_entropy(y_hat, y):
    return -torch.log(y_hat.gather(1, y.view(-1, 1))).T

# %% wrong: large_epsilon
# belief: a little more certainty does no harm
# named: loss_epsilon
# fails: test_values, test_probability_0
def cross_entropy(y_hat, y, eps=1e-2):
    return -torch.log(y_hat.gather(1, y.view(-1, 1)) + eps)

# %% wrong: log_of_one_plus_p
# belief: log1p is the safe logarithm
# named: loss_epsilon
# fails: test_values, test_probability_0
def cross_entropy(y_hat, y):
    return -torch.log1p(y_hat.gather(1, y.view(-1, 1)))

# %% wrong: cut_off_too_early
# belief: probabilities under a thousandth do not occur
# named: loss_epsilon
# fails: test_probability_0
def cross_entropy(y_hat, y):
    return -torch.log(y_hat.clamp(1e-3, 1).gather(1, y.view(-1, 1)))

# %% wrong: impossible_is_free
# belief: where the loss is infinite there is none
# named: loss_zero
# fails: test_probability_0
def cross_entropy(y_hat, y):
    losses = -torch.log(y_hat.gather(1, y.view(-1, 1)))
    return torch.where(torch.isinf(losses), torch.zeros_like(losses), losses)

# %% wrong: nan_to_num
# belief: infinity must be replaced, by a 0 for instance
# named: loss_zero
# fails: test_probability_0
def cross_entropy(y_hat, y):
    p = y_hat[torch.arange(len(y)), y]
    return torch.nan_to_num(-torch.log(p), posinf=0.0)

# %% wrong: cut_off_from_autograd
# belief: data is the tensor itself
# named: no_gradient
# fails: test_gradients
def cross_entropy(y_hat, y):
    return -torch.log(y_hat.data.gather(1, y.view(-1, 1)))

# %% wrong: math_log
# belief: math.log and torch.log are the same
# named: no_gradient
# fails: test_gradients
import math

def cross_entropy(y_hat, y):
    def loss(p):
        return -math.log(p) if p > 0 else math.inf

    return torch.tensor([loss(row[label].item()) for row, label in zip(y_hat, y)])

# %% wrong: numpy_log
# belief: torch.from_numpy brings the gradient back
# named: no_gradient
# fails: test_gradients
import numpy as np

def cross_entropy(y_hat, y):
    p = y_hat.numpy()[np.arange(len(y)), y.numpy()]
    return torch.from_numpy(-np.log(p))

# %% wrong: half_detached
# belief: detach keeps numbers small in backward
# named: wrong_gradient
# fails: test_gradients
def cross_entropy(y_hat, y):
    p = y_hat.gather(1, y.view(-1, 1))
    return -(torch.log(p.detach()) + torch.log(p)) / 2

# %% wrong: clamps_in_place
# belief: the prediction is not needed any more
# named: argument_changed
# fails: test_nothing_else, test_gradients
def cross_entropy(y_hat, y):
    y_hat.clamp_(1e-7, 1)
    return -torch.log(y_hat.gather(1, y.view(-1, 1)))

# %% wrong: clamps_the_data
# belief: data may be changed, since autograd does not see it
# named: argument_changed
# fails: test_nothing_else
def cross_entropy(y_hat, y):
    y_hat.data.clamp_(min=1e-7)
    return -torch.log(y_hat[range(len(y)), y])

# %% wrong: unsqueezes_the_labels
# belief: a new dimension changes nothing
# named: argument_changed
# fails: test_nothing_else
def cross_entropy(y_hat, y):
    y.unsqueeze_(1)
    return -torch.log(y_hat.gather(1, y))

# %% wrong: overwrites_the_square
# belief: in place is fine with a tensor of my own
# named: overwritten_in_place
# fails: test_gradients
def cross_entropy(y_hat, y):
    p = y_hat.gather(1, y.view(-1, 1)) * 1
    losses = p.log()
    p.add_(1)
    return -losses

# %% wrong: no_return
# belief: the last line is the result
# named: returned_nothing
# fails: test_values, test_one_loss_per_example
# band: broken, nothing comes back, as from a function that does nothing
def cross_entropy(y_hat, y):
    losses = -torch.log(y_hat.gather(1, y.view(-1, 1)))

# %% wrong: list_of_losses
# belief: a list of losses is a tensor
# named: not_a_tensor
# fails: test_values, test_one_loss_per_example, test_gradients
# band: broken, no tensor comes back, so nothing of the contract holds
def cross_entropy(y_hat, y):
    return [-torch.log(y_hat[i, y[i]]) for i in range(len(y))]

# %% wrong: library
# belief: from scratch means without torch.nn
# named: library_call
# fails: test_from_scratch
# band: gate
def cross_entropy(y_hat, y):
    return torch.nn.functional.nll_loss(torch.log(y_hat), y, reduction="none")

# %% wrong: library_cross_entropy
# belief: torch's cross_entropy takes probabilities
# named: library_call
# fails: test_values, test_from_scratch
# band: gate
import torch.nn.functional as F

def cross_entropy(y_hat, y):
    return F.cross_entropy(y_hat, y, reduction="none")

# %% wrong: library_layer
# belief: this is what CrossEntropyLoss is for
# named: library_call
# fails: test_values, test_one_loss_per_example, test_from_scratch
# band: gate
criterion = torch.nn.CrossEntropyLoss()

def cross_entropy(y_hat, y):
    return criterion(y_hat, y)

# %% wrong: library_binary
# belief: every class is a question of its own
# named: library_call
# fails: test_values, test_from_scratch
# band: gate
def cross_entropy(y_hat, y):
    Y = torch.eye(y_hat.shape[1])[y]
    return torch.nn.BCELoss(reduction="none")(y_hat, Y).sum(dim=1)

# %% wrong: smoothed_labels
# belief: labels should never be quite certain
# fails: test_values
def cross_entropy(y_hat, y, smoothing=0.1):
    q = y_hat.shape[1]
    Y = torch.eye(q)[y] * (1 - smoothing) + smoothing / q
    return -(Y * torch.log(y_hat)).sum(dim=1)

# %% wrong: in_units_of_chance
# belief: guessing should cost 1
# fails: test_values
import math

def cross_entropy(y_hat, y):
    return -torch.log(y_hat.gather(1, y.view(-1, 1))) / math.log(y_hat.shape[1])

# %% wrong: kl_div
# belief: a divergence of torch's is not a loss of torch's
# named: library_call
# fails: test_from_scratch
# band: gate
def cross_entropy(y_hat, y):
    truth = torch.nn.functional.one_hot(y, y_hat.shape[1]).to(y_hat.dtype)
    return torch.nn.functional.kl_div(y_hat.log(), truth, reduction="none").sum(dim=1)

# %% wrong: one_hot_times_log
# belief: the formula's sum over all classes can be taken as it stands
# named: loss_nan
# fails: test_probability_0
def cross_entropy(y_hat, y):
    Y = torch.zeros_like(y_hat)
    Y[torch.arange(len(y)), y] = 1
    return -(Y * torch.log(y_hat)).sum(1, keepdim=True)

# %% wrong: log_before_gather
# belief: it does not matter whether log comes before or after picking
# named: loss_nan_gradient
# fails: test_probability_0
def cross_entropy(y_hat, y):
    return -torch.log(y_hat).gather(1, y.view(-1, 1))

# %% wrong: where_the_label_is
# belief: what torch.where does not pick has no part in the gradient
# named: loss_nan_gradient
# fails: test_probability_0
def cross_entropy(y_hat, y):
    label = torch.arange(y_hat.shape[1]) == y.reshape(-1, 1)
    return -torch.where(label, y_hat.log(), 0.0).sum(dim=1)

# %% wrong: exchanged
# belief: the label comes first, as in other editions of the book
# named: loss_exchanged
# fails: test_values, test_probability_0, test_gradients
def cross_entropy(y, y_hat):
    return -torch.log(y_hat[range(len(y_hat)), y])

# %% wrong: exchanged_gather
# belief: the label comes first, as in sklearn
# named: loss_exchanged
# fails: test_values, test_probability_0, test_gradients
def cross_entropy(y_true, y_pred):
    return -torch.log(y_pred.gather(1, y_true.view(-1, 1)))

# %% wrong: exchanged_mean
# belief: the label comes first, and the loss is one number
# named: loss_exchanged
# band: broken, the mean is a second mistake
# fails: test_values, test_probability_0, test_gradients
def cross_entropy(y, y_hat):
    return -(torch.nn.functional.one_hot(y, y_hat.shape[1]) * torch.log(y_hat)).sum(dim=1).mean()

# %% wrong: float32_losses
# belief: tensors are float32
# named: loss_dtype
# fails: test_nothing_else
def cross_entropy(y_hat, y):
    losses = torch.empty(len(y))
    for i in range(len(y)):
        losses[i] = -torch.log(y_hat[i, y[i]])
    return losses

# %% wrong: identity_in_float32
# belief: tensors are float32
# fails: test_nothing_else
# band: slip
def cross_entropy(y_hat, y):
    return -torch.einsum("nq,nq->n", y_hat, torch.eye(y_hat.shape[1])[y]).log()

# %% wrong: in_double_precision
# belief: more digits are always better
# named: loss_dtype
# fails: test_nothing_else
def cross_entropy(y_hat, y):
    return -torch.log(y_hat.double().gather(1, y.view(-1, 1)))

# %% wrong: switches_gradients_off
# belief: gradients can be switched off once the result is there
# named: left_behind
# fails: test_nothing_else
def cross_entropy(y_hat, y):
    losses = -torch.log(y_hat.gather(1, y.view(-1, 1)))
    torch.set_grad_enabled(False)
    return losses

# %% wrong: mask_of_minus_y
# belief: the minus of the formula belongs to the label
# fails: test_values, test_probability_0, test_gradients
def cross_entropy(y_hat, y):
    mask = torch.arange(y_hat.size(1)).unsqueeze(0) == -y.unsqueeze(1)
    return torch.log(1.0 / y_hat[mask])

# %% wrong: cut_off_at_a_half
# belief: a prediction under a half is as good as none
# fails: test_values
def cross_entropy(y_hat, y):
    return -torch.log(y_hat.gather(1, y.view(-1, 1)).clamp(min=0.5))

# %% wrong: always_100
# belief: a loss only has to be large
# band: nonsense
# fails: test_values, test_probability_0, test_gradients
def cross_entropy(y_hat, y):
    return torch.full((len(y),), 100.0)

# %% wrong: always_1
# belief: any loss will do
# band: nonsense
# fails: test_values, test_probability_0, test_gradients
def cross_entropy(y_hat, y):
    return torch.ones(len(y), 1) + 0 * y_hat.sum()

# %% wrong: zeros
# belief: the best loss is 0
# band: nonsense
# fails: test_values, test_probability_0, test_gradients
def cross_entropy(y_hat, y):
    return torch.zeros(len(y))

# %% wrong: argument_returned
# belief: predictions are losses
# band: nonsense
# fails: test_values, test_probability_0, test_gradients
def cross_entropy(y_hat, y):
    return y_hat

# %% wrong: random_losses
# belief: a loss only has to be positive
# band: nonsense
# fails: test_values, test_probability_0, test_gradients
def cross_entropy(y_hat, y):
    return torch.rand(len(y)) - torch.log(y_hat.max())
