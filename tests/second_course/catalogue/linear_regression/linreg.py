# %% correct: mm
def linreg(X, w, b):
    return torch.mm(X, w) + b

# %% correct: flat
def linreg(X, w, b):
    return (X * w.reshape(-1)).sum(dim=1) + b

# %% wrong: no_bias
# belief: the bias is part of w
# named: no_bias
# band: broken, one check decides about the whole item
# fails: test_prediction
def linreg(X, w, b):
    return X @ w

# %% wrong: minus
# belief: the bias is subtracted
# fails: test_prediction
def linreg(X, w, b):
    return X @ w - b
