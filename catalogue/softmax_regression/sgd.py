# Ways in which students write sgd(params, lr, batch_size). Read by wallgrade.authoring.catalogue; never imported.

# %% correct: data
def sgd(params, lr, batch_size):
    for param in params:
        param.data -= lr * param.grad / batch_size

# %% correct: no_grad_and_clear
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for p in params:
            p -= lr * p.grad / batch_size
            p.grad.zero_()

# %% correct: new_data
def sgd(parameters, learning_rate, n):
    for p in parameters:
        p.data = p.data - learning_rate / n * p.grad.data
    return list(parameters)

# %% correct: copy_back
def sgd(params, lr, batch_size):
    for p in params:
        step = p.grad * (lr / batch_size)
        with torch.no_grad():
            p.copy_(p - step)
        p.grad = None

# %% correct: decorated_sub
@torch.no_grad()
def sgd(params, lr=0.1, batch_size=256):
    for i, p in enumerate(params):
        p.sub_(p.grad.div(batch_size).mul(lr))

# %% correct: divides_the_gradient_first
def sgd(params, lr, batch_size):
    for p in params:
        p.grad /= batch_size
        p.data.add_(p.grad, alpha=-lr)

# %% correct: by_index_on_a_list
def sgd(params, lr, batch_size):
    params = list(params)
    for i in range(len(params)):
        params[i].data[...] = params[i].data - (lr * params[i].grad) / batch_size

# %% correct: skips_missing_gradients
def sgd(params, lr, batch_size, verbose=False):
    with torch.no_grad():
        for p in params:
            if p.grad is None:
                continue
            p += -(lr / batch_size) * p.grad
            if verbose:
                print(p.norm())

# %% correct: slice_assignment
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            param[:] = param - lr * param.grad / batch_size

# %% correct: grad_mode_put_back
def sgd(params, lr, batch_size):
    before = torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    for p in params:
        p.add_(p.grad, alpha=-lr / batch_size)
    torch.set_grad_enabled(before)

# %% wrong: not_divided
# belief: the gradient is the mean's already
# named: sgd_not_divided
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr * p.grad

# %% wrong: uphill
# belief: the gradient points to the minimum
# named: sgd_uphill
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters
def sgd(params, lr, batch_size):
    for p in params:
        p.data += lr * p.grad / batch_size

# %% wrong: rebinds_the_name
# belief: p = p - ... changes the tensor
# named: sgd_unchanged
# band: nonsense, it does nothing to the parameters
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters
def sgd(params, lr, batch_size):
    for p in params:
        p = p - lr * p.grad / batch_size

# %% wrong: returns_new_tensors
# belief: the caller takes what sgd returns
# named: sgd_unchanged
# band: nonsense, it does nothing to the parameters
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters
def sgd(params, lr, batch_size):
    return [p - lr * p.grad / batch_size for p in params]

# %% wrong: changes_a_copy
# belief: detach().clone() is the tensor itself
# named: sgd_unchanged
# band: nonsense, it does nothing to the parameters
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters
def sgd(params, lr, batch_size):
    for p in params:
        values = p.detach().clone()
        values -= lr * p.grad / batch_size

# %% wrong: new_list_entries
# belief: a list with new tensors will do
# named: sgd_replaced
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters
def sgd(params, lr, batch_size):
    for i in range(len(params)):
        params[i] = (params[i] - lr * params[i].grad / batch_size).detach().requires_grad_()

# %% wrong: new_list
# belief: params[:] = ... updates the parameters
# named: sgd_replaced
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters
def sgd(params, lr, batch_size):
    with torch.no_grad():
        params[:] = [(p - lr * p.grad / batch_size).requires_grad_() for p in params]

# %% wrong: divided_twice
# belief: each factor needs its own mean
# named: sgd_twice
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr / batch_size * p.grad / batch_size

# %% wrong: no_lr
# belief: the mean gradient is the step
# named: sgd_no_lr
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= p.grad / batch_size

# %% wrong: multiplied
# belief: the step grows with the batch
# named: sgd_multiplied
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr * p.grad * batch_size

# %% wrong: divided_by_lr
# belief: a small learning rate divides
# named: sgd_lr_divides
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= p.grad / (lr * batch_size)

# %% wrong: swapped
# belief: batch_size comes before lr
# named: sgd_swapped
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters
def sgd(params, batch_size, lr):
    for p in params:
        p.data -= lr * p.grad / batch_size

# %% wrong: first_only
# belief: return ends one turn of the loop
# named: sgd_first_only
# fails: test_all_parameters, test_two_steps, test_dtype
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr * p.grad / batch_size
        return

# %% wrong: after_the_loop
# belief: the line after the loop still runs for each p
# named: sgd_last_only
# fails: test_all_parameters, test_two_steps, test_dtype
def sgd(params, lr, batch_size):
    for p in params:
        step = lr * p.grad / batch_size
    p.data -= step

# %% wrong: weights_only
# belief: the bias needs no update
# named: sgd_matrices_only
# fails: test_one_step, test_all_parameters, test_two_steps
def sgd(params, lr, batch_size):
    for p in params:
        if p.dim() > 1:
            p.data -= lr * p.grad / batch_size

# %% wrong: two_parameters
# belief: there are always W and b
# named: sgd_two_params
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters
def sgd(params, lr, batch_size):
    W, b = params
    W.data -= lr * W.grad / batch_size
    b.data -= lr * b.grad / batch_size

# %% wrong: global_parameters
# belief: the parameters are always the notebook's W and b
# named: sgd_grad_none
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters
def sgd(params, lr, batch_size):
    for p in [W, b]:
        p.data -= lr * p.grad / batch_size

# %% wrong: clears_first
# belief: gradients are cleared before the step
# named: sgd_unchanged
# band: nonsense, it does nothing to the parameters
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters
def sgd(params, lr, batch_size):
    for p in params:
        p.grad.zero_()
        p.data -= lr * p.grad / batch_size

# %% wrong: loses_requires_grad
# belief: detaching is needed once and for all
# named: sgd_no_requires_grad
# fails: test_in_place
def sgd(params, lr, batch_size):
    for p in params:
        p.requires_grad_(False)
        p -= lr * p.grad / batch_size

# %% wrong: detaches
# belief: detach_ makes room for the update, and backward undoes it
# named: sgd_no_requires_grad
# fails: test_in_place
def sgd(params, lr, batch_size):
    for p in params:
        p.detach_()
        p.sub_(lr * p.grad / batch_size)

# %% wrong: without_no_grad
# belief: a parameter may be changed like any other tensor
# named: sgd_in_autograd
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters
def sgd(params, lr, batch_size):
    for p in params:
        p -= lr * p.grad / batch_size

# %% wrong: batch_size_256
# belief: batch_size is always 256
# named: sgd_divisor
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr * p.grad / 256

# %% wrong: fixed_step
# belief: lr is 0.1 and batch_size 256, always
# named: sgd_step
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= 0.1 / 256 * p.grad

# %% wrong: length_of_the_batch
# belief: X.shape[0] is the batch size
# named: reads_globals
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr * p.grad / X.shape[0]

# %% wrong: length_of_the_gradient
# belief: the length of the gradient is that of the batch
# named: sgd_by_length
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters
def sgd(params, lr, batch_size):
    for p in params:
        examples = p.grad.shape[0] if p.dim() else 1
        p.data -= lr * p.grad / examples

# %% wrong: number_of_parameters
# belief: len(params) is the number of examples
# named: sgd_by_params
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters
def sgd(params, lr, batch_size):
    params = list(params)
    for p in params:
        p.data -= lr * p.grad / len(params)

# %% wrong: lr_shrinks
# belief: lr may be divided inside the loop
# named: sgd_lr_shrinks
# fails: test_all_parameters, test_two_steps, test_dtype
def sgd(params, lr, batch_size):
    for p in params:
        lr /= batch_size
        p.data -= lr * p.grad

# %% wrong: steps_twice
# belief: data and tensor are updated separately
# named: sgd_steps_twice
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters
def sgd(params, lr, batch_size):
    for p in params:
        p.data = p.data - lr * p.grad / batch_size
        with torch.no_grad():
            p -= lr * p.grad / batch_size

# %% wrong: floor_division
# belief: // is division
# named: sgd_floor
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr * p.grad // batch_size

# %% wrong: mean_of_the_gradient
# belief: the mean over the batch is the mean of the gradient's elements
# named: sgd_one_number
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr * p.grad.mean()

# %% wrong: sum_of_the_gradient
# belief: the sum of the gradient over batch_size is the mean gradient
# named: sgd_one_number
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr * p.grad.sum() / batch_size

# %% wrong: sign
# belief: only the direction matters
# named: sgd_sign
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr * p.grad.sign()

# %% wrong: uses_the_parameter
# belief: p stands for its gradient
# named: sgd_no_grad_used
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr * p.data / batch_size

# %% wrong: only_the_step
# belief: the new value is the step
# named: sgd_only_step
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters
def sgd(params, lr, batch_size):
    for p in params:
        p.data = -lr * p.grad / batch_size

# %% wrong: gradient_of_data
# belief: p.data has the gradient
# named: sgd_grad_none
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr * p.data.grad / batch_size

# %% wrong: two_arguments
# belief: sgd takes the parameters and lr
# named: wrong_arguments
# band: broken, it cannot be called at all
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters
def sgd(params, lr):
    for p in params:
        p.data -= lr * p.grad

# %% wrong: hyperparams
# belief: sgd takes states and hyperparams, as in a later chapter
# named: sgd_dictionary
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters
def sgd(params, states, hyperparams):
    for p in params:
        p.data.sub_(hyperparams["lr"] * p.grad)
        p.grad.data.zero_()

# %% wrong: to_float32
# belief: parameters are float32, always
# named: sgd_precision
# fails: test_dtype
def sgd(params, lr, batch_size):
    for p in params:
        p.data.copy_(p.data.float() - lr * p.grad.float() / batch_size)

# %% wrong: half_precision
# belief: half the digits do for a gradient
# fails: test_lr_and_batch_size, test_dtype
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr * p.grad.half().to(p.dtype) / batch_size

# %% wrong: weight_decay
# belief: a little weight decay belongs to sgd
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr * (p.grad / batch_size + 0.01 * p.data)

# %% wrong: momentum
# belief: steps remember the ones before
# named: sgd_remembers
# fails: test_two_steps
velocity = {}

def sgd(params, lr, batch_size):
    for i, p in enumerate(params):
        v = velocity.get((i, tuple(p.shape)), torch.zeros_like(p)) * 0.9 + p.grad / batch_size
        velocity[(i, tuple(p.shape))] = v.detach()
        p.data -= lr * v.detach()

# %% wrong: clips
# belief: gradients are clipped to 1 first
# fails: test_lr_and_batch_size, test_all_parameters, test_two_steps
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr * p.grad.clamp(-1, 1) / batch_size

# %% wrong: library
# belief: torch.optim may do the step
# named: library_optimizer
# band: gate
# fails: test_from_scratch
def sgd(params, lr, batch_size):
    for p in params:
        p.grad /= batch_size
    torch.optim.SGD(params, lr=lr).step()

# %% wrong: library_imported
# belief: an imported class is not torch.optim any more
# named: library_optimizer
# band: gate
# fails: test_from_scratch
from torch.optim import SGD as Descent

def sgd(params, lr, batch_size):
    Descent(params, lr=lr / batch_size).step()

# %% wrong: gradients_left_off
# belief: autograd is not needed any more
# named: left_behind
# fails: test_in_place
def sgd(params, lr, batch_size):
    torch.set_grad_enabled(False)
    for p in params:
        p -= lr * p.grad / batch_size

# %% wrong: to_float64
# belief: more digits do no harm
# named: sgd_dtype
# fails: test_dtype
def sgd(params, lr, batch_size):
    for p in params:
        p.data = p.data.double() - lr * p.grad.double() / batch_size

# %% wrong: clips_at_ten
# belief: large gradients have to be cut off
# fails: test_one_step
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr * p.grad.clamp(-10, 10) / batch_size

# %% wrong: first_two
# belief: there are two parameters
# named: sgd_first_two
# fails: test_all_parameters
def sgd(params, lr, batch_size):
    for p in params[:2]:
        p.data -= lr * p.grad / batch_size

# %% wrong: zeros
# belief: none, the parameters are wiped out
# band: nonsense
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters, test_two_steps, test_dtype
def sgd(params, lr, batch_size):
    for p in params:
        p.data.zero_()

# %% wrong: random_step
# belief: none, a random step
# band: nonsense
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters, test_two_steps, test_dtype
def sgd(params, lr, batch_size):
    for p in params:
        p.data += torch.randn(p.shape)

# %% wrong: nothing
# belief: none, nothing is done
# named: sgd_unchanged
# band: nonsense
# fails: test_one_step, test_lr_and_batch_size, test_all_parameters, test_two_steps, test_dtype
def sgd(params, lr, batch_size):
    pass
