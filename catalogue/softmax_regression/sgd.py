# Ways in which students write sgd(params, lr, batch_size). Read by wallgrade.catalogue; never imported.

# %% honest: data
def sgd(params, lr, batch_size):
    for param in params:
        param.data -= lr * param.grad / batch_size

# %% honest: no_grad_and_clear
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for p in params:
            p -= lr * p.grad / batch_size
            p.grad.zero_()

# %% honest: new_data
def sgd(parameters, learning_rate, n):
    for p in parameters:
        p.data = p.data - learning_rate / n * p.grad.data
    return list(parameters)

# %% honest: copy_back
def sgd(params, lr, batch_size):
    for p in params:
        step = p.grad * (lr / batch_size)
        with torch.no_grad():
            p.copy_(p - step)
        p.grad = None

# %% wrong: not_divided
# believed: the gradient is the mean's already
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr * p.grad

# %% wrong: uphill
# believed: the gradient points to the minimum
def sgd(params, lr, batch_size):
    for p in params:
        p.data += lr * p.grad / batch_size

# %% wrong: rebinds_the_name
# believed: p = p - ... changes the tensor
def sgd(params, lr, batch_size):
    for p in params:
        p = p - lr * p.grad / batch_size

# %% wrong: new_list_entries
# believed: a list with new tensors will do
def sgd(params, lr, batch_size):
    for i in range(len(params)):
        params[i] = (params[i] - lr * params[i].grad / batch_size).detach().requires_grad_()

# %% wrong: divided_twice
# believed: each factor needs its own mean
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr / batch_size * p.grad / batch_size

# %% wrong: first_only
# believed: return ends one turn of the loop
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr * p.grad / batch_size
        return

# %% wrong: clears_first
# believed: gradients are cleared before the step
def sgd(params, lr, batch_size):
    for p in params:
        p.grad.zero_()
        p.data -= lr * p.grad / batch_size

# %% wrong: loses_requires_grad
# believed: detaching is needed once and for all
def sgd(params, lr, batch_size):
    for p in params:
        p.requires_grad_(False)
        p -= lr * p.grad / batch_size

# %% wrong: batch_size_256
# believed: batch_size is always 256
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr * p.grad / 256

# %% wrong: library
# believed: torch.optim may do the step
def sgd(params, lr, batch_size):
    for p in params:
        p.grad /= batch_size
    torch.optim.SGD(params, lr=lr).step()
