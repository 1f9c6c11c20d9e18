# Ways in which students write accuracy(y_hat, y). Read by wallgrade.authoring.catalogue; never imported.

# %% correct: mean
def accuracy(y_hat, y):
    return (y_hat.argmax(dim=1) == y).float().mean().item()

# %% correct: count_over_length
def accuracy(y_hat, y):
    correct = int((torch.argmax(y_hat, 1) == y).sum())
    return correct / len(y)

# %% correct: numpy_float
def accuracy(y_hat, y):
    import numpy as np

    predicted = y_hat.detach().numpy().argmax(axis=1)
    return np.mean(predicted == y.numpy())

# %% correct: loop
def accuracy(pred, label, verbose=True):
    right = 0.0
    for row, wanted in zip(pred, label):
        if row.max(0)[1].item() == wanted:
            right += 1
    if verbose:
        print("right:", right)
    return right / pred.shape[0]

# %% correct: torch_eq
def accuracy(y_hat, y):
    _, predicted = torch.max(y_hat.data, 1)
    return float(torch.eq(predicted, y.view(-1)).sum()) / y.size(0)

# %% correct: with_keepdim_squeezed
def accuracy(y_hat, y):
    predicted = y_hat.argmax(dim=-1, keepdim=True)
    correct = predicted.eq(y.view_as(predicted))
    return correct.to(torch.float64).mean().item()

# %% correct: top_k
@torch.no_grad()
def accuracy(output, target, topk=1):
    """Fraction of rows whose label is among the topk largest."""
    best = output.topk(topk, dim=1).indices
    return (best == target[:, None]).any(dim=1).float().mean().item()

# %% correct: lists
def accuracy(y_hat, y):
    hits = [row.index(max(row)) == label for row, label in zip(y_hat.tolist(), y.tolist())]
    return sum(hits) / len(hits)

# %% correct: max_indices
def accuracy(y_hat, y):
    return y_hat.max(1).indices.eq(y).double().mean().item()

# %% correct: difference_is_zero
def accuracy(y_hat, y):
    wrong = torch.count_nonzero(y_hat.argmax(dim=1) - y)
    return 1 - wrong.item() / y_hat.shape[0]

# %% correct: index_loop
def accuracy(y_hat, y):
    n_right = 0
    for i in range(len(y)):
        if torch.argmax(y_hat[i]) == y[i]:
            n_right = n_right + 1
    return float(n_right / len(y))

# %% correct: other_edition_divided
def accuracy(y_hat, y):
    if len(y_hat.shape) > 1 and y_hat.shape[1] > 1:
        y_hat = y_hat.argmax(axis=1)
    cmp = y_hat.type(y.dtype) == y
    return float(cmp.type(y.dtype).sum()) / len(y)

# %% wrong: count
# belief: accuracy is the number of right predictions
# named: count
# fails: test_fraction, test_all_or_nothing, test_any_scores
def accuracy(y_hat, y):
    return float((y_hat.argmax(dim=1) == y).sum())

# %% wrong: count_as_int
# belief: accuracy is the number of right predictions, a whole number
# named: count
# fails: test_fraction, test_all_or_nothing, test_any_scores, test_float
def accuracy(y_hat, y):
    return (y_hat.argmax(dim=1) == y).sum().item()

# %% wrong: other_edition
# belief: the other edition's accuracy, which counts, is the same
# named: count
# fails: test_fraction, test_all_or_nothing, test_any_scores
def accuracy(y_hat, y):
    """Compute the number of correct predictions."""
    if len(y_hat.shape) > 1 and y_hat.shape[1] > 1:
        y_hat = y_hat.argmax(axis=1)
    cmp = y_hat.type(y.dtype) == y
    return float(cmp.type(y.dtype).sum())

# %% wrong: percentage
# belief: accuracy is a percentage
# named: percentage
# fails: test_fraction, test_all_or_nothing, test_any_scores
def accuracy(y_hat, y):
    return 100 * (y_hat.argmax(dim=1) == y).float().mean().item()

# %% wrong: rounded
# belief: two decimals are enough for anybody
# named: rounded
# fails: test_fraction, test_any_scores
def accuracy(y_hat, y):
    return round((y_hat.argmax(dim=1) == y).float().mean().item(), 2)

# %% wrong: median
# belief: the median is an average too
# named: nearest_whole
# fails: test_fraction, test_any_scores
def accuracy(y_hat, y):
    return (y_hat.argmax(dim=1) == y).float().median().item()

# %% wrong: argmax_of_columns
# belief: dim=0 runs over the classes
# named: argmax_columns
# fails: test_fraction, test_all_or_nothing, test_any_scores, test_float, test_nothing_is_changed
def accuracy(y_hat, y):
    return (y_hat.argmax(dim=0) == y).float().mean().item()

# %% wrong: argmax_without_dim
# belief: argmax looks at each row by itself
# named: argmax_everything
# fails: test_fraction, test_all_or_nothing, test_any_scores
def accuracy(y_hat, y):
    return (y_hat.argmax() == y).float().mean().item()

# %% wrong: argmin
# belief: the smallest element is the one closest to the label
# named: argmin
# fails: test_fraction, test_all_or_nothing, test_any_scores
def accuracy(y_hat, y):
    return (y_hat.argmin(dim=1) == y).float().mean().item()

# %% wrong: keepdim
# belief: (n, 1) and (n,) are compared row by row
# named: every_pair
# fails: test_fraction, test_all_or_nothing, test_any_scores
def accuracy(y_hat, y):
    return (y_hat.argmax(dim=1, keepdim=True) == y).float().mean().item()

# %% wrong: keepdim_count
# belief: (n, 1) and (n,) are compared row by row, and then counted
# named: every_pair
# fails: test_fraction, test_all_or_nothing, test_any_scores
def accuracy(y_hat, y):
    right = (y_hat.max(dim=1, keepdim=True)[1] == y).sum().item()
    return right / y.shape[0]

# %% wrong: divided_by_classes
# belief: shape[1] is the number of examples
# named: divided_by_classes
# fails: test_fraction, test_all_or_nothing, test_any_scores
def accuracy(y_hat, y):
    return (y_hat.argmax(dim=1) == y).sum().item() / y_hat.shape[1]

# %% wrong: divided_by_numel
# belief: numel is the number of examples
# named: divided_by_elements
# fails: test_fraction, test_all_or_nothing, test_any_scores
def accuracy(y_hat, y):
    return (y_hat.argmax(dim=1) == y).sum().item() / y_hat.numel()

# %% wrong: one_hot_rows
# belief: the share of agreeing one-hot elements is the share of right predictions
# named: one_hot_elements
# fails: test_fraction, test_all_or_nothing, test_any_scores
def accuracy(y_hat, y):
    q = y_hat.shape[1]
    eye = torch.eye(q)
    return (eye[y_hat.argmax(dim=1)] == eye[y]).float().mean().item()

# %% wrong: ten_classes
# belief: there are always ten classes
# named: ten_classes
# fails: test_fraction, test_all_or_nothing, test_any_scores, test_float, test_nothing_is_changed
def accuracy(y_hat, y):
    target = torch.zeros(len(y), 10).scatter_(1, y.reshape(-1, 1), 1.0)
    chosen = torch.zeros(len(y), 10).scatter_(1, y_hat.argmax(dim=1, keepdim=True), 1.0)
    rows = chosen.reshape(y_hat.shape) * target.reshape(y_hat.shape)
    return rows.sum().item() / len(y)

# %% wrong: views_ten_columns
# belief: y_hat always has ten columns
# named: ten_classes
# fails: test_fraction, test_all_or_nothing, test_any_scores, test_float, test_nothing_is_changed
def accuracy(y_hat, y):
    return (y_hat.view(-1, 10).argmax(dim=1) == y).float().mean().item()

# %% wrong: batch_of_256
# belief: there are always 256 examples
# named: fixed_divisor
# fails: test_fraction, test_all_or_nothing, test_any_scores
def accuracy(y_hat, y):
    return (y_hat.argmax(dim=1) == y).sum().item() / 256

# %% wrong: integer_division
# belief: // is division
# named: whole_or_nothing
# fails: test_fraction, test_any_scores, test_float
def accuracy(y_hat, y):
    return int((y_hat.argmax(dim=1) == y).sum()) // len(y)

# %% wrong: all_equal
# belief: equal compares element by element
# named: whole_or_nothing
# fails: test_fraction, test_any_scores
def accuracy(y_hat, y):
    return float(torch.equal(y_hat.argmax(dim=1), y))

# %% wrong: error_rate
# belief: the wrong ones are counted
# named: error_rate
# fails: test_fraction, test_all_or_nothing, test_any_scores
def accuracy(y_hat, y):
    return (y_hat.argmax(dim=1) != y).float().mean().item()

# %% wrong: compares_the_maximum
# belief: max gives the class
# named: never_right
# fails: test_fraction, test_all_or_nothing, test_any_scores
def accuracy(y_hat, y):
    predicted = torch.max(y_hat, 1)[0]
    return (predicted == y).float().mean().item()

# %% wrong: above_one_half
# belief: a prediction is one only when it is more likely than not
# named: above_one_half
# fails: test_fraction, test_any_scores
def accuracy(y_hat, y):
    picked = y_hat.gather(1, y.view(-1, 1))
    return (picked > 0.5).float().mean().item()

# %% wrong: mean_probability
# belief: accuracy is how much probability the labels got
# named: mean_probability
# fails: test_fraction, test_all_or_nothing, test_any_scores
def accuracy(y_hat, y):
    return y_hat[torch.arange(len(y)), y].mean().item()

# %% wrong: labels_from_one
# belief: labels are counted from 1, as in dog 1, cat 2, chicken 3
# named: labels_from_one
# fails: test_fraction, test_all_or_nothing, test_any_scores
def accuracy(y_hat, y):
    return (y_hat.argmax(dim=1) + 1 == y).float().mean().item()

# %% wrong: without_the_first
# belief: range starts at 1
# named: one_left_out
# fails: test_fraction, test_all_or_nothing, test_any_scores
def accuracy(y_hat, y):
    right = 0
    for i in range(1, len(y)):
        if y_hat[i].argmax() == y[i]:
            right += 1
    return right / len(y)

# %% wrong: without_the_last
# belief: range runs to the number before its end, so the end needs a - 1
# named: one_left_out
# fails: test_fraction, test_all_or_nothing, test_any_scores
def accuracy(y_hat, y):
    predicted = y_hat.argmax(dim=1)
    right = sum(int(predicted[i] == y[i]) for i in range(len(y) - 1))
    return right / len(y)

# %% wrong: mean_of_booleans
# belief: torch takes the mean of True and False, as numpy does
# named: boolean_mean
# fails: test_fraction, test_all_or_nothing, test_any_scores, test_float, test_nothing_is_changed
def accuracy(y_hat, y):
    return (y_hat.argmax(dim=1) == y).mean().item()

# %% wrong: swapped_arguments
# belief: the labels come first
# named: accuracy_swapped
# fails: test_fraction, test_all_or_nothing, test_any_scores, test_float, test_nothing_is_changed
def accuracy(y, y_hat):
    return (y_hat.argmax(dim=1) == y).float().mean().item()

# %% wrong: tensor
# belief: a tensor with one element is a number
# named: not_a_float
# fails: test_float
def accuracy(y_hat, y):
    return (y_hat.argmax(dim=1) == y).float().mean()

# %% wrong: tensor_percentage
# belief: accuracy is a percentage, and a tensor is a number
# named: percentage
# fails: test_fraction, test_all_or_nothing, test_any_scores, test_float
def accuracy(y_hat, y):
    return 100.0 * (y_hat.argmax(dim=1) == y).sum() / len(y)

# %% wrong: prints_it
# belief: printing is returning
# named: returned_nothing
# band: broken, nothing comes back, whatever is printed
# fails: test_fraction, test_all_or_nothing, test_any_scores, test_float, test_nothing_is_changed
def accuracy(y_hat, y):
    print((y_hat.argmax(dim=1) == y).float().mean().item())

# %% wrong: pair
# belief: count and number are returned together
# fails: test_fraction, test_all_or_nothing, test_any_scores, test_float, test_nothing_is_changed
def accuracy(y_hat, y):
    return int((y_hat.argmax(dim=1) == y).sum()), len(y)

# %% wrong: text
# belief: the result is for reading
# fails: test_fraction, test_all_or_nothing, test_any_scores, test_float, test_nothing_is_changed
def accuracy(y_hat, y):
    return f"{(y_hat.argmax(dim=1) == y).float().mean().item():.3f}"

# %% wrong: writes_into_y_hat
# belief: y_hat is not needed any more
# named: argument_changed
# fails: test_nothing_is_changed
def accuracy(y_hat, y):
    y_hat[:] = y_hat == y_hat.max(dim=1, keepdim=True).values
    return y_hat[torch.arange(len(y)), y].mean().item()

# %% wrong: writes_into_y
# belief: y is not needed any more
# named: argument_changed
# fails: test_nothing_is_changed
def accuracy(y_hat, y):
    y -= y_hat.argmax(dim=1)
    return (y == 0).float().mean().item()

# %% wrong: shifts_y_hat_in_place
# belief: subtracting the maximum from y_hat harms nobody
# named: argument_changed
# fails: test_nothing_is_changed
def accuracy(y_hat, y):
    y_hat -= y_hat.max(dim=1, keepdim=True).values
    return (y_hat.argmax(dim=1) == y).float().mean().item()

# %% wrong: rounds_probabilities
# belief: the probabilities may be rounded to one decimal first
# fails: test_fraction, test_any_scores
def accuracy(y_hat, y):
    return ((y_hat * 2).floor().argmax(dim=1) == y).float().mean().item()

# %% wrong: classes_that_occur
# belief: it matters which classes were predicted, not for which example
# fails: test_fraction, test_all_or_nothing, test_any_scores
def accuracy(y_hat, y):
    predicted = y_hat.argmax(dim=1).sort().values
    return (predicted == y.sort().values).float().mean().item()

# %% wrong: one_half
# belief: any number between 0 and 1 will do
# band: nonsense
# fails: test_fraction, test_all_or_nothing, test_any_scores
def accuracy(y_hat, y):
    return 0.5

# %% wrong: always_right
# belief: the model is right
# band: nonsense
# fails: test_fraction, test_all_or_nothing, test_any_scores
def accuracy(y_hat, y):
    return 1.0

# %% wrong: does_nothing
# belief: a cell that runs is enough
# named: returned_nothing
# band: nonsense
# fails: test_fraction, test_all_or_nothing, test_any_scores, test_float, test_nothing_is_changed
def accuracy(y_hat, y):
    pass

# %% wrong: returns_y
# belief: the labels are the result
# band: nonsense
# fails: test_fraction, test_all_or_nothing, test_any_scores, test_float, test_nothing_is_changed
def accuracy(y_hat, y):
    return y

# %% wrong: guesses
# belief: a guess is a measurement
# band: nonsense
# fails: test_fraction, test_all_or_nothing, test_any_scores
def accuracy(y_hat, y):
    return torch.rand(1).item()

# %% wrong: counter_never_raised
# belief: a comparison counts by itself
# named: always_zero
# band: nonsense
# fails: test_fraction, test_all_or_nothing, test_any_scores
def accuracy(y_hat, y):
    right = 0
    for row, label in zip(y_hat, y):
        row.argmax() == label
    return right / len(y)

# %% wrong: mean_of_ints
# belief: .int() makes numbers of truth values, and numbers have a mean
# named: integer_mean
# fails: test_fraction, test_all_or_nothing, test_any_scores, test_float, test_nothing_is_changed
def accuracy(y_hat, y):
    return (y_hat.argmax(dim=1) == y).int().mean().item()

# %% wrong: numpy_without_detach
# belief: every tensor becomes a numpy array
# named: numpy_with_gradients
# fails: test_any_scores, test_nothing_is_changed
def accuracy(y_hat, y):
    return float((y_hat.numpy().argmax(axis=1) == y.numpy()).mean())

# %% wrong: rounded_scores
# belief: probabilities have one decimal
# named: rounded_scores
# fails: test_any_scores
def accuracy(y_hat, y):
    return (torch.round(y_hat, decimals=3).argmax(dim=1) == y).float().mean().item()

# %% wrong: half_precision
# belief: half precision is enough to compare
# named: rounded_scores
# fails: test_any_scores
def accuracy(y_hat, y):
    return (y_hat.half().argmax(dim=1) == y).float().mean().item()

# %% wrong: absolute_scores
# belief: scores are never negative
# fails: test_any_scores
def accuracy(y_hat, y):
    return (y_hat.abs().argmax(dim=1) == y).float().mean().item()

# %% wrong: compares_the_table
# belief: == finds the right ones by itself
# fails: test_fraction, test_all_or_nothing, test_any_scores, test_float, test_nothing_is_changed
def accuracy(y_hat, y):
    return (y_hat == y).float().mean().item()

# %% wrong: compares_with_itself
# belief: the predictions are compared with the scores
# fails: test_fraction, test_all_or_nothing, test_any_scores, test_float, test_nothing_is_changed
def accuracy(y_hat, y):
    return (y_hat.argmax(dim=1) == y_hat).float().mean().item()

# %% wrong: exchanged_in_zip
# belief: the order in a zip does not matter
# fails: test_fraction, test_all_or_nothing, test_any_scores, test_float, test_nothing_is_changed
def accuracy(y_hat, y):
    hits = [bool(row.argmax() == label) for label, row in zip(y_hat, y)]
    return sum(hits) / len(hits)

# %% wrong: swapped_and_counted
# belief: the labels come first, and accuracy is a count
# named: accuracy_swapped
# band: broken, two things are wrong
# fails: test_fraction, test_all_or_nothing, test_any_scores, test_float, test_nothing_is_changed
def accuracy(y_true, y_pred):
    return (y_pred.argmax(dim=1) == y_true).sum().item()

# %% wrong: detaches_in_place
# belief: detach_ leaves y_hat alone
# named: cut_off_in_place
# fails: test_nothing_is_changed
def accuracy(y_hat, y):
    return (y_hat.detach_().argmax(dim=1) == y).float().mean().item()

# %% wrong: leaves_gradients_off
# belief: gradients are switched off for this function only
# named: left_behind
# fails: test_nothing_is_changed
def accuracy(y_hat, y):
    torch.set_grad_enabled(False)
    return (y_hat.argmax(dim=1) == y).float().mean().item()

# %% wrong: leaves_double_as_default
# belief: a more precise mean harms nobody
# named: left_behind
# fails: test_nothing_is_changed
def accuracy(y_hat, y):
    torch.set_default_dtype(torch.float64)
    return (y_hat.argmax(dim=1) == y).double().mean().item()
