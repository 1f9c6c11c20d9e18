"""The corpus, graded: nothing forged, nothing lost, nobody else touched.

The entries of a lesson are students of one course, which the real `nbgrader autograde` grades once: the first of each
technique for `make test`, the others for `make nightly`. Then each entry is compared with what it must get, and the
canaries with what they were. CORPUS_ONLY, patterns of ids, grades some entries only while you work on them.
"""

from __future__ import annotations

import fnmatch
import functools
import json
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus.canaries import Canaries, containing, mounts, segments
from corpus.course import CONTROLS, Run, comments_of, fingerprints, grade, prepare, size_of
from corpus.entry import BREACH, FULL, SECOND, SOFTMAX, Entry
from corpus.everything import ENTRIES, SAMPLE, by_technique, counted
from corpus.techniques import TECHNIQUES
from support.course import CourseMaker
from wallgrade.authoring.nbgrader_command import run_nbgrader

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the sandbox, and these canaries, are Linux's"
)
ONLY = os.environ.get("CORPUS_ONLY", "*").split()
CHOSEN = [entry for entry in ENTRIES if any(fnmatch.fnmatch(entry.id, pattern) for pattern in ONLY)]
SAMPLE_IDS = {entry.id for entry in SAMPLE}
SAMPLE_TIER, REST = "first of each technique", "all others"
# every test below is in both tiers, over other entries
TIERS = [SAMPLE_TIER, pytest.param(REST, marks=pytest.mark.nightly)]
# seconds for a call, for a cell, for all cells, for a submission; memory in MB; minutes for the whole run
SETTINGS = {SECOND: ((3.0, 8.0, 16.0, 40.0), 1024, 20.0), SOFTMAX: ((60.0, 10.0, 30.0, 200.0), 3072, 20.0)}
MOST_DISK = 300 << 20  # bytes that grading may leave on disk, beyond twice what was handed in
MOST_TOLD = 64 << 10  # bytes of an item's report, which stands in its cell as text and as HTML
PROBE = Entry(
    "probe", "reads a file of the home, and sees a process of the host", "is there a sandbox at all?", right=True,
    cells={"linreg": "import os\nfor try_ in (lambda: open('@HOME_CANARY@').read(), lambda: os.kill(int('@VICTIM@'), "
                     "0)):\n"
                     "    try:\n        try_()\n    except Exception:\n        continue\n"
                     "    raise SystemExit('BREA' + 'CHED')\ndef linreg(X, w, b):\n    return X @ w + b\n"},
)  # fmt: skip


Graded = Callable[[str], dict[str, Run]]


def tier_of(entry: Entry) -> str:
    return SAMPLE_TIER if entry.id in SAMPLE_IDS else REST


@pytest.fixture(scope="module")
def sandboxed(make_course: CourseMaker, tmp_path_factory: pytest.TempPathFactory) -> bool:
    """Whether the sandbox holds: without it, nothing harmful is run."""
    root = tmp_path_factory.mktemp("probe")
    prepare(root / "course", SECOND, make_course, *SETTINGS[SECOND][:2])
    run = grade(root, SECOND, [PROBE], 2)
    run.canaries.close()
    return {item: grade.score for item, grade in run.grades.get(PROBE.id, {}).items()} == FULL[SECOND]


@pytest.fixture(scope="module")
def graded(sandboxed: bool, make_course: CourseMaker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graded]:
    """Both courses, graded side by side, with the entries of a tier."""

    def both(tier: str) -> dict[str, Run]:
        root = tmp_path_factory.mktemp("corpus")

        def one(lesson: str) -> Run:
            seconds, memory, minutes = SETTINGS[lesson]
            (root / lesson).mkdir()
            prepare(root / lesson / "course", lesson, make_course, seconds, memory)
            entries = [entry for entry in CHOSEN if (entry.lesson, tier_of(entry)) == (lesson, tier)]
            return grade(root / lesson, lesson, [one for one in entries if sandboxed or not one.harmful], minutes)

        with ThreadPoolExecutor(2) as pool:
            return dict(zip(FULL, pool.map(one, FULL), strict=True))

    known = functools.cache(both)
    made: list[Run] = []

    def runs(tier: str) -> dict[str, Run]:
        made.extend(known(tier).values())
        return known(tier)

    yield runs
    for run in made:
        run.canaries.close()


@pytest.fixture(params=TIERS)
def tier(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=list(FULL))
def run(request: pytest.FixtureRequest, tier: str, graded: Graded) -> Run:
    """Each course."""
    return graded(tier)[request.param]


def test_the_corpus_covers_every_group() -> None:
    assert len({entry.id for entry in ENTRIES}) == len(ENTRIES)
    assert set(counted()) == {"forging", "files", "hostile", "innocent"}
    assert sum(counted().values()) >= 130


def test_every_entry_has_a_technique_and_every_technique_an_entry_that_is_always_run() -> None:
    assert list(by_technique()) == list(TECHNIQUES.values())
    assert [entry.id for entry in SAMPLE] == list(TECHNIQUES)
    assert {entry.group for entry in SAMPLE} == {entry.group for entry in ENTRIES}


def test_the_sandbox_holds_what_the_harmful_entries_need(sandboxed: bool) -> None:
    assert sandboxed, "no sandbox: the harmful entries were not run"


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(entry, id=entry.id, marks=[] if tier_of(entry) == SAMPLE_TIER else pytest.mark.nightly)
        for entry in CHOSEN
    ],
)
def test_an_entry_gets_what_it_deserves(entry: Entry, graded: Graded, sandboxed: bool) -> None:
    if entry.harmful and not sandboxed:
        pytest.fail("not run: there is no sandbox")
    run = graded(tier_of(entry))[entry.lesson]
    grades = run.grades.get(entry.id, {})
    assert set(grades) == set(FULL[entry.lesson]), "not every item has a grade"
    wrong = {
        item: (grade.score, entry.points[item])
        for item, grade in grades.items()
        if not entry.points[item][0] <= grade.score <= entry.points[item][1]
    }
    assert not wrong, f"got, and must get from, to: {wrong}\n{entry.what}: {entry.why}"
    waiting = sorted(item for item, grade in grades.items() if grade.needs_manual_grade)
    if entry.look is not None:
        assert bool(waiting) == entry.look, f"left to a human: {waiting}"
    if entry.group == "innocent" and not entry.look:
        assert not waiting
    assert entry.says in run.words(entry.id)


def test_every_submission_is_graded_to_the_end(run: Run) -> None:
    assert run.status == 0, run.log[-3000:]
    assert set(run.grades) == {*run.entries, *CONTROLS}


def test_honest_students_between_the_others_get_their_usual_score(run: Run) -> None:
    for student in CONTROLS:
        grades = run.grades[student]
        assert {item: grade.score for item, grade in grades.items()} == FULL[run.lesson]
        assert not any(grade.needs_manual_grade for grade in grades.values())


def test_nothing_that_grading_writes_shows_a_secret(run: Run) -> None:
    written = [run.course / "autograded", run.course / "feedback"]
    tokens = [*run.canaries.tokens(), BREACH.encode()]
    assert list(containing(written, tokens)) == []
    data = (run.course / "gradebook.db").read_bytes() + run.log.encode()
    assert [token for token in tokens if token in data] == []


def test_nothing_outside_is_changed_or_left_behind(run: Run) -> None:
    assert run.canaries.changed_files() == []
    assert run.canaries.left_behind() == []
    assert sorted(path.name for path in run.canaries.temporary.iterdir()) == ["canary.txt"]


def test_no_submission_is_changed(run: Run) -> None:
    assert fingerprints(run.course / "submitted") == run.submitted_before


def test_nobody_is_reached(run: Run) -> None:
    assert run.canaries.connections == []
    assert run.canaries.victim_state() == "S"


def test_the_host_is_as_it_was(run: Run) -> None:
    assert mounts() == run.mounts_before
    assert segments() == run.segments_before


def test_no_process_outlives_the_run(run: Run) -> None:
    assert run.left_running == {}


def test_grading_writes_no_more_than_it_must(run: Run) -> None:
    handed_in = size_of(run.course / "submitted")
    assert size_of(run.course.parent) - run.disk_before < 2 * handed_in + MOST_DISK


def test_what_is_told_of_an_item_is_short_and_has_no_control_characters(run: Run) -> None:
    notebooks = [json.loads(path.read_text()) for path in (run.course / "autograded").rglob("*.ipynb")]
    cells = [cell["outputs"] for notebook in notebooks for cell in notebook["cells"] if cell.get("outputs")]
    assert [size for size in map(len, map(json.dumps, cells)) if size > 2 * MOST_TOLD] == []
    texts = [json.dumps(cells, ensure_ascii=False), run.log, *comments_of(run.course, run.lesson).values()]
    assert {character for text in texts for character in text if not character.isprintable()} <= {"\n", "\t"}


def test_only_plain_files_are_copied_for_publishing(run: Run) -> None:
    odd = [path for path, kind in fingerprints(run.course / "autograded").items() if kind.startswith("link")]
    special = [path for path in (run.course / "autograded").rglob("*") if not (path.is_file() or path.is_dir())]
    assert (odd, special) == ([], [])


def test_script_in_a_submission_is_not_script_in_its_feedback(tier: str, graded: Graded) -> None:
    run = graded(tier)[SECOND]
    if not any(student.startswith("script-") for student in run.entries):
        pytest.skip("none of these entries was chosen")
    run_nbgrader(run.course, "generate_feedback", SECOND, "--student=script-*", "--force")
    pages = list((run.course / "feedback").rglob("linear_regression.html"))
    assert pages
    for page in pages:
        text = page.read_text()
        assert "<script>alert('corpus-script')" not in text, page
        assert '<img src=x onerror="alert' not in text, page


def test_a_changed_canary_is_noticed(tmp_path: Path) -> None:
    for name in ("course/source", "home", "tmp", "neighbour"):
        (tmp_path / name).mkdir(parents=True)
    canaries = Canaries(tmp_path / "course", tmp_path / "home", tmp_path / "tmp", tmp_path / "neighbour" / "n", "x")
    try:
        assert (canaries.changed_files(), canaries.left_behind(), canaries.victim_state()) == ([], [], "S")
        (tmp_path / "home" / "canary.txt").write_text("x")
        (tmp_path / "tmp" / f"corpus-{canaries.mark}-left").touch()
        (tmp_path / "autograded").mkdir()
        (tmp_path / "autograded" / "page.html").write_bytes(b"..." + canaries.tokens()[0])
        canaries.victim.kill()
        canaries.victim.wait()
        assert canaries.changed_files() == [str(tmp_path / "home" / "canary.txt")]
        assert len(canaries.left_behind()) == 1
        assert len(list(containing([tmp_path / "autograded"], canaries.tokens()))) == 1
        assert canaries.victim_state() == "dead"
    finally:
        canaries.close()
