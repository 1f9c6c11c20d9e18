# Mistakes in train_ch3(...) in the figures and lines that it prints. Read by wallgrade.authoring.catalogue; never imported.

# %% wrong: prints_nothing
# belief: returning the figures is enough
# named: prints_nothing
# fails: test_one_line_per_epoch, test_printed_loss, test_printed_train_acc, test_printed_test_acc
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
    return loss_sum / n, right / n, evaluate_accuracy(test_iter, net)

# %% wrong: prints_the_last_epoch_only
# belief: the result of training is what matters
# named: only_last_line
# fails: test_one_line_per_epoch, test_printed_loss, test_printed_train_acc, test_printed_test_acc
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

# %% wrong: prints_every_batch
# belief: a line is printed for each step
# named: line_per_batch
# fails: test_one_line_per_epoch, test_printed_loss, test_printed_train_acc, test_printed_test_acc
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

# %% wrong: epochs_from_zero
# belief: the first epoch is number 0
# named: epochs_from_zero
# fails: test_one_line_per_epoch
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
        print(f"epoch {epoch}, loss {loss_sum / n:.4f}, train acc {right / n:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: no_test_accuracy_printed
# belief: the test accuracy is for the end of the notebook
# named: figure_missing
# fails: test_one_line_per_epoch, test_printed_loss, test_printed_train_acc, test_printed_test_acc
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
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {right / n:.3f}")

# %% wrong: mean_of_batch_losses
# belief: the epoch's loss is the mean of the batches' means
# named: loss_mean_of_means
# fails: test_printed_loss
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

# %% wrong: mean_losses_over_examples
# belief: the loss of a batch is its mean
# named: loss_too_small
# fails: test_printed_loss
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
            loss_sum += l.item() / len(y)
            right += (y_hat.argmax(dim=1) == y).sum().item()
            n += len(y)
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {right / n:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: total_loss
# belief: the loss of an epoch is the sum
# named: loss_total
# fails: test_printed_loss
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
        print(f"epoch {epoch + 1}, loss {loss_sum:.4f}, train acc {right / n:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: loss_per_batch
# belief: the sum is averaged over the batches
# named: loss_per_batch
# fails: test_printed_loss
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
        print(f"epoch {epoch + 1}, loss {loss_sum / len(train_iter):.4f}, train acc {right / n:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: loss_of_the_last_batch
# belief: l is the epoch's loss
# named: last_batch_only
# fails: test_printed_loss
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
        print(f"epoch {epoch + 1}, loss {l.item() / len(y):.4f}, train acc {right / n:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: loss_after_the_update
# belief: the loss is measured with the new parameters
# named: loss_updated
# fails: test_printed_loss
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
            loss_sum += loss(net(X), y).sum().item()
            right += (y_hat.argmax(dim=1) == y).sum().item()
            n += len(y)
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {right / n:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: loss_overwritten
# belief: = adds to the sum
# named: last_batch_only
# fails: test_printed_loss
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
            loss_sum = l.item()
            right += (y_hat.argmax(dim=1) == y).sum().item()
            n += len(y)
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {right / n:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: sums_never_reset
# belief: the sums are set to 0 once, before training
# named: sums_not_reset
# fails: test_printed_loss, test_printed_train_acc
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    loss_sum, right, n = 0.0, 0, 0
    for epoch in range(num_epochs):
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

# %% wrong: loss_sum_never_reset
# belief: only the counters start anew
# named: sums_not_reset
# fails: test_printed_loss
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    loss_sum = 0.0
    for epoch in range(num_epochs):
        right, n = 0, 0
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

# %% wrong: all_batches_are_full
# belief: an epoch has len(train_iter) * batch_size examples
# named: figures_full_batches
# fails: test_printed_loss, test_printed_train_acc
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
            n += batch_size
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {right / n:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: train_accuracy_afterwards
# belief: the training accuracy belongs to the end of the epoch
# named: train_acc_afterwards
# fails: test_printed_train_acc
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
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {evaluate_accuracy(train_iter, net):.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: train_accuracy_after_the_update
# belief: an updated net predicts better
# named: train_acc_updated
# fails: test_printed_train_acc
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
            right += (net(X).argmax(dim=1) == y).sum().item()
            n += len(y)
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {right / n:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: train_accuracy_count
# belief: the accuracy is the number of right ones
# named: train_acc_count
# fails: test_printed_train_acc
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
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {right:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: train_accuracies_added
# belief: accuracies add up
# named: train_acc_sum
# fails: test_printed_train_acc
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
            right += accuracy(y_hat, y)
            n += len(y)
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {right:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: accuracy_is_a_count
# belief: accuracy returns the number of right ones, as in another edition
# named: train_acc_too_small
# fails: test_printed_train_acc
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
            right += accuracy(y_hat, y)
            n += len(y)
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {right / n:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: train_accuracy_mean_of_batches
# belief: the accuracy is the mean of the batches' accuracies
# named: mean_of_batches
# fails: test_printed_train_acc
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
            right += accuracy(y_hat, y)
            n += len(y)
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {right / len(train_iter):.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: train_accuracy_per_batch
# belief: the count is averaged over the batches
# named: train_acc_per_batch
# fails: test_printed_train_acc
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
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {right / len(train_iter):.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: train_accuracy_of_the_last_batch
# belief: the last batch shows the accuracy
# named: last_batch_only
# fails: test_printed_train_acc
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
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {accuracy(y_hat, y):.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: train_accuracy_on_test_data
# belief: evaluate_accuracy on test_iter gives both
# named: train_acc_of_test
# fails: test_printed_train_acc
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
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {evaluate_accuracy(test_iter, net):.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: accuracies_exchanged
# belief: the test accuracy is printed first
# named: accuracies_exchanged
# fails: test_printed_train_acc, test_printed_test_acc
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
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {evaluate_accuracy(test_iter, net):.3f}, "
              f"test acc {right / n:.3f}")

# %% wrong: percentages
# belief: an accuracy is a percentage
# named: printed_percentage
# fails: test_printed_train_acc, test_printed_test_acc
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
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {100 * right / n:.3f}, "
              f"test acc {100 * evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: test_accuracy_before
# belief: the test accuracy is measured before training goes on
# named: test_acc_before
# fails: test_printed_test_acc
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for epoch in range(num_epochs):
        loss_sum, right, n = 0.0, 0, 0
        test_acc = evaluate_accuracy(test_iter, net)
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
              f"test acc {test_acc:.3f}")

# %% wrong: test_accuracy_on_training_data
# belief: evaluate_accuracy is given the data of the loop
# named: test_acc_of_train
# fails: test_printed_test_acc
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
              f"test acc {evaluate_accuracy(train_iter, net):.3f}")

# %% wrong: test_accuracy_mean_of_batches
# belief: the test accuracy is the mean of the batches' accuracies
# named: mean_of_batches
# fails: test_printed_test_acc
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
              f"test acc {sum(accuracy(net(X), y) for X, y in test_iter) / len(test_iter):.3f}")

# %% wrong: test_accuracy_count
# belief: right ones on the test set are counted
# named: test_acc_count
# fails: test_printed_test_acc
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
              f"test acc {sum((net(X).argmax(1) == y).sum().item() for X, y in test_iter):.3f}")

# %% wrong: silent_with_an_optimizer
# belief: an optimizer is used without lines
# named: prints_nothing
# fails: test_optimizer
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
        if optimizer is None:
            print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {right / n:.3f}, "
                  f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: lines_printed_twice
# belief: none, a print too many
# named: lines_twice
# fails: test_one_line_per_epoch, test_printed_loss, test_printed_train_acc, test_printed_test_acc, test_optimizer
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
        for _ in range(2):
            print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {right / n:.3f}, "
                  f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: two_decimals
# belief: two decimals are enough
# named: too_few_digits
# fails: test_printed_train_acc, test_printed_test_acc
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
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {right / n:.2f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.2f}")

# %% wrong: minus_glued_to_the_label
# belief: none, the loss is printed with a minus sign
# fails: test_printed_loss
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
        print(f"epoch {epoch + 1}, loss{-loss_sum / n:.4f}, train acc {right / n:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: length_overwritten
# belief: = adds to the number of examples
# named: figures_last_length
# fails: test_printed_loss, test_printed_train_acc
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
            n = len(y)
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {right / n:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")

# %% wrong: tests_after_every_batch
# belief: the test accuracy is needed in every turn
# named: tests_every_batch
# fails: test_printed_test_acc
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
            test_acc = evaluate_accuracy(test_iter, net)
        print(f"epoch {epoch + 1}, loss {loss_sum / n:.4f}, train acc {right / n:.3f}, "
              f"test acc {test_acc:.3f}")

# %% wrong: loss_and_accuracy_exchanged
# belief: none, two figures have changed places
# fails: test_printed_loss, test_printed_train_acc
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
        print(f"epoch {epoch + 1}, loss {right / n:.4f}, train acc {loss_sum / n:.3f}, "
              f"test acc {evaluate_accuracy(test_iter, net):.3f}")
