# Ways in which students write accuracy(y_hat, y). Read by wallgrade.catalogue; never imported.

# %% honest: mean
def accuracy(y_hat, y):
    return (y_hat.argmax(dim=1) == y).float().mean().item()

# %% honest: count_over_length
def accuracy(y_hat, y):
    correct = int((torch.argmax(y_hat, 1) == y).sum())
    return correct / len(y)

# %% honest: numpy_float
def accuracy(y_hat, y):
    import numpy as np

    predicted = y_hat.detach().numpy().argmax(axis=1)
    return np.mean(predicted == y.numpy())

# %% honest: loop
def accuracy(pred, label, verbose=True):
    right = 0.0
    for row, wanted in zip(pred, label):
        if row.max(0)[1].item() == wanted:
            right += 1
    if verbose:
        print("right:", right)
    return right / pred.shape[0]

# %% wrong: count
# believed: accuracy is the number of right predictions
def accuracy(y_hat, y):
    return float((y_hat.argmax(dim=1) == y).sum())

# %% wrong: percentage
# believed: accuracy is a percentage
def accuracy(y_hat, y):
    return 100 * (y_hat.argmax(dim=1) == y).float().mean().item()

# %% wrong: argmax_of_columns
# believed: dim=0 runs over the classes
def accuracy(y_hat, y):
    return (y_hat.argmax(dim=0) == y).float().mean().item()

# %% wrong: tensor
# believed: a tensor with one element is a number
def accuracy(y_hat, y):
    return (y_hat.argmax(dim=1) == y).float().mean()

# %% wrong: integer_division
# believed: // is division
def accuracy(y_hat, y):
    return int((y_hat.argmax(dim=1) == y).sum()) // len(y)

# %% wrong: error_rate
# believed: the wrong ones are counted
def accuracy(y_hat, y):
    return (y_hat.argmax(dim=1) != y).float().mean().item()

# %% wrong: writes_into_y_hat
# believed: y_hat is not needed any more
def accuracy(y_hat, y):
    y_hat[:] = y_hat.round()
    return (y_hat.argmax(dim=1) == y).float().mean().item()
