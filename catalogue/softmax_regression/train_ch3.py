# Ways in which students write train_ch3(...). Read by wallgrade.catalogue; never imported.

# %% honest: lesson_style
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

# %% honest: chinese_labels
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

# %% honest: helper_and_mean_for_the_optimizer
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
            losses.mean().backward()
            optimizer.step()
            optimizer.zero_grad()
        if i % 5 == 0:
            print("batch", i, "loss so far", total_loss / count)
    return total_loss / count, hits / count


def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None, quiet=False):
    for epoch in range(num_epochs):
        l, acc = one_epoch(net, train_iter, loss, batch_size, params, lr, optimizer)
        print(f"epoch={epoch + 1} loss={l:.4f} train_acc={acc:.3f} test_acc={evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: never_clears
# believed: backward replaces the gradients
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for epoch in range(num_epochs):
        loss_sum, right, n = 0.0, 0, 0
        for X, y in train_iter:
            y_hat = net(X)
            l = loss(y_hat, y).sum()
            l.backward()
            if optimizer is None:
                sgd(params, lr, batch_size)
            else:
                optimizer.step()
            loss_sum += l.item()
            right += (y_hat.argmax(dim=1) == y).sum().item()
            n += len(y)
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {right / n:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: length_of_the_batch
# believed: sgd divides by the length of this batch
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
                sgd(params, lr, X.shape[0])
            else:
                optimizer.zero_grad()
                l.backward()
                optimizer.step()
            loss_sum += l.item()
            right += (y_hat.argmax(dim=1) == y).sum().item()
            n += len(y)
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {right / n:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: averaged_twice
# believed: backward starts from the mean
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for epoch in range(num_epochs):
        loss_sum, right, n = 0.0, 0, 0
        for X, y in train_iter:
            y_hat = net(X)
            l = loss(y_hat, y).mean()
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

# %% wrong: train_accuracy_afterwards
# believed: the training accuracy belongs to the end of the epoch
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for epoch in range(num_epochs):
        loss_sum, n = 0.0, 0
        for X, y in train_iter:
            l = loss(net(X), y).sum()
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
            n += len(y)
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {evaluate_accuracy(train_iter, net):.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: global_loss_and_net
# believed: the notebook's net and cross_entropy are meant
def train_ch3(net_, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
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

# %% wrong: no_optimizer
# believed: sgd is always used
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for epoch in range(num_epochs):
        loss_sum, right, n = 0.0, 0, 0
        for X, y in train_iter:
            y_hat = net(X)
            l = loss(y_hat, y).sum()
            for p in params:
                p.grad = None
            l.backward()
            sgd(params, lr, batch_size)
            loss_sum += l.item()
            right += (y_hat.argmax(dim=1) == y).sum().item()
            n += len(y)
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {right / n:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: mean_of_batch_losses
# believed: the epoch's loss is the mean of the batches' means
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for epoch in range(num_epochs):
        means, right, n = [], 0, 0
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
            means.append(l.item() / len(y))
            right += (y_hat.argmax(dim=1) == y).sum().item()
            n += len(y)
        print(f"epoch {epoch + 1}, loss {sum(means) / len(means):.4f}, train acc {right / n:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: six_arguments
# believed: the last argument is an updater
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for epoch in range(num_epochs):
        loss_sum, right, n = 0.0, 0, 0
        for X, y in train_iter:
            y_hat = net(X)
            l = loss(y_hat, y)
            l.sum().backward()
            updater(X.shape[0])
            loss_sum += float(l.sum())
            right += (y_hat.argmax(dim=1) == y).sum().item()
            n += len(y)
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {right / n:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: own_optimizer
# believed: torch.optim may stand for sgd
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    if optimizer is None:
        optimizer = torch.optim.SGD(params, lr=lr / batch_size)
    for epoch in range(num_epochs):
        loss_sum, right, n = 0.0, 0, 0
        for X, y in train_iter:
            y_hat = net(X)
            l = loss(y_hat, y).sum()
            optimizer.zero_grad()
            l.backward()
            optimizer.step()
            loss_sum += l.item()
            right += (y_hat.argmax(dim=1) == y).sum().item()
            n += len(y)
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {right / n:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")
