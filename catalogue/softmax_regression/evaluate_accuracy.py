# Ways in which students write evaluate_accuracy(data_iter, net). Read by wallgrade.catalogue; never imported.

# %% honest: counts
def evaluate_accuracy(data_iter, net):
    acc_sum, n = 0.0, 0
    for X, y in data_iter:
        acc_sum += (net(X).argmax(dim=1) == y).float().sum().item()
        n += y.shape[0]
    return acc_sum / n

# %% honest: with_own_accuracy
def evaluate_accuracy(data_iter, net):
    right = total = 0
    with torch.no_grad():
        for X, y in data_iter:
            right += accuracy(net(X), y) * len(y)
            total += len(y)
    return right / total

# %% honest: eval_mode
def evaluate_accuracy(data_iter, net, device=None):
    acc_sum, n = 0.0, 0
    for X, y in data_iter:
        if isinstance(net, torch.nn.Module):
            net.eval()
            acc_sum += (net(X).argmax(dim=1) == y).float().sum().item()
        elif "is_training" in net.__code__.co_varnames:
            acc_sum += (net(X, is_training=False).argmax(dim=1) == y).float().sum().item()
        else:
            acc_sum += (net(X).argmax(dim=1) == y).float().sum().item()
        n += y.numel()
    return acc_sum / n

# %% honest: collects_everything
@torch.no_grad()
def evaluate_accuracy(data, model):
    hits = [(model(X).argmax(1) == y) for X, y in data]
    return torch.cat(hits).double().mean().item()

# %% wrong: mean_of_batches
# believed: all batches are equally long
def evaluate_accuracy(data_iter, net):
    scores = []
    for X, y in data_iter:
        scores.append((net(X).argmax(dim=1) == y).float().mean().item())
    return sum(scores) / len(scores)

# %% wrong: swapped_arguments
# believed: the order is (net, data_iter)
def evaluate_accuracy(net, data_iter):
    acc_sum, n = 0.0, 0
    for X, y in data_iter:
        acc_sum += (net(X).argmax(dim=1) == y).float().sum().item()
        n += y.shape[0]
    return acc_sum / n

# %% wrong: ten_batches
# believed: ten batches are enough
def evaluate_accuracy(data_iter, net):
    acc_sum, n = 0.0, 0
    for i, (X, y) in enumerate(data_iter):
        if i == 10:
            break
        acc_sum += (net(X).argmax(dim=1) == y).float().sum().item()
        n += y.shape[0]
    return acc_sum / n

# %% wrong: returns_in_the_loop
# believed: return waits for the loop
def evaluate_accuracy(data_iter, net):
    acc_sum, n = 0.0, 0
    for X, y in data_iter:
        acc_sum += (net(X).argmax(dim=1) == y).float().sum().item()
        n += y.shape[0]
        return acc_sum / n

# %% wrong: tensor
# believed: a tensor with one element is a number
def evaluate_accuracy(data_iter, net):
    acc_sum, n = 0.0, 0
    for X, y in data_iter:
        acc_sum += (net(X).argmax(dim=1) == y).float().sum()
        n += y.shape[0]
    return acc_sum / n

# %% wrong: fixed_batch_size
# believed: every batch has 256 examples
def evaluate_accuracy(data_iter, net):
    acc_sum = 0.0
    for X, y in data_iter:
        acc_sum += (net(X).argmax(dim=1) == y).float().sum().item()
    return acc_sum / (len(data_iter) * 256)

# %% wrong: global_test_iter
# believed: the data are always the notebook's test_iter
def evaluate_accuracy(data_iter, net):
    acc_sum, n = 0.0, 0
    for X, y in test_iter:
        acc_sum += (net(X).argmax(dim=1) == y).float().sum().item()
        n += y.shape[0]
    return acc_sum / n
