"""Results as JUnit XML: a test suite for each item, a test case for each check.

Follows the schema of Jenkins' xUnit plugin (junit-10.xsd), which is what pytest's "xunit2" family, GitHub actions and
GitLab read. The student's mistakes are failures; faults of the grader are errors; an item without any check that
waits for a person is skipped. Points are properties of the suites.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from lessoncheck.results import CheckResult
from wallgrade.reports.csv_files import number
from wallgrade.reports.exports import messages
from wallgrade.reports.exports.results import ItemResult, SubmissionResult

# what XML 1.0 cannot hold, even escaped; a student's error message may
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_xml(result: SubmissionResult) -> bytes:
    """The file's bytes."""
    root = ET.Element("testsuites", name=result.assignment)
    for one in result.items:
        _suite(root, result.assignment, one)
    suites = list(root)
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in suites)))
    ET.indent(root)
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _suite(root: ET.Element, assignment: str, one: ItemResult) -> None:
    suite = ET.SubElement(root, "testsuite", name=one.item)
    properties = ET.SubElement(suite, "properties")
    points = "waiting" if one.points is None else number(one.points)
    for name, value in (("points", points), ("max_points", number(one.max_score))):
        ET.SubElement(properties, "property", name=name, value=value)
    cases = [_case(suite, f"{assignment}.{one.item}", check) for check in one.checks]
    if not cases:
        case = ET.SubElement(suite, "testcase", classname=f"{assignment}.{one.item}", name=one.item)
        cases = [case]
        if one.points is None:
            ET.SubElement(case, "skipped", message=messages.WAITING)
        elif one.points < one.max_score:
            ET.SubElement(case, "failure", message=_clean(one.text))
    for count, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(count, str(sum(case.find(tag) is not None for case in cases)))
    suite.set("tests", str(len(cases)))
    if one.seconds is not None:
        suite.set("time", f"{one.seconds:.3f}")
    if one.text:
        ET.SubElement(suite, "system-out").text = _clean(one.text)


def _case(suite: ET.Element, classname: str, check: CheckResult) -> ET.Element:
    case = ET.SubElement(suite, "testcase", classname=classname, name=_clean(check.title or check.name))
    if check.status == "failed":
        kind = _clean(check.misconception) or "check"
        failure = ET.SubElement(case, "failure", message=_clean(check.message), type=kind)
        failure.text = _clean("\n".join(filter(None, [check.message, check.hint and f"Hint: {check.hint}"])))
    elif check.status == "fault":
        ET.SubElement(case, "error", message=messages.NO_FAULT_OF_YOURS, type="grader")
    return case


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
