# %% correct: data
def sgd(params, lr, batch_size):
    for p in params:
        p.data = p.data - lr * p.grad / batch_size

# %% wrong: not_divided
# belief: the gradient is a mean already
# fails: test_step
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr * p.grad
