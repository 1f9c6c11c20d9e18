"""Innocent: what honest notebooks hold, fine at home, that needs a notebook, time, or the student's own computer."""

from __future__ import annotations

from functools import partial

from corpus.entry import RIGHT, SOFTMAX, Entry
from corpus.innocent_cells import in_front, innocent

noted = partial(innocent, says="not run to their end")
LINREG = RIGHT["linreg"]
TRAIN = """\
def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, optimizer=None):
    for epoch in range(num_epochs):
        total, right, n = 0.0, 0, 0
        for X, y in train_iter:
            y_hat = net(X)
            l = loss(y_hat, y).sum()
            for p in params or []:
                p.grad = None
            if optimizer is not None:
                optimizer.zero_grad()
            l.backward()
            if optimizer is None:
                sgd(params, lr, batch_size)
            else:
                optimizer.step()
            total, right, n = total + l.item(), right + (y_hat.argmax(1) == y).sum().item(), n + len(y)
            print("batch", list(range(10_000)))
            print("." * 5_000, end="")
        test_acc = evaluate_accuracy(test_iter, net)
        print(f"epoch {epoch + 1}, loss {total / n:.4f}, train acc {right / n:.4f}, test acc {test_acc:.4f}")
"""


def above(code: str) -> dict[str, str]:
    """In the cell of a right linreg, above it."""
    return {"linreg": f"{code}\n{LINREG}"}


ENTRIES: list[Entry] = [
    noted("own-cell-ends-its-process", "os._exit in a cell of one's own", "how a script was ended",
          edit=in_front("import os\nos._exit(0)")),
    noted("own-cells-slow", "five cells of one's own that take 17 seconds each", "trainings with other settings",
          edit=in_front("import time\ntime.sleep(17)\n"), extra="import time\nfor _ in range(4):\n    time.sleep(17)"),
    noted("own-cell-does-not-heed", "a cell of one's own that computes for hours in C", "it was stopped by hand",
          edit=in_front("sum(range(10 ** 13))")),
    noted("own-cell-prints-for-ever", "a cell of one's own that prints for ever", "a loop that was interrupted",
          edit=in_front("while True:\n    print('x' * 1000)")),
    noted("own-cell-slow-after-a-helper", "a helper, and below it in the same cell a long training",
          "one cell for everything", edit=in_front("def halved(x):\n    return x / 2\nimport time\ntime.sleep(60)"),
          cells={"squared_loss": "def squared_loss(y_hat, y):\n    return halved((y_hat - y.reshape(y_hat.shape)) "
                                 "** 2)\n"}),
    innocent("display-and-shell", "display, get_ipython and magics called by hand", "an exported script, pasted",
             cells=above("from IPython import get_ipython\nfrom IPython.display import display, clear_output\n"
                         "get_ipython().run_line_magic('matplotlib', 'inline')\ndisplay(3)\nclear_output(wait=True)")),
    innocent("await-in-a-cell", "await outside a function", "notebooks allow it",
             cells=above("import asyncio\nasync def nothing():\n    await asyncio.sleep(0)\nawait nothing()")),
    innocent("progress-bars", "tqdm around a loop, in a function too", "it shows how long it takes",
             cells={"linreg": "from tqdm.notebook import tqdm\nfor _ in tqdm(range(3)):\n    pass\n"
                              "def linreg(X, w, b):\n    return sum(tqdm([X @ w, b]))\n"}),
    innocent("compiled", "@torch.compile on a right function", "it is faster at home",
             cells={"linreg": f"@torch.compile\n{LINREG}"}),
    innocent("plots-and-animations", "figures, an animation, widgets", "exploring",
             cells=above("import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 2])\nplt.show()\nfig"),
             extra="from ipywidgets import interact\n@interact(x=3)\ndef show(x):\n    print(x)"),
    innocent("writes-a-module", "%%writefile, and an import of it", "tidy code",
             edit=in_front("%%writefile mine.py\ndef half(x): return x / 2"), extra="from mine import half\nhalf(2)"),
    innocent("package-used-beside-the-function", "a missing package is used above the function", "installed at home",
             cells=above("import seaborn as sns\nsns.set_theme()\ndf = sns.load_dataset('iris')\ndf.head()")),
    innocent("gpu-at-home", "tensors on a GPU above the function", "a computer with one",
             cells=above("device = torch.device('cuda')\nW = torch.zeros(3).to(device)\nprint(W.sum())")),
    innocent("file-at-home", "reads a file of one's own above the function", "settings in a file",
             cells=above("import json\nconfig = json.load(open('config.json'))\nrate = config['lr']")),
    innocent("download-at-home", "downloads something above the function", "a helper from the web",
             cells=above("import urllib.request\nurllib.request.urlretrieve('http://example.invalid/x.py', 'x.py')")),
    innocent("prints-a-great-deal", "hundreds of kilobytes between the epoch lines", "left over from a search",
             cells={"train_ch3": TRAIN}, lesson=SOFTMAX),
]  # fmt: skip
