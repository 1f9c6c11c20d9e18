"""A quiz as Moodle XML, for Moodle's question bank. It holds the keys.

Follows "Moodle XML format" in MoodleDocs 4.5 and what Moodle's own exporter writes (moodle/moodle,
question/format/xml/format.php). There is no published schema for it.
"""

import xml.etree.ElementTree as ET

from .markup import block_html, inline_html
from .model import Question, Quiz


def moodle_xml(quiz: Quiz, category: str) -> bytes:
    """The questions as multiple choice with one right answer, in a category of the course's question bank.

    Options keep their order and letters, so that talk of "option B" means the same in Moodle, notebook and report.
    """
    root = ET.Element("quiz")
    place = ET.SubElement(ET.SubElement(root, "question", type="category"), "category")
    ET.SubElement(place, "text").text = f"$course$/top/{category.replace('/', '//')}"
    for question in quiz.questions:
        _question(root, question)
    ET.indent(root)
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _question(root: ET.Element, question: Question) -> None:
    element = ET.SubElement(root, "question", type="multichoice")
    ET.SubElement(ET.SubElement(element, "name"), "text").text = question.id
    _html(element, "questiontext", block_html(question.text))
    _html(element, "generalfeedback", "")
    for name, value in (
        ("defaultgrade", f"{question.points:g}"),
        ("penalty", "0.3333333"),
        ("hidden", "0"),
        ("idnumber", question.id),
        ("single", "true"),
        ("shuffleanswers", "false"),
        ("answernumbering", "ABCD"),
        ("showstandardinstruction", "0"),
    ):
        ET.SubElement(element, name).text = value
    for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
        _html(element, name, "")
    for option in question.options:
        answer = _html(element, "answer", inline_html(option.text))
        answer.set("fraction", "100" if option.letter == question.key else "0")
        _html(answer, "feedback", inline_html(option.feedback))


def _html(parent: ET.Element, name: str, html: str) -> ET.Element:
    element = ET.SubElement(parent, name, format="html")
    ET.SubElement(element, "text").text = html
    return element
