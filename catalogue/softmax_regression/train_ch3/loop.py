# Mistakes in train_ch3(...) in how epochs and mini-batches are gone through and the loss is differentiated. Read by wallgrade.authoring.catalogue; never imported.

# %% wrong: stops_after_ten_batches
# belief: ten batches are enough to see that it works
# named: train_first_batches
# fails: test_short_last_batch
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for epoch in range(num_epochs):
        loss_sum, right, n = 0.0, 0, 0
        for i, (X, y) in enumerate(train_iter):
            if i == 10:
                break
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

# %% wrong: skips_short_batches
# belief: a batch that is not full does not count
# named: train_skips_last
# fails: test_short_last_batch, test_optimizer
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for epoch in range(num_epochs):
        loss_sum, right, n = 0.0, 0, 0
        for X, y in train_iter:
            if len(y) < batch_size:
                continue
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

# %% wrong: skips_the_last_batch
# belief: len(train_iter) - 1 is the last index
# named: train_skips_last
# fails: test_parameters, test_short_last_batch, test_optimizer, test_arguments_only
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for epoch in range(num_epochs):
        loss_sum, right, n = 0.0, 0, 0
        for i, (X, y) in enumerate(train_iter):
            if i == len(train_iter) - 1:
                break
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

# %% wrong: first_batch_only
# belief: one batch stands for the epoch
# named: train_one_update
# fails: test_parameters, test_short_last_batch, test_optimizer, test_arguments_only
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for epoch in range(num_epochs):
        loss_sum, right, n = 0.0, 0, 0
        for X, y in [next(iter(train_iter))]:
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

# %% wrong: update_after_the_loop
# belief: the update comes at the end of the epoch
# named: train_one_update
# fails: test_parameters, test_short_last_batch, test_optimizer, test_arguments_only
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for epoch in range(num_epochs):
        loss_sum, right, n = 0.0, 0, 0
        for X, y in train_iter:
            y_hat = net(X)
            l = loss(y_hat, y).sum()
            loss_sum += l.item()
            right += (y_hat.argmax(dim=1) == y).sum().item()
            n += len(y)
        if optimizer is None:
            for p in params:
                p.grad = None
            l.backward()
            sgd(params, lr, batch_size)
        else:
            optimizer.zero_grad()
            l.backward()
            optimizer.step()
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {right / n:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: sum_of_the_epoch
# belief: the gradients of all batches together make one step
# named: train_one_update
# fails: test_parameters, test_short_last_batch, test_optimizer, test_arguments_only
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for epoch in range(num_epochs):
        loss_sum, right, n = 0.0, 0, 0
        for X, y in train_iter:
            y_hat = net(X)
            l = loss(y_hat, y).sum()
            l.backward()
            loss_sum += l.item()
            right += (y_hat.argmax(dim=1) == y).sum().item()
            n += len(y)
        if optimizer is None:
            sgd(params, lr, batch_size)
            for p in params:
                p.grad = None
        else:
            optimizer.step()
            optimizer.zero_grad()
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {right / n:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: trains_on_test_data
# belief: test_iter is there for training as well
# named: train_on_test
# fails: test_parameters, test_short_last_batch, test_optimizer, test_arguments_only
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for epoch in range(num_epochs):
        loss_sum, right, n = 0.0, 0, 0
        for X, y in test_iter:
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

# %% wrong: five_epochs
# belief: training takes five epochs
# named: train_fixed_epochs
# fails: test_parameters, test_short_last_batch, test_arguments_only, test_optimizer
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for epoch in range(5):
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

# %% wrong: returns_after_the_first_epoch
# belief: return hands the figures on and the loop continues
# named: train_one_epoch
# fails: test_parameters, test_short_last_batch, test_arguments_only, test_optimizer
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
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")
        return loss_sum / n, right / n

# %% wrong: one_epoch
# belief: num_epochs is the caller's business
# named: train_one_epoch
# fails: test_parameters, test_short_last_batch, test_arguments_only, test_optimizer
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for epoch in range(1):
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

# %% wrong: batches_kept_in_a_list
# belief: the batches are the same in every epoch
# named: train_same_order
# fails: test_short_last_batch
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    batches = list(train_iter)
    for epoch in range(num_epochs):
        loss_sum, right, n = 0.0, 0, 0
        for X, y in batches:
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

# %% wrong: no_grad_around_it
# belief: training is faster without autograd's records
# named: train_no_grad
# fails: test_parameters, test_short_last_batch, test_one_line_per_epoch, test_printed_loss, test_printed_train_acc, test_printed_test_acc, test_optimizer, test_arguments_only, test_calls_sgd
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for epoch in range(num_epochs):
        loss_sum, right, n = 0.0, 0, 0
        for X, y in train_iter:
            with torch.no_grad():
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

# %% wrong: loss_not_summed
# belief: backward takes one loss per example
# named: train_vector
# fails: test_parameters, test_short_last_batch, test_one_line_per_epoch, test_printed_loss, test_printed_train_acc, test_printed_test_acc, test_arguments_only, test_calls_sgd
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for epoch in range(num_epochs):
        loss_sum, right, n = 0.0, 0, 0
        for X, y in train_iter:
            y_hat = net(X)
            l = loss(y_hat, y)
            if optimizer is None:
                for p in params:
                    p.grad = None
                l.backward()
                sgd(params, lr, batch_size)
            else:
                optimizer.zero_grad()
                l.backward()
                optimizer.step()
            loss_sum += l.sum().item()
            right += (y_hat.argmax(dim=1) == y).sum().item()
            n += len(y)
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {right / n:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: backward_on_the_running_sum
# belief: the sum over the epoch is what is minimised
# named: train_backward_twice
# fails: test_parameters, test_short_last_batch, test_one_line_per_epoch, test_printed_loss, test_printed_train_acc, test_printed_test_acc, test_optimizer, test_arguments_only, test_calls_sgd
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for epoch in range(num_epochs):
        loss_sum, right, n = 0.0, 0, 0
        for X, y in train_iter:
            y_hat = net(X)
            l = loss(y_hat, y).sum()
            loss_sum = loss_sum + l
            if optimizer is None:
                for p in params:
                    p.grad = None
                loss_sum.backward()
                sgd(params, lr, batch_size)
            else:
                optimizer.zero_grad()
                loss_sum.backward()
                optimizer.step()
            right += (y_hat.argmax(dim=1) == y).sum().item()
            n += len(y)
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {right / n:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: detached_prediction
# belief: net's output must be detached before the loss
# named: train_cut_off
# fails: test_parameters, test_short_last_batch, test_one_line_per_epoch, test_printed_loss, test_printed_train_acc, test_printed_test_acc, test_optimizer, test_arguments_only, test_calls_sgd
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for epoch in range(num_epochs):
        loss_sum, right, n = 0.0, 0, 0
        for X, y in train_iter:
            y_hat = net(X).detach()
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

# %% wrong: fresh_leaf
# belief: what is to be differentiated must be made to require gradients
# named: train_cut_off
# fails: test_parameters, test_short_last_batch, test_optimizer, test_arguments_only
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for epoch in range(num_epochs):
        loss_sum, right, n = 0.0, 0, 0
        for X, y in train_iter:
            y_hat = net(X).detach().requires_grad_()
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

# %% wrong: loss_item_before_backward
# belief: backward works on the loss as a number
# named: train_cut_off
# fails: test_parameters, test_short_last_batch, test_one_line_per_epoch, test_printed_loss, test_printed_train_acc, test_printed_test_acc, test_optimizer, test_arguments_only, test_calls_sgd
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for epoch in range(num_epochs):
        loss_sum, right, n = 0.0, 0, 0
        for X, y in train_iter:
            y_hat = net(X)
            l = torch.tensor(loss(y_hat, y).sum().item())
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

# %% wrong: one_epoch_less
# belief: range(1, num_epochs) counts from 1 to num_epochs
# named: train_fixed_epochs
# fails: test_parameters, test_short_last_batch, test_optimizer, test_arguments_only
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for epoch in range(1, num_epochs):
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
        print(f"epoch {epoch}, loss {loss_sum / n:.4f}, train acc {right / n:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: one_epoch_more
# belief: range(num_epochs + 1) is needed to reach num_epochs
# named: train_fixed_epochs
# fails: test_parameters, test_short_last_batch, test_optimizer, test_arguments_only
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for epoch in range(num_epochs + 1):
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

# %% wrong: returns_at_once
# belief: none, nothing is done
# band: nonsense
# fails: test_parameters, test_short_last_batch, test_one_line_per_epoch, test_printed_loss, test_printed_train_acc, test_printed_test_acc, test_optimizer, test_arguments_only, test_calls_sgd
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    return

# %% wrong: lines_without_training
# belief: none, lines in the right form will do
# band: nonsense
# fails: test_parameters, test_short_last_batch, test_one_line_per_epoch, test_printed_loss, test_printed_train_acc, test_printed_test_acc, test_optimizer, test_arguments_only, test_calls_sgd
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for epoch in range(num_epochs):
        print(f"epoch {epoch + 1}, loss 0.5, train acc 0.8, test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: random_parameters
# belief: none, random parameters will do
# band: nonsense
# fails: test_parameters, test_short_last_batch, test_one_line_per_epoch, test_printed_loss, test_printed_train_acc, test_printed_test_acc, test_optimizer, test_arguments_only, test_calls_sgd
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for p in params or optimizer.param_groups[0]["params"]:
        p.data = torch.randn(p.shape)
    for epoch in range(num_epochs):
        print(f"epoch {epoch + 1}, loss 0.5, train acc 0.8, test acc {evaluate_accuracy(test_iter, net):.3f}")
