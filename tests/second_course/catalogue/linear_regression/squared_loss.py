# %% correct: pow
def squared_loss(y_hat, y):
    return 0.5 * (y_hat.reshape(-1) - y).pow(2)

# %% wrong: not_halved
# belief: the loss is the squared difference
# named: not_halved
# band: broken, one check decides about the whole item
# fails: test_loss
def squared_loss(y_hat, y):
    return (y_hat - y.reshape(y_hat.shape)) ** 2

# %% wrong: broadcast
# belief: a column minus a row gives differences one by one
# named: every_pair
# band: broken, one check decides about the whole item
# fails: test_loss
def squared_loss(y_hat, y):
    return (y_hat - y) ** 2 / 2
