"""A report reads well: the same sentences as text and as HTML, nothing told twice, nothing of a student's unescaped."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from lessoncheck.messages import NO_MORE_TIME
from lessoncheck.report import as_html, as_text, grouped, summary
from lessoncheck.results import CheckResult, ItemReport, group_by_item


def failed(name: str, message: str, **more: object) -> CheckResult:
    return CheckResult("item", name, f"rule {name}", "failed", message=message, **more)  # type: ignore[arg-type]


PASSED = CheckResult("item", "fine", "rule fine", "passed")
FAULT = CheckResult("item", "broken", "rule broken", "fault", message="ZeroDivisionError")


def test_text_and_html_carry_the_same_words() -> None:
    report = ItemReport(
        "item", (PASSED, failed("a", "It is wrong.", hint="Do this.", details="x = 1"), FAULT), ("A note.",)
    )
    plain, page = as_text(report), as_html(report)
    for words in (
        "1 of 3 public checks pass",
        "rule fine",
        "It is wrong.",
        "Do this.",
        "x = 1",
        "A note.",
        "rule broken",
    ):
        assert words in plain
        assert words in page


def test_a_misconception_is_told_once_with_the_first_figures() -> None:
    results = (
        failed("a", "Counted 3 of 4.", hint="Divide.", details="first", misconception="count"),
        failed("b", "Counted 7 of 9.", hint="Divide.", details="second", misconception="count"),
        failed("c", "Something else."),
    )
    plain = as_text(ItemReport("item", results))
    assert plain.count("Divide.") == 1
    assert "first" in plain
    assert "second" not in plain
    assert "For the same reason also not yet:\n        ✗ rule b\n" in plain
    assert "Something else." in plain
    assert "rule b" in as_html(ItemReport("item", results))


def test_one_error_is_told_once_whatever_the_inputs_and_whatever_else_is_known_of_it() -> None:
    line = "line 2 of the cell f: return x"
    results = (
        failed(
            "a", "Stopped: size 3, not 2.", stopped="exception", details=f"{line}\nfor (3, 2)", misconception="known"
        ),
        failed("b", "Stopped: size 5, not 4.", stopped="exception", details=f"{line}\nfor (5, 4)"),
        failed("c", "Stopped: size 5, not 4.", stopped="exception", details="line 3 of the cell f: return y"),
        failed("d", "Not done within 10 seconds.", stopped="too slow"),
        failed("e", NO_MORE_TIME, stopped="too slow"),
    )
    told = [(each.result.name, each.also) for each in grouped(results)]
    assert told == [("a", ("rule b",)), ("c", ()), ("d", ("rule e",))]


def test_a_gate_stands_by_itself_since_it_takes_the_whole_item() -> None:
    results = (failed("a", "No.", misconception="m"), failed("g", "No.", misconception="m", gate=True))
    plain = as_text(ItemReport("item", results))
    assert "not yet: rule g\n      For the same reason as above.\n      While this check fails" in plain


@pytest.mark.parametrize(
    ("result", "step"),
    [
        (failed("a", "No."), "Next: see to it that rule a."),
        (failed("a", "No.", stopped="exception", details="line 2: x\nfor 3"), "Next: mend line 2: x"),
        (
            failed("a", "f is not written yet", stopped="not written"),
            "Next: write the function, run its cell, then check",
        ),
        (
            failed("a", "f is not defined.", stopped="syntax error", details="line 1 of the cell f: def f(X"),
            "Next: mend line 1 of the cell f: def f(X",
        ),
        (
            failed("a", "There is no function called f.", stopped="not defined"),
            "Next: run the cell that defines the function",
        ),
        (failed("a", "The last run stopped.", stopped="not run"), "Next: mend the cell above and run it"),
        (failed("a", "f(X) cannot be called.", stopped="exception"), "Next: mend what stopped your code"),
        (failed("a", "There is no answer yet.", repeated=False), ""),
        (PASSED, ""),
    ],
)
def test_a_report_is_headed_by_what_to_do_next_but_not_after_grading(result: CheckResult, step: str) -> None:
    report = ItemReport("item", (result,))
    assert ("Next:" in as_text(report)) == bool(step)
    assert step in as_text(report).splitlines()[1]
    assert step in as_html(report)
    assert "Next:" not in as_text(report, graded=True) + as_html(report, graded=True)


def test_two_different_failures_are_both_told() -> None:
    plain = as_text(
        ItemReport("item", (failed("a", "Wrong.", details="x = 1"), failed("b", "Wrong.", details="x = 2")))
    )
    assert "x = 1" in plain
    assert "x = 2" in plain


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "a & b"])
def test_what_a_student_wrote_is_escaped(text: str) -> None:
    page = as_html(ItemReport("item", (failed("a", text, hint=text, details=text),), (text,)))
    assert text not in page
    assert not re.search(r"<(script|img)", page)


def test_a_fault_of_ours_names_its_reason_to_the_owner_of_the_machine_but_not_in_feedback() -> None:
    report = ItemReport("item", (FAULT,))
    assert "ZeroDivisionError" in as_text(report)
    assert "ZeroDivisionError" not in as_text(report, graded=True)
    assert "fault of the grader" in as_text(report, graded=True)


def test_a_crash_does_not_close_the_gate_but_breaking_its_rule_does() -> None:
    gate_closed = CheckResult("item", "g", "from scratch", "failed", gate=True, message="library")
    gate_crashed = CheckResult("item", "g", "from scratch", "failed", gate=False, message="crash")
    assert ItemReport("item", (PASSED, gate_closed)).fraction == 0
    assert ItemReport("item", (PASSED, gate_crashed)).fraction == 0.5
    assert ItemReport("item", (PASSED, FAULT)).fraction is None
    assert ItemReport("item", ()).fraction is None


def test_a_graded_report_says_what_the_only_slip_leaves() -> None:
    slip = replace(failed("a", "No."), misconception="forgot_it", keeps=0.5)
    assert summary(ItemReport("item", (slip,)), graded=True).endswith("it leaves you 50% of the points.")
    assert "slip" not in summary(ItemReport("item", (slip,)))
    assert "slip" not in summary(ItemReport("item", (slip, replace(slip, misconception="another"))), graded=True)
    assert "slip" not in summary(ItemReport("item", (slip, replace(PASSED, weight=3.0))), graded=True)


def test_a_report_stays_short_whatever_its_texts_are() -> None:
    endless = '<&\x1b\n"' * 100_000
    results = [failed(str(n), f"{n}{endless}", hint=endless, details=f"{n}{endless}") for n in range(50)]
    report = group_by_item(["item"], results, {})["item"]
    assert len(as_html(report, graded=True).encode()) < 64 << 10
    assert len(as_text(report, graded=True).encode()) < 64 << 10
    assert "The rest is left out" in as_text(report)
    assert "\x1b" not in as_text(report)


def test_a_report_of_usual_length_is_told_whole() -> None:
    results = [
        failed(str(n), "It is wrong." * 20, hint="Do this." * 20, details=f"{n} = [1, 2]\n" * 30) for n in range(15)
    ]
    assert group_by_item(["item"], results, {})["item"].results == tuple(results)
