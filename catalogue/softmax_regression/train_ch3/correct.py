# Right ways in which students write train_ch3(...). Read by wallgrade.authoring.catalogue; never imported.

# %% correct: lesson_style
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for epoch in range(num_epochs):
        train_l_sum, train_acc_sum, n = 0.0, 0.0, 0
        for X, y in train_iter:
            y_hat = net(X)
            l = loss(y_hat, y).sum()
            if optimizer is not None:
                optimizer.zero_grad()
            elif params is not None and params[0].grad is not None:
                for param in params:
                    param.grad.data.zero_()
            l.backward()
            if optimizer is None:
                sgd(params, lr, batch_size)
            else:
                optimizer.step()
            train_l_sum += l.item()
            train_acc_sum += (y_hat.argmax(dim=1) == y).sum().item()
            n += y.shape[0]
        test_acc = evaluate_accuracy(test_iter, net)
        print('epoch %d, loss %.4f, train acc %.3f, test acc %.3f'
              % (epoch + 1, train_l_sum / n, train_acc_sum / n, test_acc))

# %% correct: chinese_labels
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    print("开始训练", num_epochs)
    history = []
    for epoch in range(1, num_epochs + 1):
        loss_sum, acc_sum, n = torch.zeros(()), 0.0, 0
        for X, y in train_iter:
            if optimizer:
                optimizer.zero_grad()
            else:
                for p in params:
                    if p.grad is not None:
                        p.grad.zero_()
            y_hat = net(X)
            l = loss(y_hat, y)
            total = l.sum()
            total.backward()
            loss_sum += total.detach()
            acc_sum += accuracy(y_hat, y) * len(y)
            n += len(y)
            if optimizer:
                optimizer.step()
            else:
                sgd(params=params, lr=lr, batch_size=batch_size)
        test_acc = evaluate_accuracy(test_iter, net)
        history.append(test_acc)
        print(f"第{epoch}轮：损失{loss_sum.item() / n:.4f}，训练准确率{acc_sum / n:.3f}，测试准确率：{test_acc:.3f}")
    return history

# %% correct: helper_and_two_branches
def one_epoch(net, train_iter, loss, batch_size, params, lr, optimizer):
    total_loss, hits, count = 0.0, 0, 0
    for i, (X, y) in enumerate(train_iter):
        output = net(X)
        losses = loss(output, y)
        with torch.no_grad():
            hits += int((output.argmax(1) == y).sum())
            count += X.shape[0]
            total_loss += float(losses.sum())
        if optimizer is None:
            losses.sum().backward()
            sgd(params, lr, batch_size)
            for p in params:
                p.grad = None
        else:
            losses.sum().backward()
            optimizer.step()
            optimizer.zero_grad()
        if i % 5 == 0:
            print("batch", i, "loss so far", total_loss / count)
    return total_loss / count, hits / count


def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None, quiet=False):
    for epoch in range(num_epochs):
        l, acc = one_epoch(net, train_iter, loss, batch_size, params, lr, optimizer)
        print(f"epoch={epoch + 1} loss={l:.4f} train_acc={acc:.3f} test_acc={evaluate_accuracy(test_iter, net):.3f}")

# %% correct: other_edition_accumulator
class Accumulator:
    def __init__(self, n):
        self.data = [0.0] * n

    def add(self, *args):
        self.data = [a + float(b) for a, b in zip(self.data, args)]

    def __getitem__(self, i):
        return self.data[i]


def train_epoch_ch3(net, train_iter, loss, updater):
    if isinstance(net, torch.nn.Module):
        net.train()
    metric = Accumulator(3)
    for X, y in train_iter:
        y_hat = net(X)
        l = loss(y_hat, y)
        updater(l)
        metric.add(l.sum(), (y_hat.argmax(axis=1).type(y.dtype) == y).sum(), y.numel())
    return metric[0] / metric[2], metric[1] / metric[2]


def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    def updater(l):
        if optimizer is not None:
            optimizer.zero_grad()
            l.sum().backward()
            optimizer.step()
        else:
            l.sum().backward()
            sgd(params, lr, batch_size)
            for p in params:
                p.grad.zero_()
    for epoch in range(num_epochs):
        train_metrics = train_epoch_ch3(net, train_iter, loss, updater)
        test_acc = evaluate_accuracy(test_iter, net)
        print('epoch', epoch + 1, ', loss', round(train_metrics[0], 4), ', train acc', round(train_metrics[1], 3),
              ', test acc', round(test_acc, 3))

# %% correct: while_loop_and_lists
def train_ch3(model, data, test_data, criterion, epochs, batch_size, params=None, lr=None, optimizer=None, verbose=True):
    epoch = 0
    history = {"loss": [], "train": [], "test": []}
    while epoch < epochs:
        epoch += 1
        losses, hits = [], []
        for batch in data:
            features, labels = batch
            predicted = model(features)
            batch_loss = torch.sum(criterion(predicted, labels))
            if optimizer is None:
                for parameter in params:
                    parameter.grad = None
            else:
                optimizer.zero_grad(set_to_none=True)
            batch_loss.backward()
            optimizer.step() if optimizer is not None else sgd(params, lr, batch_size)
            losses += [float(batch_loss)]
            hits += (torch.max(predicted, 1)[1] == labels).tolist()
        history["loss"].append(sum(losses) / len(hits))
        history["train"].append(sum(hits) / len(hits))
        history["test"].append(evaluate_accuracy(test_data, model))
        if verbose:
            print("epoch {}, loss {:.4f}, train acc {:.3f}, test acc {:.3f}".format(
                epoch, history["loss"][-1], history["train"][-1], history["test"][-1]))
    return history

# %% correct: autograd_grad_set_by_hand
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    weights = params if optimizer is None else [p for group in optimizer.param_groups for p in group["params"]]
    for epoch in range(num_epochs):
        total, correct, seen = 0.0, 0.0, 0
        for X, y in train_iter:
            y_hat = net(X)
            l = loss(y_hat, y).sum()
            for p, g in zip(weights, torch.autograd.grad(l, weights)):
                p.grad = g
            sgd(params, lr, batch_size) if optimizer is None else optimizer.step()
            with torch.no_grad():
                total += l.item()
                correct += accuracy(y_hat, y) * X.size(0)
                seen += X.size(0)
        print("epoch %d loss %.4f train acc %.3f test acc %.3f" % (
            epoch + 1, total / seen, correct / seen, evaluate_accuracy(test_iter, net)))

# %% correct: percent_signs_and_train_mode
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size,
              params=None, lr=None, optimizer=None):
    def clear():
        if optimizer is not None:
            optimizer.zero_grad()
            return
        for p in params:
            if p.grad is not None:
                p.grad.detach_()
                p.grad.zero_()

    for epoch in range(1, num_epochs + 1):
        if hasattr(net, "train"):
            net.train()
        examples = correct = 0
        summed = 0.0
        for i, (X, y) in enumerate(train_iter, 1):
            y_hat = net(X)
            batch = loss(y_hat, y)
            l = batch if batch.dim() == 0 else batch.sum()
            clear()
            l.backward()
            if optimizer is not None:
                optimizer.step()
            else:
                sgd(params, lr, batch_size)
            clear()
            summed += float(l.detach().numpy())
            correct += int((y_hat.detach().numpy().argmax(axis=1) == y.numpy()).sum())
            examples += y.numel()
        print(f"Epoch {epoch}/{num_epochs}: loss={summed / examples:.5f}, train acc={100 * correct / examples:.2f}%, "
              f"test acc={100 * evaluate_accuracy(test_iter, net):.2f}%")

# %% correct: loss_of_the_test_set_too
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for epoch in range(num_epochs):
        loss_sum, right, n = 0.0, 0, 0
        for X, y in train_iter:
            y_hat = net(X)
            l = loss(y_hat, y).sum()
            if optimizer is None:
                for p in params:
                    p.grad = None
                l.backward()
                sgd(params, lr, batch_size)
            else:
                optimizer.zero_grad()
                l.backward()
                optimizer.step()
            loss_sum += l.item()
            right += (y_hat.argmax(dim=1) == y).sum().item()
            n += len(y)
        test_loss = sum(loss(net(X), y).sum().item() for X, y in test_iter)
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.3f}, train acc {right / n:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}, test loss {test_loss:.4f}")

# %% correct: evaluates_before_training
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    print(f"untrained: {evaluate_accuracy(test_iter, net):.3f}")
    for epoch in range(num_epochs):
        loss_sum, right, n = 0.0, 0, 0
        for X, y in train_iter:
            y_hat = net(X)
            l = loss(y_hat, y).sum()
            if optimizer is None:
                for p in params:
                    p.grad = None
                l.backward()
                sgd(params, lr, batch_size)
            else:
                optimizer.zero_grad()
                l.backward()
                optimizer.step()
            loss_sum += l.item()
            right += (y_hat.argmax(dim=1) == y).sum().item()
            n += len(y)
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {right / n:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% correct: left_in_evaluation_mode
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    is_module = isinstance(net, torch.nn.Module)
    for epoch in range(num_epochs):
        if is_module:
            net.train()
        loss_sum, right, n = 0.0, 0, 0
        for X, y in train_iter:
            y_hat = net(X)
            l = loss(y_hat, y).sum()
            if optimizer is None:
                for p in params:
                    p.grad = None
                l.backward()
                sgd(params, lr, batch_size)
            else:
                optimizer.zero_grad()
                l.backward()
                optimizer.step()
            loss_sum += l.item()
            right += (y_hat.argmax(dim=1) == y).sum().item()
            n += len(y)
        if is_module:
            net.eval()
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {right / n:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")
