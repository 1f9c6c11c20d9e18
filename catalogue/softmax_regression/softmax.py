# Ways in which students write softmax(X). Read by wallgrade.catalogue; never imported.

# %% honest: row_maximum
def softmax(X):
    shifted = X - X.max(dim=1, keepdim=True).values
    powers = torch.exp(shifted)
    return powers / powers.sum(dim=1, keepdim=True)

# %% honest: logsumexp
def softmax(X: Tensor, dim: int = 1) -> Tensor:
    return torch.exp(X - torch.logsumexp(X, dim=dim, keepdim=True))

# %% honest: row_by_row
def softmax(x):
    rows = []
    for row in x:
        e = (row - max(row)).exp()
        rows.append(e / e.sum())
    return torch.stack(rows)

# %% honest: works_in_place_on_a_copy
def softmax(X):
    Y = X.clone()
    Y = Y - Y.detach().max(1)[0].view(-1, 1)
    Y = Y.exp()
    Y = Y.div(Y.sum(-1).unsqueeze(-1))
    print("softmax of", tuple(X.shape))
    return Y

# %% wrong: sums_over_columns
# believed: softmax normalises each column
def softmax(X):
    powers = (X - X.max(dim=0, keepdim=True).values).exp()
    return powers / powers.sum(dim=0, keepdim=True)

# %% wrong: no_keepdim
# believed: a sum of shape (n,) is divided out row by row
def softmax(X):
    powers = (X - X.max(dim=1, keepdim=True).values).exp()
    return powers / powers.sum(dim=1)

# %% wrong: overflows
# believed: exp can be taken of any number
def softmax(X):
    powers = X.exp()
    return powers / powers.sum(dim=1, keepdim=True)

# %% wrong: whole_matrix
# believed: all elements together sum to 1
def softmax(X):
    powers = (X - X.max()).exp()
    return powers / powers.sum()

# %% wrong: maximum_of_everything
# believed: one number may be subtracted from the whole matrix
def softmax(X):
    powers = (X - X.max()).exp()
    return powers / powers.sum(dim=1, keepdim=True)

# %% wrong: cut_off_from_autograd
# believed: no_grad only saves memory
def softmax(X):
    with torch.no_grad():
        powers = (X - X.max(dim=1, keepdim=True).values).exp()
        return powers / powers.sum(dim=1, keepdim=True)

# %% wrong: changes_its_argument
# believed: X belongs to the function
def softmax(X):
    X -= X.max(dim=1, keepdim=True).values
    X.exp_()
    X /= X.sum(dim=1, keepdim=True)
    return X

# %% wrong: ten_classes
# believed: there are always ten classes
def softmax(X):
    powers = (X - X.max(dim=1, keepdim=True).values).exp()
    return powers / powers.sum(dim=1).reshape(-1, 1).expand(-1, 10)

# %% wrong: library
# believed: from scratch means without torch.nn
def softmax(X):
    return X.softmax(dim=1)
