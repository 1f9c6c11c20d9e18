"""Deciding: what behaves alike is told from what does not, with the smallest input, whatever a mutant does."""

from __future__ import annotations

from pathlib import Path

import pytest

from lessoncheck.cells import Cell
from wallgrade.authoring.catalogue import CatalogueError
from wallgrade.authoring.mutants.decide import Decision, Program, Question, decide_all
from wallgrade.authoring.mutants.decisions import KeptDecisions, decided_by_a_person

CONTRACT = """
from _shared import some_number
from hypothesis import strategies as st
from wallgrade.authoring.mutants.contract import Contract

CONTRACT = Contract(
    st.fixed_dictionaries({"x": some_number}),
    lambda names, case: {"doubled": names["double"](case["x"])},
)
"""
SHARED = "from hypothesis import strategies as st\n\nsome_number = st.integers(-50, 50)\n"
REFERENCE = "def double(x):\n    return 2 * x\n"
PROGRAMS = {
    "alike": "def double(x):\n    return x + x\n",
    "a hole": "def double(x):\n    return 2 * x if x < 7 else 0\n",
    "raises": "def double(x):\n    return 2 * x if x < 7 else None + 1\n",
    "runs for ever": "def double(x):\n    while x > 3: pass\n    return 2 * x\n",
    "ends its process": "import os\n\ndef double(x):\n    os._exit(3)\n",
    "leaves state behind": "import torch\n\ndef double(x):\n    torch.set_grad_enabled(x < 5)\n    return 2 * x\n",
    "has no such function": "",
}


def program(source: str) -> Program:
    return (Cell("double", source, "solution"),)


def write_contract(catalogue: Path, text: str) -> None:
    folder = catalogue / "contracts"
    folder.mkdir(exist_ok=True)
    (folder / "double.py").write_text(text)
    (folder / "_shared.py").write_text(SHARED)


def question(
    key: str, source: str, *accepted: str, reference: str | None = REFERENCE, item: str = "double"
) -> Question:
    right = None if reference is None else program(reference)
    return Question(key, item, program(source), tuple(map(program, accepted)), right, 40)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Decision]:
    folder = tmp_path_factory.mktemp("catalogue")
    write_contract(folder, CONTRACT)
    questions = [question(key, source) for key, source in PROGRAMS.items()]
    questions += [
        question("like its own style", PROGRAMS["a hole"], PROGRAMS["a hole"]),
        question("no contract", PROGRAMS["alike"], item="other"),
        question("has the name", PROGRAMS["a hole"], PROGRAMS["raises"], PROGRAMS["a hole"], reference=None),
        question("has not the name", PROGRAMS["alike"], PROGRAMS["raises"], PROGRAMS["a hole"], reference=None),
        question("wrong reference", PROGRAMS["alike"], reference=PROGRAMS["raises"]),
    ]
    return dict(decide_all(folder, folder, questions, 2))


def test_what_behaves_alike_is_equivalent(answers: dict[str, Decision]) -> None:
    assert answers["alike"].verdict == answers["like its own style"].verdict == "equivalent"


@pytest.mark.parametrize(
    ("key", "smallest", "got"),
    [
        ("a hole", "{'x': 7}", "{'doubled': 0}"),
        ("raises", "{'x': 7}", "TypeError"),
        ("runs for ever", "{'x': 4}", "does not come to an end"),
        ("leaves state behind", "{'x': 5}", "{'left behind': ['gradients switched off']}"),
        ("has no such function", "{'x': 0}", "KeyError"),
    ],
)
def test_a_hole_comes_with_the_smallest_input_and_both_results(
    answers: dict[str, Decision], key: str, smallest: str, got: str
) -> None:
    decision = answers[key]
    assert decision.verdict == "hole"
    assert decision.difference is not None
    assert decision.difference.case == smallest
    assert got in decision.difference.got
    assert "raised" not in decision.difference.expected


def test_what_cannot_be_told_is_undecided_and_says_why(answers: dict[str, Decision]) -> None:
    assert answers["ends its process"].verdict == "undecided"
    assert "the process that was to decide ended" in answers["ends its process"].reason
    assert "the catalogue has no contracts/other.py" in answers["no contract"].reason
    assert "the reference solution ends with an error" in answers["wrong reference"].reason


def test_a_name_is_confirmed_by_one_mistake_that_behaves_the_same_on_all_inputs(answers: dict[str, Decision]) -> None:
    assert answers["has the name"].verdict == "equivalent"
    assert answers["has not the name"].verdict == "hole"


def test_a_contract_that_cannot_be_loaded_is_told(tmp_path: Path) -> None:
    write_contract(tmp_path, "CONTRACT = 1 / 0")
    ((_, decision),) = decide_all(tmp_path, tmp_path, [question("alike", PROGRAMS["alike"])], 1)
    assert decision.verdict == "undecided"
    assert "contracts/double.py of the catalogue cannot be used: ZeroDivisionError" in decision.reason


def test_an_answer_is_kept_until_the_contract_changes(tmp_path: Path, answers: dict[str, Decision]) -> None:
    write_contract(tmp_path, CONTRACT)
    asked, file = question("a hole", PROGRAMS["a hole"]), tmp_path / "kept.jsonl"
    KeptDecisions(file, tmp_path).put(asked, answers["a hole"])
    with file.open("a") as half:
        half.write('{"key": "half a line of a run that')
    assert KeptDecisions(file, tmp_path).get(asked) == answers["a hole"]
    assert KeptDecisions(file, tmp_path).get(question("a hole", PROGRAMS["raises"])) is None
    write_contract(tmp_path, CONTRACT + "\n")
    assert KeptDecisions(file, tmp_path).get(asked) is None


def test_a_person_decides_with_a_reason(tmp_path: Path) -> None:
    entry = '[[equivalent]]\nid = "f/one/sign/2:4"\nsource_hash = "abc"\nreason = "{}"\n'
    (tmp_path / "mutants.toml").write_text(entry.format("the lesson does not say"))
    assert decided_by_a_person(tmp_path)["abc"].reason == "the lesson does not say"
    (tmp_path / "mutants.toml").write_text(entry.format(""))
    with pytest.raises(CatalogueError, match="f/one/sign/2:4 has no reason"):
        decided_by_a_person(tmp_path)
    (tmp_path / "mutants.toml").write_text("[[equivalent]]\nids = 3\n")
    with pytest.raises(CatalogueError, match="id, source_hash and reason"):
        decided_by_a_person(tmp_path)
