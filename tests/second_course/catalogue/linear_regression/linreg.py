# %% honest: mm
def linreg(X, w, b):
    return torch.mm(X, w) + b

# %% honest: flat
def linreg(X, w, b):
    return (X * w.reshape(-1)).sum(dim=1) + b

# %% wrong: no_bias
# believed: the bias is part of w
# named: no_bias
# fails: test_prediction
def linreg(X, w, b):
    return X @ w

# %% wrong: minus
# believed: the bias is subtracted
# fails: test_prediction
def linreg(X, w, b):
    return X @ w - b
