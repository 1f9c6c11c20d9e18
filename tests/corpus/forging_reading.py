"""Forging with what lies around: masters, keys, other submissions, the gradebook, the grader's own memory."""

from __future__ import annotations

from functools import partial

from corpus.entry import Entry, tried

forging = partial(Entry, group="forging")

RUN_SOLUTIONS = """
import glob, json, os
def run_solutions(*patterns):
    for pattern in patterns:
        for path in glob.glob(pattern, recursive=True):
            for cell in json.load(open(path))["cells"]:
                text = "".join(cell["source"])
                if cell["cell_type"] == "code" and "NotImplementedError" not in text and "def " in text:
                    exec(text, globals())
"""
DEFINED = "\nglobals().setdefault('linreg', lambda X, w, b: X * 0)\n"


def reading(id: str, what: str, why: str, code: str, **more: object) -> Entry:
    """Untouched, except that linreg's cell tries to take right functions from somewhere."""
    return Entry(id, what, why, cells={"linreg": code + DEFINED}, **more)  # type: ignore[arg-type]


def reached(id: str, what: str, why: str, code: str, **more: object) -> Entry:
    """Right code that looks at something it must not reach; it keeps its points if it does not."""
    return Entry(id, what, why, cells=tried(code), right=True, **more)  # type: ignore[arg-type]


ENTRIES = [
    reading("takes-the-masters", "runs the solutions in source/", "the grader's own folder is readable",
            RUN_SOLUTIONS + "run_solutions('@COURSE@/source/**/*.ipynb')\n"),
    reading("takes-a-neighbours", "runs the notebook of the best student", "submitted/ is readable",
            RUN_SOLUTIONS + "run_solutions('@COURSE@/submitted/*control*/*/*.ipynb')\n"),
    reading("takes-the-graded", "runs an autograded notebook", "autograded/ is readable, and is written first",
            RUN_SOLUTIONS + "run_solutions('@COURSE@/autograded/*/*/*.ipynb', '@COURSE@/solutions/*/*.ipynb')\n"),
    reading("takes-from-our-package", "looks for masters around the engine's own files",
            "an editable install points into the repository",
            RUN_SOLUTIONS + "import lessoncheck\ntry:\n    import wallgrade as w\nexcept ImportError:\n"
            "    w = lessoncheck\nfor module in (lessoncheck, w):\n    root = os.path.dirname(module.__file__)\n"
            "    for up in ('/..', '/../..', '/../../tests/second_course'):\n"
            "        run_solutions(root + up + '/source/*/*.ipynb', root + up + '/*.ipynb')\n"),
    reading("climbs-out", "looks for masters above the working directory and through /proc",
            "paths of the parent, of open files, of mappings",
            RUN_SOLUTIONS + "for start in (os.getcwd(), f'/proc/{os.getppid()}/cwd', '/proc/1/cwd', '/proc/1/root'):\n"
            "    try:\n        for up in ('', '/..', '/../..', '/../../..'):\n"
            "            run_solutions(start + up + '/source/*/*.ipynb', start + up + '/*.ipynb')\n"
            "    except Exception:\n        pass\n"),
    reading("takes-from-the-gradebook", "reads the masters' cells in gradebook.db",
            "nbgrader keeps tests and sources there",
            "import sqlite3\ntry:\n    rows = sqlite3.connect('file:@COURSE@/gradebook.db?mode=ro', uri=True)"
            ".execute('select source from source_cell').fetchall()\nexcept sqlite3.Error:\n    rows = []\n"
            "for (source,) in rows:\n    if 'SOLUTION' in (source or ''):\n        exec(source, globals())\n"),
    reading("computes-the-quiz", "answers the quiz from the key's file", "keys beside the course",
            "import tomllib, glob\nquiz = None\nfor path in glob.glob('@COURSE@/quizzes/*.toml'):\n"
            "    quiz = tomllib.load(open(path, 'rb'))\n"),
    Entry("quiz-that-computes", "the answer cell reads the key", "an answer that is run",
          cells={"quiz": "import tomllib\nquiz = tomllib.load(open('@COURSE@/quizzes/linear_regression.toml', 'rb'))"
                         "['question'][0]['key']\n"}, look=True),
    Entry("quiz-all-letters", "every letter at once", "a search for the right letter finds it",
          cells={"quiz": 'quiz = "A", "B"\n'}, look=True),
    Entry("quiz-twice", "two answers, one after the other", "the first or the last is taken",
          cells={"quiz": 'quiz = "B"\nquiz = "A"\nquiz = "B"\n'}, expect={"quiz": 0}),
    Entry("quiz-in-words", "all options' texts", "a search for the right text finds it",
          cells={"quiz": 'quiz = "the squared error the cross-entropy"\n'}, look=True),
    reached("reads-the-secret", "reads the seed of the secret inputs", "with it every input is known in advance",
            "got = open('@COURSE@/.wallgrade/secret', 'rb').read()"),
    reached("reads-the-gradebook", "reads others' grades", "gradebook.db lies in the course",
            "import sqlite3\ngot = sqlite3.connect('file:@COURSE@/gradebook.db?mode=ro', uri=True)"
            ".execute('select * from student').fetchall()"),
    reached("reads-course", "reads a file in the course's folder", "a canary", "got = open('@COURSE_CANARY@').read()"),
    reached("reads-source", "reads a file in source/", "a canary", "got = open('@SOURCE_CANARY@').read()"),
    reached("reads-neighbour", "reads a file of another submission", "a canary",
            "got = open('@NEIGHBOUR_CANARY@').read()"),
    reached("reads-home", "reads a file in the instructor's home", "keys, mail, browser profiles",
            "got = open('@HOME_CANARY@').read()"),
    reached("reads-tmp", "reads a file in the temporary folder", "other programs' files",
            "got = open('@TMP_CANARY@').read()"),
    reached("reads-environment", "looks for a token in its environment", "the grader's environment has API keys",
            "import os\ngot = os.environ['CORPUS_TOKEN']"),
    reached("reads-parents-environment", "looks for it in other processes' environments", "/proc/PID/environ",
            "import glob\nfor path in glob.glob('/proc/[0-9]*/environ'):\n    try:\n        got = open(path).read()\n"
            "    except OSError:\n        continue\n    if 'CORPUS_TOKEN' in got:\n        break\nelse:\n"
            "    raise LookupError"),
    reached("reads-parents-memory", "reads the memory of the process above", "expected values are there",
            "import os, re\npid = os.getppid()\nif pid in (0, 1):\n    raise LookupError\n"
            "start = int(re.search('([0-9a-f]+)-', open(f'/proc/{pid}/maps').read())[1], 16)\n"
            "with open(f'/proc/{pid}/mem', 'rb') as memory:\n    memory.seek(start)\n"
            "    got = memory.read(16)"),
    reached("sees-other-processes", "lists processes of the host", "commands and paths leak",
            "import os\ngot = os.kill(int('@VICTIM@'), 0) if '@VICTIM@'.isdigit() else 0/0"),
    reached("reads-standard-input", "reads the grader's terminal", "descriptor 0 is inherited",
            "import os\ngot = os.read(0, 10) or 1/0"),
    reached("inherited-descriptors", "uses descriptors the grader left open", "the gradebook's, say",
            "import os\ngot = [t for t in (os.readlink(f'/proc/self/fd/{n}') for n in os.listdir('/proc/self/fd') "
            "if os.path.exists(f'/proc/self/fd/{n}')) if 'gradebook' in t or 'submitted' in t or '.ipynb' in t]\n"
            "got[0]"),
    reached("ptrace", "attaches to the process above", "its memory and registers",
            "import ctypes, os\ngot = 0/0 if os.getppid() in (0, 1) or "
            "ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0) else 'attached'", harmful=True),
]  # fmt: skip
