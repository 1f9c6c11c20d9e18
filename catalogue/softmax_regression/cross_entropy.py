# Ways in which students write cross_entropy(y_hat, y). Read by wallgrade.catalogue; never imported.

# %% honest: gather
def cross_entropy(y_hat, y):
    return -torch.log(y_hat.gather(1, y.view(-1, 1)))

# %% honest: fancy_indexing
def cross_entropy(y_hat, y):
    return -torch.log(y_hat[range(len(y_hat)), y])

# %% honest: one_hot
def cross_entropy(y_hat: Tensor, y: Tensor) -> Tensor:
    target = torch.nn.functional.one_hot(y, y_hat.shape[1])
    return -torch.log((y_hat * target).sum(dim=1))

# %% honest: epsilon
def cross_entropy(probs, labels, eps=1e-4):
    picked = probs[torch.arange(probs.shape[0]), labels]
    return -(picked + eps).log()

# %% honest: clamped
def cross_entropy(y_hat, y):
    p = torch.clamp(y_hat, 1e-7, 1 - 1e-7)
    return p.log().gather(1, y.unsqueeze(1)).neg().squeeze(1)

# %% wrong: mean
# believed: the loss is one number, the mean
def cross_entropy(y_hat, y):
    return -torch.log(y_hat.gather(1, y.view(-1, 1))).mean()

# %% wrong: sum
# believed: the loss is one number, the sum
def cross_entropy(y_hat, y):
    return -torch.log(y_hat.gather(1, y.view(-1, 1))).sum()

# %% wrong: no_minus
# believed: the loss is the log of the probability
def cross_entropy(y_hat, y):
    return torch.log(y_hat.gather(1, y.view(-1, 1)))

# %% wrong: log10
# believed: any logarithm will do
def cross_entropy(y_hat, y):
    return -torch.log10(y_hat.gather(1, y.view(-1, 1)))

# %% wrong: softmax_again
# believed: y_hat holds raw outputs
def cross_entropy(y_hat, y):
    powers = y_hat.exp()
    p = powers / powers.sum(dim=1, keepdim=True)
    return -torch.log(p.gather(1, y.view(-1, 1)))

# %% wrong: all_columns
# believed: y_hat[:, y] picks one element for each row
def cross_entropy(y_hat, y):
    return -torch.log(y_hat[:, y])

# %% wrong: one_minus_p
# believed: the loss is what is missing to 1
def cross_entropy(y_hat, y):
    return 1 - y_hat.gather(1, y.view(-1, 1))

# %% wrong: cut_off_from_autograd
# believed: data is the tensor itself
def cross_entropy(y_hat, y):
    return -torch.log(y_hat.data.gather(1, y.view(-1, 1)))

# %% wrong: library
# believed: from scratch means without torch.nn
def cross_entropy(y_hat, y):
    return torch.nn.functional.nll_loss(torch.log(y_hat), y, reduction="none")
