# Ways in which students write softmax(X). Read by wallgrade.authoring.catalogue; never imported.

# %% correct: row_maximum
def softmax(X):
    shifted = X - X.max(dim=1, keepdim=True).values
    powers = torch.exp(shifted)
    return powers / powers.sum(dim=1, keepdim=True)

# %% correct: logsumexp
def softmax(X: Tensor, dim: int = 1) -> Tensor:
    return torch.exp(X - torch.logsumexp(X, dim=dim, keepdim=True))

# %% correct: row_by_row
def softmax(x):
    rows = []
    for row in x:
        e = (row - max(row)).exp()
        rows.append(e / e.sum())
    return torch.stack(rows)

# %% correct: works_in_place_on_a_copy
def softmax(X):
    Y = X.clone()
    Y = Y - Y.detach().max(1)[0].view(-1, 1)
    Y = Y.exp()
    Y = Y.div(Y.sum(-1).unsqueeze(-1))
    print("softmax of", tuple(X.shape))
    return Y

# %% correct: transposed_and_back
def softmax(O):
    e = (O.T - torch.amax(O, 1)).exp()
    return (e / e.sum(0)).T

# %% correct: helper_and_lambda
def _stable_exp(logits):
    largest, _ = torch.max(logits, axis=-1, keepdims=True)
    return (logits - largest).exp()

softmax = lambda logits: _stable_exp(logits) / _stable_exp(logits).sum(axis=-1, keepdims=True)

# %% correct: in_double_precision
def softmax(X):
    wide = X.double()
    e = torch.exp(wide - wide.max(dim=1, keepdim=True)[0])
    return (e / e.sum(dim=1, keepdim=True)).to(X.dtype)

# %% correct: largest_detached_and_float64
def softmax(X):
    largest = X.detach().amax(-1, keepdim=True)
    powers = torch.exp((X - largest).to(torch.float64))
    return torch.div(powers, powers.sum(-1, keepdim=True)).type_as(X)

# %% correct: sums_by_matrix_product
def softmax(X):
    powers = (X - X.topk(1, dim=1).values).exp()
    return powers * (1 / (powers @ powers.new_ones(X.shape[1], 1)))

# %% correct: matrix_of_ones
import math

def softmax(X):
    n, q = X.shape
    m = X.sort(dim=1, descending=True)[0][:, :1].expand(n, q)
    powers = math.e ** (X - m)
    return powers / (powers @ torch.ones(q, q, dtype=X.dtype))

# %% wrong: sums_over_columns
# belief: softmax normalises each column
# named: softmax_along_columns
# fails: test_rows, test_large_outputs
def softmax(X):
    powers = (X - X.max(dim=0, keepdim=True).values).exp()
    return powers / powers.sum(dim=0, keepdim=True)

# %% wrong: lesson_without_dim
# belief: sum(0) sums along a row, and exp can be taken of any number
# named: softmax_along_columns
# fails: test_rows, test_large_outputs
def softmax(X):
    X_exp = X.exp()
    partition = X_exp.sum(0, keepdim=True)
    return X_exp / partition

# %% wrong: no_keepdim
# belief: a sum of shape (n,) is divided out row by row
# named: softmax_keepdim
# fails: test_rows, test_one_row_or_column
def softmax(X):
    powers = (X - X.max(dim=1, keepdim=True).values).exp()
    return powers / powers.sum(dim=1)

# %% wrong: sums_as_a_row
# belief: view(1, -1) makes a column
# named: softmax_keepdim
# fails: test_rows, test_one_row_or_column
def softmax(X):
    powers = torch.exp(X)
    return powers / powers.sum(dim=1).view(1, -1)

# %% wrong: overflows
# belief: exp can be taken of any number
# named: softmax_overflow
# fails: test_large_outputs
def softmax(X):
    powers = X.exp()
    return powers / powers.sum(dim=1, keepdim=True)

# %% wrong: subtracts_the_mean
# belief: any number that makes X smaller keeps exp finite
# named: softmax_overflow
# fails: test_large_outputs
def softmax(X):
    powers = (X - X.mean(dim=1, keepdim=True)).exp()
    return powers / powers.sum(dim=1, keepdim=True)

# %% wrong: subtracts_a_constant
# belief: outputs are never larger than 100 or so
# named: softmax_overflow
# fails: test_large_outputs
def softmax(X):
    powers = torch.exp(X - 100 if X.max() > 50 else X)
    return powers / powers.sum(dim=1, keepdim=True)

# %% wrong: whole_matrix
# belief: all elements together sum to 1
# named: softmax_whole
# fails: test_rows
def softmax(X):
    powers = (X - X.max()).exp()
    return powers / powers.sum()

# %% wrong: maximum_of_everything
# belief: one number may be subtracted from the whole matrix
# named: softmax_max_of_everything
# fails: test_large_outputs
def softmax(X):
    powers = (X - X.max()).exp()
    return powers / powers.sum(dim=1, keepdim=True)

# %% wrong: maximum_of_columns
# belief: it does not matter along which dimension the maximum is taken
# named: softmax_column_maximum
# fails: test_rows
def softmax(X):
    powers = (X - X.max(dim=0).values).exp()
    return powers / powers.sum(dim=1, keepdim=True)

# %% wrong: clamped
# belief: outputs above 50 mean the same as 50
# named: softmax_clamped
# fails: test_large_outputs
def softmax(X):
    powers = torch.exp(torch.clamp(X, -50, 50))
    return powers / powers.sum(dim=1, keepdim=True)

# %% wrong: nan_to_num
# belief: nan can be replaced afterwards
# named: softmax_nan_replaced
# fails: test_large_outputs
def softmax(X):
    powers = torch.exp(X)
    return torch.nan_to_num(powers / powers.sum(dim=1, keepdim=True))

# %% wrong: not_divided
# belief: exp makes the outputs probabilities
# named: softmax_not_divided
# fails: test_rows, test_one_row_or_column
def softmax(X):
    return torch.exp(X - X.max(dim=1, keepdim=True).values)

# %% wrong: divided_by_the_largest
# belief: probabilities are what lies between 0 and 1
# named: softmax_not_divided
# fails: test_rows
def softmax(X):
    powers = torch.exp(X)
    return powers / powers.max(dim=1, keepdim=True).values

# %% wrong: no_exp
# belief: dividing by the sum is enough to make probabilities
# named: softmax_no_exp
# fails: test_rows
def softmax(X):
    return X / X.sum(dim=1, keepdim=True)

# %% wrong: sum_without_exp
# belief: the partition is the sum of the outputs
# named: softmax_sum_without_exp
# fails: test_rows
def softmax(X):
    partition = X.sum(dim=1, keepdim=True)
    return X.exp() / partition

# %% wrong: exp_of_sum
# belief: exp of a sum is the sum of the exps
# named: softmax_exp_of_sum
# fails: test_rows
def softmax(X):
    return torch.exp(X) / torch.exp(X.sum(dim=1, keepdim=True))

# %% wrong: mean_for_sum
# belief: normalising means dividing by the mean
# named: softmax_mean
# fails: test_rows
def softmax(X):
    powers = torch.exp(X - X.max(dim=1, keepdim=True).values)
    return powers / powers.mean(dim=1, keepdim=True)

# %% wrong: shifted_above_only
# belief: the maximum only has to be subtracted where exp would overflow
# named: softmax_half_shifted
# fails: test_rows
def softmax(X):
    largest = X.max(dim=1, keepdim=True).values
    return torch.exp(X - largest) / torch.exp(X).sum(dim=1, keepdim=True)

# %% wrong: logarithms
# belief: log-probabilities are as good as probabilities
# named: softmax_log
# fails: test_rows
def softmax(X):
    return X - X.logsumexp(dim=1, keepdim=True)

# %% wrong: minus
# belief: the formula has exp(-x), as the sigmoid has
# named: softmax_sign
# fails: test_rows
def softmax(X):
    powers = torch.exp(-X)
    return powers / powers.sum(dim=1, keepdim=True)

# %% wrong: sigmoid
# belief: sigmoid and softmax are the same
# named: softmax_sigmoid
# fails: test_rows
def softmax(X):
    return 1 / (1 + torch.exp(-X))

# %% wrong: powers_of_two
# belief: any base will do
# named: softmax_base
# fails: test_rows
def softmax(X):
    powers = 2 ** (X - X.max(dim=1, keepdim=True).values)
    return powers / powers.sum(dim=1, keepdim=True)

# %% wrong: twice
# belief: normalising once more does no harm
# named: softmax_twice
# fails: test_rows
def softmax(X):
    for _ in range(2):
        powers = torch.exp(X - X.max(dim=1, keepdim=True).values)
        X = powers / powers.sum(dim=1, keepdim=True)
    return X

# %% wrong: the_winner_takes_all
# belief: softmax marks the class with the largest output
# named: softmax_hard
# fails: test_rows, test_gradients
def softmax(X):
    return (X == X.max(dim=1, keepdim=True).values).to(X.dtype)

# %% wrong: rounded
# belief: four digits are enough
# named: softmax_rounded
# fails: test_rows, test_gradients
def softmax(X):
    powers = torch.exp(X - X.max(dim=1, keepdim=True).values)
    return torch.round(powers / powers.sum(dim=1, keepdim=True), decimals=3)

# %% wrong: epsilon_in_the_sum
# belief: a small number below the fraction bar keeps it from being 0
# named: softmax_epsilon
# fails: test_rows
def softmax(X):
    powers = torch.exp(X - X.max(dim=1, keepdim=True).values)
    return powers / (powers.sum(dim=1, keepdim=True) + 1e-3)

# %% wrong: forgets_to_transpose_back
# belief: the result may lie on its side
# named: softmax_transposed
# fails: test_rows, test_one_row_or_column
def softmax(X):
    powers = torch.exp(X.T - X.max(dim=1).values)
    return powers / powers.sum(dim=0)

# %% wrong: returns_inside_the_loop
# belief: return hands over one row after the other
# named: softmax_first_row
# fails: test_rows
def softmax(X):
    for row in X:
        powers = torch.exp(row - row.max())
        return powers / powers.sum()

# %% wrong: squeezed
# belief: squeeze only tidies up
# named: softmax_squeezed
# fails: test_one_row_or_column
def softmax(X):
    powers = torch.exp(X - X.max(dim=1, keepdim=True).values)
    return (powers / powers.sum(dim=1, keepdim=True)).squeeze()

# %% wrong: one_sum_for_each_column
# belief: there are X.shape[1] sums
# named: softmax_square_only
# fails: test_rows, test_one_row_or_column, test_nothing_else
def softmax(X):
    powers = torch.exp(X - X.max(dim=1, keepdim=True).values)
    return powers / powers.sum(dim=1).reshape(X.shape[1], 1)

# %% wrong: loops_over_rows_as_columns
# belief: len(X) is the number of classes
# named: softmax_square_only
# fails: test_rows, test_one_row_or_column
def softmax(X):
    powers = torch.exp(X - X.max(dim=1, keepdim=True).values)
    sums = powers.sum(dim=1)
    return torch.stack([powers[:, j] / sums for j in range(len(X))], dim=1)

# %% wrong: ten_classes
# belief: there are always ten classes
# named: softmax_fixed_size
# fails: test_rows, test_one_row_or_column
def softmax(X):
    powers = (X - X.max(dim=1, keepdim=True).values).exp()
    return powers / powers.sum(dim=1).reshape(-1, 1).expand(-1, 10)

# %% wrong: batches_of_256
# belief: every batch has 256 examples of ten classes
# named: softmax_fixed_size
# fails: test_rows, test_one_row_or_column
def softmax(X):
    Y = torch.zeros(256, 10)
    for i in range(256):
        powers = torch.exp(X[i] - X[i].max())
        Y[i] = powers / powers.sum()
    return Y

# %% wrong: always_double
# belief: more digits are always better
# named: softmax_dtype
# fails: test_nothing_else
def softmax(X):
    X = X.double()
    powers = torch.exp(X - X.max(dim=1, keepdim=True).values)
    return powers / powers.sum(dim=1, keepdim=True)

# %% wrong: always_float
# belief: tensors are float32
# named: softmax_dtype
# fails: test_nothing_else
def softmax(X):
    Y = torch.empty(X.shape)
    for i in range(X.shape[0]):
        powers = torch.exp(X[i] - X[i].max())
        Y[i] = powers / powers.sum()
    return Y

# %% wrong: through_float
# belief: converting there and back loses nothing
# named: softmax_precision
# fails: test_nothing_else
def softmax(X):
    O = X.float()
    powers = torch.exp(O - O.max(dim=1, keepdim=True).values)
    return (powers / powers.sum(dim=1, keepdim=True)).to(X.dtype)

# %% wrong: cut_off_from_autograd
# belief: no_grad only saves memory
# named: no_gradient
# fails: test_gradients
def softmax(X):
    with torch.no_grad():
        powers = (X - X.max(dim=1, keepdim=True).values).exp()
        return powers / powers.sum(dim=1, keepdim=True)

# %% wrong: new_tensor_of_lists
# belief: a tensor made of the same numbers is the same tensor
# named: no_gradient
# fails: test_gradients
import math

def softmax(X):
    rows = []
    for row in X.tolist():
        powers = [math.exp(x - max(row)) for x in row]
        rows.append([power / sum(powers) for power in powers])
    return torch.tensor(rows, dtype=X.dtype)

# %% wrong: numpy_functions
# belief: np.exp works on tensors just as well
# named: no_gradient
# fails: test_gradients
import numpy as np

def softmax(X):
    powers = np.exp(X - X.max(dim=1, keepdim=True).values)
    return powers / powers.sum(1, keepdim=True)

# %% wrong: sums_detached
# belief: the sums are constants
# named: wrong_gradient
# fails: test_gradients
def softmax(X):
    powers = (X - X.max(dim=1, keepdim=True).values.detach()).exp()
    return powers / powers.sum(dim=1, keepdim=True).detach()

# %% wrong: items
# belief: .item() is the same number
# named: wrong_gradient
# fails: test_gradients
def softmax(X):
    return torch.stack([(row - row.max()).exp() / (row - row.max()).exp().sum().item() for row in X])

# %% wrong: overwrites_the_powers
# belief: in place is fine with a tensor of my own
# named: overwritten_in_place
# fails: test_gradients
def softmax(X):
    Y = X - X.max(dim=1, keepdim=True).values
    Y.exp_()
    Y /= Y.sum(dim=1, keepdim=True)
    return Y

# %% wrong: changes_its_argument
# belief: X belongs to the function
# named: argument_changed
# fails: test_nothing_else, test_gradients
def softmax(X):
    X -= X.max(dim=1, keepdim=True).values
    X.exp_()
    X /= X.sum(dim=1, keepdim=True)
    return X

# %% wrong: shifts_x_through_data
# belief: subtracting the maximum does not matter, so it may be done in place
# named: argument_changed
# fails: test_nothing_else
def softmax(X):
    X.data -= X.data.max(dim=1, keepdim=True).values
    powers = X.exp()
    return powers / powers.sum(dim=1, keepdim=True)

# %% wrong: no_return
# belief: the last line is the result
# named: returned_nothing
# fails: test_rows, test_nothing_else
# band: broken, nothing comes back, as from a function that does nothing
def softmax(X):
    powers = (X - X.max(dim=1, keepdim=True).values).exp()
    Y = powers / powers.sum(dim=1, keepdim=True)

# %% wrong: prints_the_result
# belief: what is seen is returned
# named: returned_nothing
# fails: test_rows, test_nothing_else
# band: broken, nothing comes back, as from a function that does nothing
def softmax(X):
    powers = (X - X.max(dim=1, keepdim=True).values).exp()
    print(powers / powers.sum(dim=1, keepdim=True))

# %% wrong: a_list_of_rows
# belief: a list of tensors is a matrix
# named: not_a_tensor
# fails: test_rows, test_nothing_else
# band: broken, no tensor comes back, so nothing of the contract holds
def softmax(X):
    return [(row - row.max()).exp() / (row - row.max()).exp().sum() for row in X]

# %% wrong: numpy_array
# belief: arrays and tensors are the same
# named: not_a_tensor
# fails: test_rows, test_gradients
# band: broken, no tensor comes back, so nothing of the contract holds
import numpy as np

def softmax(X):
    X = X.numpy()
    powers = np.exp(X - X.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)

# %% wrong: library
# belief: from scratch means without torch.nn
# named: library_call
# fails: test_from_scratch
# band: gate
def softmax(X):
    return X.softmax(dim=1)

# %% wrong: library_functional
# belief: a function is not a layer
# named: library_call
# fails: test_from_scratch
# band: gate
import torch.nn.functional as F

def softmax(X):
    return F.log_softmax(X, dim=-1).exp()

# %% wrong: library_layer
# belief: a layer of torch.nn is allowed
# named: library_call
# fails: test_from_scratch
# band: gate
class softmax:
    def __new__(cls, X):
        return torch.nn.Softmax(dim=1)(X)

# %% wrong: library_along_columns
# belief: dim=0 are the rows
# named: library_call
# fails: test_rows, test_from_scratch
# band: gate
def softmax(X):
    return torch.softmax(X, 0)

# %% wrong: standardised
# belief: outputs have to be standardised first
# fails: test_rows
def softmax(X):
    X = (X - X.mean(dim=1, keepdim=True)) / (X.std(dim=1, keepdim=True) + 1e-6)
    powers = torch.exp(X)
    return powers / powers.sum(dim=1, keepdim=True)

# %% wrong: colder
# belief: dividing by the square root of the number of classes makes training stable
# fails: test_rows
def softmax(X):
    X = X / X.shape[1] ** 0.5
    powers = torch.exp(X - X.max(dim=1, keepdim=True).values)
    return powers / powers.sum(dim=1, keepdim=True)

# %% wrong: one_over_the_differences
# belief: exp(x_i) / sum_k exp(x_k) is 1 / sum_k exp(x_k - x_i), and 1 / inf is 0, so nothing can go wrong
# named: softmax_gradient_large
# fails: test_large_outputs
def softmax(X):
    differences = X.unsqueeze(1) - X.unsqueeze(2)
    return 1 / differences.exp().sum(dim=2)

# %% wrong: safe_only_where_needed
# belief: what torch.where does not pick has no part in the gradient
# named: softmax_gradient_large
# fails: test_large_outputs
def softmax(X):
    naive = X.exp() / X.exp().sum(dim=1, keepdim=True)
    powers = (X - X.max(dim=1, keepdim=True).values).exp()
    return torch.where(torch.isfinite(naive), naive, powers / powers.sum(dim=1, keepdim=True))

# %% wrong: maximum_of_the_first_row
# belief: X[0] is an example, and all examples are alike
# named: softmax_overflow
# fails: test_large_outputs
def softmax(X):
    powers = (X - X[0].max()).exp()
    return powers / powers.sum(dim=1, keepdim=True)

# %% wrong: switches_gradients_off
# belief: gradients can be switched off once the result is there
# named: left_behind
# fails: test_nothing_else
def softmax(X):
    powers = (X - X.max(dim=1, keepdim=True).values).exp()
    Y = powers / powers.sum(dim=1, keepdim=True)
    torch.set_grad_enabled(False)
    return Y

# %% wrong: changes_the_default_dtype
# belief: a setting that helps here helps everywhere
# named: left_behind
# fails: test_nothing_else
def softmax(X):
    powers = (X - X.max(dim=1, keepdim=True).values).exp()
    torch.set_default_dtype(torch.float64)
    return powers / powers.sum(dim=1, keepdim=True)

# %% wrong: sets_the_seed
# belief: every cell should begin with a seed
# named: left_behind
# fails: test_nothing_else
def softmax(X):
    torch.manual_seed(0)
    powers = (X - X.max(dim=1, keepdim=True).values).exp()
    return powers / powers.sum(dim=1, keepdim=True)

# %% wrong: asks_for_gradients
# belief: gradients flow only if the function asks for them
# named: argument_changed
# fails: test_nothing_else
def softmax(X):
    X.requires_grad_()
    powers = (X - X.max(dim=1, keepdim=True).values).exp()
    return powers / powers.sum(dim=1, keepdim=True)

# %% wrong: argument_returned
# belief: the outputs are probabilities already
# band: nonsense
# fails: test_rows, test_one_row_or_column, test_large_outputs, test_gradients
def softmax(X):
    return X

# %% wrong: zeros
# belief: something of the right shape will do
# band: nonsense
# fails: test_rows, test_one_row_or_column, test_large_outputs, test_gradients
def softmax(X):
    return torch.zeros_like(X)

# %% wrong: all_classes_alike
# belief: rows that sum to 1 are enough
# band: nonsense
# fails: test_rows, test_one_row_or_column, test_large_outputs, test_gradients
def softmax(X):
    return torch.ones_like(X) / X.shape[1] + 0 * X

# %% wrong: random_rows
# belief: any probabilities will do
# band: nonsense
# fails: test_rows, test_one_row_or_column, test_large_outputs, test_gradients
def softmax(X):
    Y = torch.rand(X.shape)
    return Y / Y.sum(dim=1, keepdim=True)
