# Mistakes in train_ch3(...) in what it does with its arguments, and how it calls sgd. Read by wallgrade.authoring.catalogue; never imported.

# %% wrong: notebook_parameters
# belief: params are W and b
# named: train_ignores_arguments
# fails: test_arguments_only
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for epoch in range(num_epochs):
        loss_sum, right, n = 0.0, 0, 0
        for X, y in train_iter:
            y_hat = net(X)
            l = loss(y_hat, y).sum()
            if optimizer is None:
                for p in (W, b):
                    p.grad = None
                l.backward()
                sgd([W, b], lr, batch_size)
            else:
                optimizer.zero_grad()
                l.backward()
                optimizer.step()
            loss_sum += l.item()
            right += (y_hat.argmax(dim=1) == y).sum().item()
            n += len(y)
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {right / n:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: notebook_learning_rate
# belief: lr is set at the top of the notebook
# named: train_ignores_arguments
# fails: test_arguments_only
def update(params):
    sgd(params, lr, batch_size)
    for p in params:
        p.grad = None


def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for epoch in range(num_epochs):
        loss_sum, right, n = 0.0, 0, 0
        for X, y in train_iter:
            y_hat = net(X)
            l = loss(y_hat, y).sum()
            if optimizer is None:
                l.backward()
                update(params)
            else:
                optimizer.zero_grad()
                l.backward()
                optimizer.step()
            loss_sum += l.item()
            right += (y_hat.argmax(dim=1) == y).sum().item()
            n += len(y)
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {right / n:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: global_loss_and_net
# belief: the notebook's net and cross_entropy are meant
# named: train_ignores_arguments
# fails: test_arguments_only
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

# %% wrong: notebook_loss
# belief: the loss is cross_entropy
# named: train_ignores_arguments
# fails: test_arguments_only, test_optimizer
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for epoch in range(num_epochs):
        loss_sum, right, n = 0.0, 0, 0
        for X, y in train_iter:
            y_hat = net(X)
            l = cross_entropy(y_hat, y).sum()
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

# %% wrong: own_model
# belief: the model is softmax(XW + b)
# named: train_ignores_arguments
# fails: test_arguments_only, test_optimizer
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for epoch in range(num_epochs):
        loss_sum, right, n = 0.0, 0, 0
        for X, y in train_iter:
            y_hat = softmax(X.reshape(len(X), -1) @ W + b)
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
# belief: sgd is always used
# named: train_no_optimizer
# fails: test_optimizer
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

# %% wrong: always_an_optimizer
# belief: there is always an optimizer
# named: train_needs_optimizer
# fails: test_parameters, test_short_last_batch, test_one_line_per_epoch, test_printed_loss, test_printed_train_acc, test_printed_test_acc, test_arguments_only, test_calls_sgd
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
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

# %% wrong: exchanged_arguments
# belief: batch_size comes before num_epochs
# named: train_argument_order
# fails: test_parameters, test_short_last_batch, test_arguments_only, test_optimizer
def train_ch3(net, train_iter, test_iter, loss, batch_size, num_epochs, params=None, lr=None, optimizer=None):
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

# %% wrong: sgd_arguments_exchanged
# belief: sgd takes batch_size before lr
# named: train_sgd_order
# fails: test_parameters, test_short_last_batch, test_calls_sgd, test_arguments_only
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
                sgd(params, batch_size, lr)
            else:
                optimizer.zero_grad()
                l.backward()
                optimizer.step()
            loss_sum += l.item()
            right += (y_hat.argmax(dim=1) == y).sum().item()
            n += len(y)
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {right / n:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: sgd_without_batch_size
# belief: sgd needs parameters and a rate only
# named: train_sgd_arguments
# fails: test_parameters, test_short_last_batch, test_one_line_per_epoch, test_printed_loss, test_printed_train_acc, test_printed_test_acc, test_arguments_only, test_calls_sgd
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
                sgd(params, lr)
            else:
                optimizer.zero_grad()
                l.backward()
                optimizer.step()
            loss_sum += l.item()
            right += (y_hat.argmax(dim=1) == y).sum().item()
            n += len(y)
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {right / n:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: copy_of_the_net
# belief: the net that was handed over must not change
# fails: test_optimizer
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    import copy
    net = copy.deepcopy(net)
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

# %% wrong: six_arguments
# belief: the last argument is an updater
# named: wrong_arguments
# band: broken, it cannot be called at all
# fails: test_parameters, test_short_last_batch, test_one_line_per_epoch, test_printed_loss, test_printed_train_acc, test_printed_test_acc, test_optimizer, test_arguments_only, test_calls_sgd
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

# %% wrong: no_optimizer_argument
# belief: an optimizer belongs to the next notebook
# named: wrong_arguments
# fails: test_optimizer
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params, lr):
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

# %% wrong: own_optimizer
# belief: torch.optim may stand for sgd
# named: library_optimizer
# band: gate
# fails: test_from_scratch, test_calls_sgd
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

# %% wrong: net_before_data
# belief: evaluate_accuracy takes (net, data_iter), as in another edition
# named: train_evaluate_arguments
# fails: test_parameters, test_short_last_batch, test_one_line_per_epoch, test_printed_loss, test_printed_train_acc, test_printed_test_acc, test_optimizer, test_arguments_only, test_calls_sgd
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
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {right / n:.3f}, "
              f"test acc {evaluate_accuracy(net, test_iter):.3f}")

# %% wrong: labels_before_predictions
# belief: loss takes (y, y_hat)
# named: train_loss_arguments
# fails: test_parameters, test_short_last_batch, test_one_line_per_epoch, test_printed_loss, test_printed_train_acc, test_printed_test_acc, test_optimizer, test_arguments_only, test_calls_sgd
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for epoch in range(num_epochs):
        loss_sum, right, n = 0.0, 0, 0
        for X, y in train_iter:
            y_hat = net(X)
            l = loss(y, y_hat).sum()
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

# %% wrong: no_test_iter
# belief: there is one data set
# named: wrong_arguments
# band: broken, it cannot be called at all
# fails: test_parameters, test_short_last_batch, test_one_line_per_epoch, test_printed_loss, test_printed_train_acc, test_printed_test_acc, test_optimizer, test_arguments_only, test_calls_sgd
def train_ch3(net, train_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
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
              f"test acc {evaluate_accuracy(train_iter, net):.3f}")
