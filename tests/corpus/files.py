"""What is handed in beside the notebook, or in its place: modules, settings, links, devices, bombs."""

from __future__ import annotations

import contextlib
import os
import socket
import stat
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from corpus.entry import NOTEBOOK, SECOND, Entry, Fill

files = partial(Entry, group="files")
Raw = Callable[[Path, Fill], None]
IPYNB = NOTEBOOK[SECOND]
PASS = "def pytest_runtest_makereport(item, call):\n    call.excinfo = None\n"
LOUD = "open('@TMP_CANARY@' + '.corpus-@MARK@', 'w').write('ran')\nraise SystemExit('BREA' + 'CHED ran ' + __file__)\n"


def written(texts: Mapping[str, str]) -> Raw:
    """Files with these texts."""

    def raw(folder: Path, fill: Fill) -> None:
        for name, text in texts.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(fill(text))

    return raw


def both(*steps: Raw) -> Raw:
    """One after the other."""

    def raw(folder: Path, fill: Fill) -> None:
        for step in steps:
            step(folder, fill)

    return raw


def linked(name: str, target: str) -> Raw:
    """A symbolic link of this name."""

    def raw(folder: Path, fill: Fill) -> None:
        (folder / name).unlink(missing_ok=True)
        os.symlink(fill(target), folder / name)

    return raw


def special(name: str, kind: int, device: tuple[int, int] = (0, 0)) -> Raw:
    """A FIFO, or (where the machine allows it) a device."""

    def raw(folder: Path, fill: Fill) -> None:
        (folder / name).unlink(missing_ok=True)
        with contextlib.suppress(PermissionError):
            os.mknod(folder / name, kind | 0o644, os.makedev(*device))

    return raw


def unix_socket(folder: Path, fill: Fill) -> None:
    with contextlib.suppress(OSError):  # a path may be too long for a socket
        here = os.open(folder, os.O_RDONLY)
        with socket.socket(socket.AF_UNIX) as stream:
            stream.bind(f"/proc/self/fd/{here}/listener")
        os.close(here)


def many_files(folder: Path, fill: Fill) -> None:
    (folder / "many").mkdir()
    for number in range(5000):
        (folder / "many" / f"{number}.txt").touch()


def sparse_file(folder: Path, fill: Fill) -> None:
    with (folder / "data.bin").open("wb") as file:
        file.truncate(300 << 20)


def deep_folders(folder: Path, fill: Fill) -> None:
    for _ in range(12):
        folder = folder / ("d" * 200)
        if len(str(folder)) > 3000:
            break
        folder.mkdir()


def odd_names(folder: Path, fill: Fill) -> None:
    for name in (
        b"-rf",
        b"new\nline.txt",
        b"\xff\xfe.txt",
        b"$(touch x)",
        b"%s.txt",
        b"{0}.txt",
        b"..evil",
        b"a" * 250,
    ):
        with contextlib.suppress(OSError):
            (Path(os.fsdecode(os.fsencode(folder) + b"/" + name))).write_text("x")


def zip_bomb(folder: Path, fill: Fill) -> None:
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as bomb:
        for number in range(3):
            bomb.writestr(f"{number}", b"\0" * (30 << 20))


def in_the_notebooks_place(folder: Path, fill: Fill) -> None:
    (folder / IPYNB).unlink()
    (folder / IPYNB).mkdir()
    (folder / IPYNB / "inside.txt").write_text("x")


def unreadable_mode(folder: Path, fill: Fill) -> None:
    (folder / "closed").mkdir()
    (folder / "closed" / "file").write_text("x")
    (folder / "closed").chmod(stat.S_IRUSR)
    (folder / "read_only.txt").write_text("x")
    (folder / "read_only.txt").chmod(0)


def links_in_a_ring(folder: Path, fill: Fill) -> None:
    (folder / "a").symlink_to("b")
    (folder / "b").symlink_to("a")
    (folder / "here").symlink_to(".")


TEST = "from lessoncheck.marks import check_for\n@check_for('linreg', 'x')\ndef test_prediction(student):\n    pass\n"
ENTRIES = [
    files("conftest", "a conftest.py that makes all pass", "pytest collects it from the folder it runs in",
          raw=written({"conftest.py": PASS + LOUD, "checks/conftest.py": PASS})),
    files("own-checks", "a checks/ folder with checks that pass", "the grader looks beside the notebook",
          raw=written({"checks/test_linear_regression.py": TEST, "checks/drivers.py": LOUD,
                       "checks/quiz_options.json": "{}"})),
    files("engine-of-its-own", "packages called lessoncheck, wallgrade and wallquiz", "the current folder comes first",
          raw=written({"lessoncheck/__init__.py": LOUD, "lessoncheck.py": LOUD, "wallgrade.py": LOUD,
                      "wallquiz.py": LOUD})),
    files("sitecustomize", "sitecustomize.py, usercustomize.py, a .pth file", "Python runs them when it starts",
          raw=written({"sitecustomize.py": LOUD, "usercustomize.py": LOUD,
          "evil.pth": "import os; " + LOUD.splitlines()[0]})),
    files("shadowing-modules", "random.py, math.py, json.py, torch.py, numpy.py", "the current folder comes first",
          right=True,
          raw=written({"random.py": LOUD, "math.py": LOUD, "json.py": LOUD, "torch.py": LOUD, "numpy.py": LOUD,
                                  "sqlite3.py": LOUD, "IPython.py": LOUD})),
    files("timestamp-future", "a timestamp.txt of next century", "late penalties are read from it", right=True,
          raw=written({"timestamp.txt": "2199-01-01 00:00:00 UTC"})),
    files("timestamp-nonsense", "a timestamp.txt that is no date", "the reader of dates stops the run", right=True,
          raw=written({"timestamp.txt": "' or 1=1; -- \x00 999999999999-99-99"})),
    files("settings", "nbgrader_config.py, pytest.ini, setup.cfg, jupyter and IPython settings",
          "tools read settings from where they run", right=True,
          raw=written({"nbgrader_config.py": LOUD, "pytest.ini": "[pytest]\naddopts = -p evil\n", "evil.py": LOUD,
                      "setup.cfg": "[tool:pytest]\naddopts = --collect-only\n", ".env": "PYTHONPATH=.\n",
                      "jupyter_config.py": LOUD, ".ipython/profile_default/startup/00.py": LOUD})),
    files("gradebook", "a gradebook.db, a secret and a key of its own", "looked for relative to the wrong folder",
          raw=written({"gradebook.db": "x", ".wallgrade/secret": "0" * 32, "quizzes/linear_regression.toml": "x"})),
    files("link-to-canary", "symbolic links to files of the instructor", "copied with the submission, then published",
          right=True, raw=both(linked("notes.txt", "@HOME_CANARY@"), linked("more.html", "@COURSE_CANARY@"))),
    files("link-to-course", "a symbolic link to the course's folder", "copied as a whole, again and again", right=True,
          harmful=True, stock=False, raw=linked("course", "@COURSE@")),
    files("link-to-neighbour", "the notebook is a link to a neighbour's", "graded as one's own",
          raw=linked(IPYNB, "@NEIGHBOUR@"), look=True, resubmits=True),
    files("hard-link", "a second name for the notebook's file", "writing one changes the other", right=True,
          raw=lambda folder, fill: os.link(folder / IPYNB, folder / "hard.txt")),
    files("links-in-a-ring", "links to each other and to the folder itself", "copying never ends", right=True,
          raw=links_in_a_ring),
    files("link-dangling", "a link to nowhere", "copying stops with an error", right=True,
          raw=linked("gone", "/nowhere/at/all")),
    files("fifo", "a FIFO beside the notebook", "opening it waits for ever", right=True, harmful=True, stock=False,
          raw=special("pipe", stat.S_IFIFO)),
    files("fifo-notebook", "the notebook is a FIFO", "opening it waits for ever", raw=special(IPYNB, stat.S_IFIFO),
          harmful=True, look=True, stock=False),
    files("device", "device nodes beside the notebook", "reading /dev/zero never ends", right=True, harmful=True,
          stock=False, raw=both(special("null", stat.S_IFCHR, (1, 3)), special("zero", stat.S_IFCHR, (1, 5)))),
    files("socket", "a socket beside the notebook", "cannot be copied", right=True, raw=unix_socket),
    files("folder-as-notebook", "a folder with the notebook's name", "not a file", raw=in_the_notebooks_place,
          look=True),
    files("many-files", "5,000 files", "copied twice for each student", right=True, raw=many_files, stock=False),
    files("sparse-file", "a file of 300 MB that takes no space", "copied, it takes 300 MB", right=True, harmful=True,
          raw=sparse_file, stock=False),
    files("deep-folders", "folders nested to the longest path", "paths that are too long to copy", right=True,
          raw=deep_folders),
    files("odd-names", "names with newlines, options, bytes that are no text", "logs, shells and databases choke",
          right=True, raw=odd_names),
    files("zip-bomb", "a zip that unpacks to 90 MB", "unpacked by a helpful grader", right=True, raw=zip_bomb),
    files("modes", "a folder and a file without permissions", "copying stops", right=True, raw=unreadable_mode),
    files("web-page", "an HTML page with script beside the notebook", "published with the feedback", right=True,
          raw=written({"linear_regression.html": "<script>alert('corpus-@MARK@-page')</script>",
                      "index.html": "<script>alert('corpus-@MARK@-page')</script>"})),
    files("checkpoints", ".ipynb_checkpoints with an older version", "two notebooks of one name", right=True,
          raw=written({".ipynb_checkpoints/linear_regression-checkpoint.ipynb": "{}"})),
]  # fmt: skip
