# Ways in which students write evaluate_accuracy(data_iter, net). Read by wallgrade.authoring.catalogue; never imported.

# %% correct: counts
def evaluate_accuracy(data_iter, net):
    acc_sum, n = 0.0, 0
    for X, y in data_iter:
        acc_sum += (net(X).argmax(dim=1) == y).float().sum().item()
        n += y.shape[0]
    return acc_sum / n

# %% correct: with_own_accuracy
def evaluate_accuracy(data_iter, net):
    right = total = 0
    with torch.no_grad():
        for X, y in data_iter:
            right += accuracy(net(X), y) * len(y)
            total += len(y)
    return right / total

# %% correct: eval_mode
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

# %% correct: collects_everything
@torch.no_grad()
def evaluate_accuracy(data, model):
    hits = [(model(X).argmax(1) == y) for X, y in data]
    return torch.cat(hits).double().mean().item()

# %% correct: weighted_mean
def evaluate_accuracy(data_iter, net):
    scores, lengths = [], []
    for features, labels in data_iter:
        scores.append((net(features).argmax(dim=1) == labels).float().mean().item())
        lengths.append(len(labels))
    return sum(s * n for s, n in zip(scores, lengths)) / sum(lengths)

# %% correct: accumulator
def evaluate_accuracy(data_iter, net):
    class Accumulator:
        def __init__(self, n):
            self.data = [0.0] * n

        def add(self, *args):
            self.data = [a + float(b) for a, b in zip(self.data, args)]

        def __getitem__(self, i):
            return self.data[i]

    if isinstance(net, torch.nn.Module):
        net.eval()
    metric = Accumulator(2)
    for X, y in data_iter:
        metric.add((net(X).argmax(axis=1).type(y.dtype) == y).sum(), y.numel())
    return metric[0] / metric[1]

# %% correct: one_by_one
def evaluate_accuracy(data_iter, net):
    right, seen = 0, 0
    for X, y in data_iter:
        for i in range(len(y)):
            if net(X[i : i + 1]).argmax().item() == int(y[i]):
                right += 1
            seen += 1
    print(f"{right} of {seen}")
    return right / seen

# %% correct: numpy_counts
def evaluate_accuracy(data_iter, net):
    import numpy as np

    total = np.zeros(2)
    for X, y in data_iter:
        predicted = net(X).detach().numpy().argmax(1)
        total += [(predicted == y.numpy()).sum(), len(y)]
    return total[0] / total[1]

# %% correct: next_by_hand
def evaluate_accuracy(data_iter, net):
    batches, right, n = iter(data_iter), 0, 0
    while True:
        try:
            X, y = next(batches)
        except StopIteration:
            return right / n
        right += torch.sum(net(X).argmax(dim=1) == y).item()
        n += y.size(0)

# %% correct: puts_everything_back
def evaluate_accuracy(data_iter, net):
    module = isinstance(net, torch.nn.Module)
    training = module and net.training
    if module:
        net.eval()
    total_right, total = 0, 0
    with torch.no_grad():
        for batch in data_iter:
            X, y = batch[0], batch[1]
            total_right += int((net(X).argmax(-1) == y).sum())
            total += len(X)
    if module:
        net.train(training)
    return total_right / total

# %% correct: back_to_training
def evaluate_accuracy(data_iter, net):
    acc_sum, n = 0.0, 0
    for X, y in data_iter:
        if isinstance(net, torch.nn.Module):
            net.eval()
            acc_sum += (net(X).argmax(dim=1) == y).float().sum().item()
            net.train()
        else:
            acc_sum += (net(X).argmax(dim=1) == y).float().sum().item()
        n += y.shape[0]
    return acc_sum / n

# %% correct: all_predictions_first
def evaluate_accuracy(data_iter, net):
    with torch.inference_mode():
        pairs = [(net(X), y) for X, y in data_iter]
    outputs, labels = torch.cat([o for o, _ in pairs]), torch.cat([y for _, y in pairs])
    return accuracy(outputs, labels)

# %% correct: softmax_before_argmax
def evaluate_accuracy(data_iter, net):
    right, n = 0, 0
    for X, y in data_iter:
        probabilities = torch.softmax(net(X.float()), dim=1)
        right += (probabilities.argmax(dim=1) == y).sum().item()
        n += len(y)
    return right / n

# %% wrong: mean_of_batches
# belief: all batches are equally long
# named: mean_of_batches
# fails: test_short_last_batch, test_any_net_and_data
def evaluate_accuracy(data_iter, net):
    scores = []
    for X, y in data_iter:
        scores.append((net(X).argmax(dim=1) == y).float().mean().item())
    return sum(scores) / len(scores)

# %% wrong: mean_of_own_accuracies
# belief: the mean of the batches' accuracies is the accuracy of all
# named: mean_of_batches
# fails: test_short_last_batch, test_any_net_and_data
def evaluate_accuracy(data_iter, net):
    total = 0.0
    for X, y in data_iter:
        total += accuracy(net(X), y)
    return total / len(data_iter)

# %% wrong: swapped_arguments
# belief: the order is (net, data_iter)
# named: swapped
# fails: test_order_and_float
def evaluate_accuracy(net, data_iter):
    acc_sum, n = 0.0, 0
    for X, y in data_iter:
        acc_sum += (net(X).argmax(dim=1) == y).float().sum().item()
        n += y.shape[0]
    return acc_sum / n

# %% wrong: ten_batches
# belief: ten batches are enough
# named: first_batches
# fails: test_fraction
def evaluate_accuracy(data_iter, net):
    acc_sum, n = 0.0, 0
    for i, (X, y) in enumerate(data_iter):
        if i == 10:
            break
        acc_sum += (net(X).argmax(dim=1) == y).float().sum().item()
        n += y.shape[0]
    return acc_sum / n

# %% wrong: eleven_batches
# belief: break after i > 10 leaves ten batches, and they are enough
# named: first_batches
# fails: test_fraction
def evaluate_accuracy(data_iter, net):
    hits = []
    for i, (X, y) in enumerate(data_iter):
        hits.append(net(X).argmax(dim=1) == y)
        if i >= 10:
            break
    return torch.cat(hits).float().mean().item()

# %% wrong: returns_in_the_loop
# belief: return waits for the loop
# named: one_batch
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    acc_sum, n = 0.0, 0
    for X, y in data_iter:
        acc_sum += (net(X).argmax(dim=1) == y).float().sum().item()
        n += y.shape[0]
        return acc_sum / n

# %% wrong: next_batch
# belief: one batch stands for all
# named: one_batch
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    X, y = next(iter(data_iter))
    return (net(X).argmax(dim=1) == y).float().mean().item()

# %% wrong: last_batch
# belief: the variables still hold all batches after the loop
# named: one_batch
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    for X, y in data_iter:
        y_hat = net(X)
    return accuracy(y_hat, y)

# %% wrong: starts_again
# belief: the sums are set to 0 for each batch
# named: one_batch
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    for X, y in data_iter:
        right, n = 0, 0
        right += (net(X).argmax(dim=1) == y).sum().item()
        n += len(y)
    return right / n

# %% wrong: forgets_to_add_right
# belief: = adds up
# named: last_right
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    right, n = 0, 0
    for X, y in data_iter:
        right = (net(X).argmax(dim=1) == y).sum().item()
        n += len(y)
    return right / n

# %% wrong: forgets_to_add_length
# belief: y after the loop holds all labels
# named: last_length
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    right = 0
    for X, y in data_iter:
        right += (net(X).argmax(dim=1) == y).sum().item()
    return right / len(y)

# %% wrong: drops_the_short_batch
# belief: a short batch does not count
# named: short_left_out
# fails: test_short_last_batch, test_any_net_and_data
def evaluate_accuracy(data_iter, net):
    right, n, size = 0, 0, None
    for X, y in data_iter:
        size = size or len(y)
        if len(y) < size:
            continue
        right += (net(X).argmax(dim=1) == y).sum().item()
        n += len(y)
    return right / n

# %% wrong: drops_the_last_batch
# belief: the last batch is not complete and must go
# named: short_left_out
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    batches = list(data_iter)
    if len(batches) > 1:
        batches = batches[:-1]
    hits = [net(X).argmax(dim=1) == y for X, y in batches]
    return torch.cat(hits).float().mean().item()

# %% wrong: first_length
# belief: every batch is as long as the first
# named: full_batches
# fails: test_short_last_batch, test_any_net_and_data
def evaluate_accuracy(data_iter, net):
    right = 0
    for i, (X, y) in enumerate(data_iter):
        if i == 0:
            size = len(y)
        right += (net(X).argmax(dim=1) == y).sum().item()
    return right / (size * len(data_iter))

# %% wrong: fixed_batch_size
# belief: every batch has 256 examples
# named: fixed_batch_size
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    acc_sum = 0.0
    for X, y in data_iter:
        acc_sum += (net(X).argmax(dim=1) == y).float().sum().item()
    return acc_sum / (len(data_iter) * 256)

# %% wrong: ten_thousand
# belief: the test set has 10000 images
# named: fixed_divisor
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    acc_sum = 0.0
    for X, y in data_iter:
        acc_sum += (net(X).argmax(dim=1) == y).float().sum().item()
    return acc_sum / 10000

# %% wrong: divided_by_batches
# belief: len(data_iter) is the number of examples
# named: divided_by_batches
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    acc_sum = 0.0
    for X, y in data_iter:
        acc_sum += (net(X).argmax(dim=1) == y).float().sum().item()
    return acc_sum / len(data_iter)

# %% wrong: fractions_added
# belief: accuracy counts, as in the other edition
# named: fractions_added
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    acc_sum, n = 0.0, 0
    for X, y in data_iter:
        acc_sum += accuracy(net(X), y)
        n += y.numel()
    return acc_sum / n

# %% wrong: fractions_not_averaged
# belief: adding up the fractions is enough
# named: fractions_not_averaged
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    return sum(accuracy(net(X), y) for X, y in data_iter)

# %% wrong: running_average
# belief: averaging with the result so far averages all
# named: running_average
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    result = None
    for X, y in data_iter:
        score = (net(X).argmax(dim=1) == y).float().mean().item()
        result = score if result is None else (result + score) / 2
    return result

# %% wrong: count
# belief: accuracy is the number of right predictions
# named: count
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    acc_sum, n = 0.0, 0
    for X, y in data_iter:
        acc_sum += (net(X).argmax(dim=1) == y).float().sum().item()
        n += y.shape[0]
    return acc_sum

# %% wrong: count_as_int
# belief: accuracy is the number of right predictions, a whole number
# named: count
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_order_and_float, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    acc_sum, n = 0.0, 0
    for X, y in data_iter:
        acc_sum += int((net(X).argmax(dim=1) == y).sum())
        n += y.shape[0]
    return int(acc_sum)

# %% wrong: percentage
# belief: accuracy is a percentage
# named: percentage
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    acc_sum, n = 0.0, 0
    for X, y in data_iter:
        acc_sum += (net(X).argmax(dim=1) == y).float().sum().item()
        n += y.shape[0]
    return 100 * acc_sum / n

# %% wrong: error_rate
# belief: the wrong ones are counted
# named: error_rate
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    acc_sum, n = 0.0, 0
    for X, y in data_iter:
        acc_sum += (net(X).argmax(dim=1) != y).float().sum().item()
        n += y.shape[0]
    return acc_sum / n

# %% wrong: rounded
# belief: three decimals are what is printed
# named: rounded
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    acc_sum, n = 0.0, 0
    for X, y in data_iter:
        acc_sum += (net(X).argmax(dim=1) == y).float().sum().item()
        n += y.shape[0]
    return round(acc_sum / n, 3)

# %% wrong: integer_division
# belief: // is division
# named: whole_or_nothing
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    acc_sum, n = 0.0, 0
    for X, y in data_iter:
        acc_sum += int((net(X).argmax(dim=1) == y).sum())
        n += y.shape[0]
    return float(acc_sum // n)

# %% wrong: argmax_of_columns
# belief: dim=0 runs over the classes
# named: argmax_columns
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_order_and_float, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    acc_sum, n = 0.0, 0
    for X, y in data_iter:
        acc_sum += (net(X).argmax(dim=0) == y).float().sum().item()
        n += y.shape[0]
    return acc_sum / n

# %% wrong: keepdim
# belief: (n, 1) and (n,) are compared row by row
# named: every_pair
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    acc_sum, n = 0.0, 0
    for X, y in data_iter:
        acc_sum += (net(X).argmax(dim=1, keepdim=True) == y).float().sum().item()
        n += y.shape[0]
    return acc_sum / n

# %% wrong: compares_the_maximum
# belief: max gives the class
# named: never_right
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    acc_sum, n = 0.0, 0
    for X, y in data_iter:
        acc_sum += (net(X).max(dim=1).values == y).float().sum().item()
        n += y.shape[0]
    return acc_sum / n

# %% wrong: labels_from_one
# belief: labels are counted from 1
# named: labels_from_one
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    acc_sum, n = 0.0, 0
    for X, y in data_iter:
        acc_sum += (net(X).argmax(dim=1) + 1 == y).float().sum().item()
        n += y.shape[0]
    return acc_sum / n

# %% wrong: tensor
# belief: a tensor with one element is a number
# named: not_a_float
# fails: test_order_and_float
def evaluate_accuracy(data_iter, net):
    acc_sum, n = 0.0, 0
    for X, y in data_iter:
        acc_sum += (net(X).argmax(dim=1) == y).float().sum()
        n += y.shape[0]
    return acc_sum / n

# %% wrong: returns_nothing
# belief: printing is returning
# named: returned_nothing
# band: broken, nothing comes back, whatever is printed
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_order_and_float, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    hits = [net(X).argmax(dim=1) == y for X, y in data_iter]
    print("accuracy", torch.cat(hits).float().mean().item())

# %% wrong: list_of_batches
# belief: there is one accuracy for each batch
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_order_and_float, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    return [accuracy(net(X), y) for X, y in data_iter]

# %% wrong: always_eval
# belief: net is always a Module
# named: module_only
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_order_and_float, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    net.eval()
    acc_sum, n = 0.0, 0
    with torch.no_grad():
        for X, y in data_iter:
            acc_sum += (net(X).argmax(dim=1) == y).float().sum().item()
            n += y.shape[0]
    net.train()
    return acc_sum / n

# %% wrong: looks_at_the_code
# belief: net is always a function
# named: function_only
# fails: test_any_net_and_data
def evaluate_accuracy(data_iter, net):
    acc_sum, n = 0.0, 0
    for X, y in data_iter:
        if "is_training" in net.__code__.co_varnames:
            y_hat = net(X, is_training=False)
        else:
            y_hat = net(X)
        acc_sum += (y_hat.argmax(dim=1) == y).float().sum().item()
        n += y.shape[0]
    return acc_sum / n

# %% wrong: flattens_to_784
# belief: images always have 784 pixels
# named: fixed_image_size
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_order_and_float, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    acc_sum, n = 0.0, 0
    for X, y in data_iter:
        acc_sum += (net(X.view(-1, 784)).argmax(dim=1) == y).float().sum().item()
        n += y.shape[0]
    return acc_sum / n

# %% wrong: clamps_the_net
# belief: weights may be tidied up before they are judged
# named: net_changed
# fails: test_any_net_and_data, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    acc_sum, n = 0.0, 0
    for X, y in data_iter:
        acc_sum += (net(X).argmax(dim=1) == y).float().sum().item()
        n += y.shape[0]
    if isinstance(net, torch.nn.Module):
        for p in net.parameters():
            p.data.clamp_(-0.1, 0.1)
    return acc_sum / n

# %% wrong: trains_on
# belief: evaluating is one more pass of training
# named: net_changed
# fails: test_any_net_and_data, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    acc_sum, n = 0.0, 0
    for X, y in data_iter:
        y_hat = net(X)
        if isinstance(net, torch.nn.Module):
            net.zero_grad()
            (torch.logsumexp(y_hat, 1) - y_hat[range(len(y)), y]).sum().backward()
            for p in net.parameters():
                p.data -= 0.1 * p.grad / len(y)
        acc_sum += (y_hat.argmax(dim=1) == y).float().sum().item()
        n += y.shape[0]
    return acc_sum / n

# %% wrong: global_test_iter
# belief: the data are always the notebook's test_iter
# named: reads_globals
# fails: test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    acc_sum, n = 0.0, 0
    for X, y in test_iter:
        acc_sum += (net(X).argmax(dim=1) == y).float().sum().item()
        n += y.shape[0]
    return acc_sum / n

# %% wrong: global_net
# belief: net is the notebook's net, whatever the argument is called
# named: reads_globals
# fails: test_only_its_arguments
def evaluate_accuracy(data_iter, model):
    acc_sum, n = 0.0, 0
    for X, y in data_iter:
        acc_sum += (net(X).argmax(dim=1) == y).float().sum().item()
        n += y.shape[0]
    return acc_sum / n

# %% wrong: larger_half
# belief: only outputs above 0.5 are predictions
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    acc_sum, n = 0.0, 0
    for X, y in data_iter:
        acc_sum += ((net(X) > 0.5).float().argmax(dim=1) == y).float().sum().item()
        n += y.shape[0]
    return acc_sum / n

# %% wrong: one_half
# belief: any number between 0 and 1 will do
# band: nonsense
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    return 0.5

# %% wrong: does_nothing
# belief: a cell that runs is enough
# named: returned_nothing
# band: nonsense
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_order_and_float, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    pass

# %% wrong: returns_data_iter
# belief: the data are the result
# band: nonsense
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_order_and_float, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    return data_iter

# %% wrong: share_of_class_0
# belief: the model need not be asked
# band: nonsense
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    return torch.cat([y == 0 for _, y in data_iter]).float().mean().item()

# %% wrong: counter_never_raised
# belief: a comparison counts by itself
# named: always_zero
# band: nonsense
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    right, n = 0, 0
    for X, y in data_iter:
        (net(X).argmax(dim=1) == y).sum()
        n += len(y)
    return right / n

# %% wrong: trains_every_net
# belief: evaluating is one more pass of training
# named: net_changed
# fails: test_any_net_and_data, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    acc_sum, n = 0.0, 0
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1) if isinstance(net, torch.nn.Module) else None
    for X, y in data_iter:
        y_hat = net(X)
        acc_sum += (y_hat.argmax(dim=1) == y).float().sum().item()
        n += y.shape[0]
        if optimizer is not None:
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(y_hat, y).backward()
            optimizer.step()
    return acc_sum / n

# %% wrong: computes_gradients
# belief: a loss belongs to every pass over the data
# named: net_gradients
# fails: test_any_net_and_data, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    acc_sum, n = 0.0, 0
    for X, y in data_iter:
        y_hat = net(X)
        torch.nn.functional.cross_entropy(y_hat, y).backward()
        acc_sum += (y_hat.argmax(dim=1) == y).float().sum().item()
        n += y.shape[0]
    return acc_sum / n

# %% wrong: freezes_the_net
# belief: requires_grad is a matter of this function only
# named: net_frozen
# fails: test_any_net_and_data, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    if isinstance(net, torch.nn.Module):
        for p in net.parameters():
            p.requires_grad_(False)
    acc_sum, n = 0.0, 0
    for X, y in data_iter:
        acc_sum += (net(X).argmax(dim=1) == y).float().sum().item()
        n += y.shape[0]
    return acc_sum / n

# %% wrong: leaves_gradients_off
# belief: gradients are switched off for this function only
# named: left_behind
# fails: test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    torch.set_grad_enabled(False)
    acc_sum, n = 0.0, 0
    for X, y in data_iter:
        acc_sum += (net(X).argmax(dim=1) == y).float().sum().item()
        n += y.shape[0]
    return acc_sum / n

# %% wrong: writes_into_the_labels
# belief: the labels are not needed any more
# named: argument_changed
# fails: test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    right, n = 0, 0
    for X, y in data_iter:
        y -= net(X).argmax(dim=1)
        right += (y == 0).sum().item()
        n += len(y)
    return right / n

# %% wrong: tensor_for_modules
# belief: only a plain function is evaluated to a number
# named: not_a_float
# fails: test_order_and_float
def evaluate_accuracy(data_iter, net):
    right, n = 0, 0
    for X, y in data_iter:
        right += (net(X).argmax(dim=1) == y).sum()
        n += len(y)
    return right / n if isinstance(net, torch.nn.Module) else (right / n).item()

# %% wrong: numpy_without_detach
# belief: every tensor becomes a numpy array
# named: numpy_with_gradients
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_order_and_float, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    right, n = 0, 0
    for X, y in data_iter:
        right += int((net(X).numpy().argmax(axis=1) == y.numpy()).sum())
        n += len(y)
    return right / n

# %% wrong: length_of_the_dataset
# belief: data_iter is always a DataLoader
# named: more_than_iterable
# fails: test_any_net_and_data
def evaluate_accuracy(data_iter, net):
    right = 0
    for X, y in data_iter:
        right += (net(X).argmax(dim=1) == y).sum().item()
    return right / len(data_iter.dataset)

# %% wrong: counts_before
# belief: data_iter can always be gone through again
# named: one_pass
# fails: test_any_net_and_data
def evaluate_accuracy(data_iter, net):
    n = sum(len(y) for X, y in data_iter)
    right = 0
    for X, y in data_iter:
        right += (net(X).argmax(dim=1) == y).sum().item()
    return right / n

# %% wrong: mean_of_booleans
# belief: torch takes the mean of True and False, as numpy does
# named: boolean_mean
# fails: test_fraction, test_short_last_batch, test_any_net_and_data, test_order_and_float, test_only_its_arguments
def evaluate_accuracy(data_iter, net):
    hits = [net(X).argmax(dim=1) == y for X, y in data_iter]
    return torch.cat(hits).mean().item()

# %% wrong: rounded_outputs
# belief: two decimals are enough to find the largest
# named: rounded_scores
# fails: test_fraction
def evaluate_accuracy(data_iter, net):
    acc_sum, n = 0.0, 0
    for X, y in data_iter:
        acc_sum += (torch.round(net(X), decimals=2).argmax(dim=1) == y).float().sum().item()
        n += y.shape[0]
    return acc_sum / n
