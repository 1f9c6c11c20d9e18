"""The quiz in other systems' formats, read back by parsers that are not ours, and played by a QTI engine.

Moodle publishes no schema for its XML, and no package that can be installed ships the QTI 2.1 schema. So Moodle XML is
read by moodle-xml-parser, and QTI by Pyslet (an implementation of QTI 2.1 that knows its elements, where they may
stand, and runs response processing; it is old) and by Citolab's converter, which is kept up to date.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.etree as ET
import pytest
from moodle_xml_parser.parser import parse_bytes
from qti_convert import upgrade_package_files, upgrade_qti2_to_qti3
from typer.testing import CliRunner

from support.lesson import PROJECT
from wallgrade.cli.main import app
from wallquiz.loader import load_quiz
from wallquiz.markup import block_html, inline_html
from wallquiz.model import Option, Question, Quiz
from wallquiz.moodle import moodle_xml
from wallquiz.qti import NAMESPACE, PACKAGING, qti_item, qti_package

QUIZ = load_quiz(PROJECT / "quizzes" / "softmax_regression.toml")
HOSTILE = Quiz(
    (
        Question(
            "q", 2.5, 'Is `a < b && c` *or* "<script>x</script>" right?\n\n- $p_i < 1$\n- two\n\n```\nx  =  1\n```',
            (Option("A", "`x & y` **and** *z*", "No: ]]> is & <b>."), Option("B", "Ünïcödé $e^{x_1}$ 中", "Yes.")), "B",
        ),
    )
)  # fmt: skip
QUIZZES = pytest.mark.parametrize("quiz", [QUIZ, HOSTILE], ids=["the lesson's", "hostile"])


@QUIZZES
def test_moodle_xml_is_read_back_with_key_points_and_feedback(quiz: Quiz) -> None:
    read = parse_bytes(moodle_xml(quiz, "softmax_regression"))["multichoice"]
    assert [one.name for one in read] == [question.id for question in quiz.questions]
    for one, question in zip(read, quiz.questions, strict=True):
        assert one.default_grade == question.points
        assert one.single
        assert not one.shuffle_answers
        fractions = {
            option.letter: answer.score_fraction for option, answer in zip(question.options, one.options, strict=True)
        }
        assert fractions == {option.letter: 100 if option.letter == question.key else 0 for option in question.options}


def test_moodle_xml_has_every_element_that_moodles_own_export_has() -> None:
    root = ET.fromstring(moodle_xml(QUIZ, "softmax_regression"))
    assert [question.get("type") for question in root] == ["category", "multichoice", "multichoice"]
    assert root[0].findtext("category/text") == "$course$/top/softmax_regression"
    for element, question in zip(root[1:], QUIZ.questions, strict=True):
        assert [child.tag for child in element][: -len(question.options)] == [
            "name", "questiontext", "generalfeedback", "defaultgrade", "penalty", "hidden", "idnumber", "single",
            "shuffleanswers", "answernumbering", "showstandardinstruction", "correctfeedback",
            "partiallycorrectfeedback", "incorrectfeedback",
        ]  # fmt: skip
        for answer, option in zip(element.iter("answer"), question.options, strict=True):
            assert answer.get("format") == "html"
            assert answer.findtext("text") == inline_html(option.text)
            assert answer.findtext("feedback/text") == inline_html(option.feedback)


@QUIZZES
def test_a_qti_engine_gives_the_key_all_points_the_others_none_and_each_its_feedback(
    quiz: Quiz, tmp_path: Path
) -> None:
    for question in quiz.questions:
        item = pyslet_item(qti_item(question), tmp_path)
        for option in question.options:
            session = answered(item, option.letter)
            assert session["SCORE"].value == (question.points if option.letter == question.key else 0)
            assert session["MAXSCORE"].value == question.points
            assert session["FEEDBACK"].value == option.letter
        assert answered(item, None)["SCORE"].value == 0


def pyslet_item(content: bytes, folder: Path) -> Any:
    """The item as Pyslet reads it; raises for an element that QTI does not have, or does not have there."""
    pytest.importorskip("pyslet")
    file = folder / "item.xml"
    file.write_bytes(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an old package
        from pyslet.qtiv2.xml import QTIDocument
        from pyslet.rfc2396 import URI

        document = QTIDocument(base_uri=URI.from_path(str(file)))
        document.read()
    # what it does not know, or does not expect there, it leaves out without a word
    read = Counter(element.xmlname for element in elements(document.root))
    there = Counter(ET.QName(element).localname for element in ET.fromstring(content).iterdescendants())
    if read != there:
        raise ValueError(f"Unknown elements: {there - read}")
    return document.root


def elements(element: Any) -> Iterator[Any]:
    for child in element.get_children():
        if not isinstance(child, str):
            yield child
            yield from elements(child)


def answered(item: Any, letter: str | None) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyslet.qtiv2.variables import ItemSessionState

        session = ItemSessionState(item)
        session.begin_session()
        session.begin_attempt()
        session.submit_session({"RESPONSE": letter} if letter else {})
    return session


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b"simpleChoice", b"simplerChoice"),
        (b"<itemBody>", b"<itemBody><responseProcessing />"),
        (b'cardinality="single"', b'cardinality="sole"'),
        (b'<correct identifier="RESPONSE" />', b""),
        (b' responseIdentifier="RESPONSE"', b""),
    ],
)
def test_the_engine_that_plays_our_items_refuses_what_is_not_qti(right: bytes, wrong: bytes, tmp_path: Path) -> None:
    """Or the tests above would say nothing."""
    good = qti_item(QUIZ.questions[0])
    assert right in good
    with pytest.raises(Exception, match=r"Unknown|responseProcessing|cardinality|sub-expressions|^''$"):
        answered(pyslet_item(good.replace(right, wrong), tmp_path), "C")


@QUIZZES
def test_a_maintained_converter_takes_item_and_package_to_qti_3(quiz: Quiz) -> None:
    for question in quiz.questions:
        item = ET.fromstring(upgrade_qti2_to_qti3(qti_item(question).decode()).encode())
        names = {ET.QName(element).localname for element in item.iter() if isinstance(element.tag, str)}
        assert {"qti-assessment-item", "qti-choice-interaction", "qti-simple-choice", "qti-modal-feedback"} <= names
        choices = [one.get("identifier") for one in item.iter("{*}qti-simple-choice")]
        assert choices == [option.letter for option in question.options]
    with zipfile.ZipFile(io.BytesIO(qti_package(quiz, "name"))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert upgrade_package_files(files)


@QUIZZES
def test_what_is_written_for_people_arrives_word_for_word(quiz: Quiz) -> None:
    for question in quiz.questions:
        item = ET.fromstring(qti_item(question))
        body = item.find(f"{{{NAMESPACE}}}itemBody/{{{NAMESPACE}}}div")
        assert (
            "".join(body.itertext()).split()
            == ET.fromstring(f"<div>{block_html(question.text)}</div>").xpath("string()").split()
        )
        for choice, option in zip(item.iter(f"{{{NAMESPACE}}}simpleChoice"), question.options, strict=True):
            assert "".join(choice.itertext()) == ET.fromstring(f"<p>{inline_html(option.text)}</p>").xpath("string()")
        assert not list(item.iter(f"{{{NAMESPACE}}}script"))


def test_the_package_has_a_manifest_that_names_all_its_files_and_nothing_else() -> None:
    with zipfile.ZipFile(io.BytesIO(qti_package(QUIZ, "1 name/with: odd letters"))) as archive:
        assert archive.namelist()[0] == "imsmanifest.xml"
        manifest = ET.fromstring(archive.read("imsmanifest.xml"))
        named = {file.get("href") for file in manifest.iter(f"{{{PACKAGING}}}file")}
        assert named == set(archive.namelist()) - {"imsmanifest.xml"}
        test = ET.fromstring(archive.read("test.xml"))
    assert manifest.findtext(f".//{{{PACKAGING}}}schema") == "QTIv2.1 Package"
    identifiers = [one.get("identifier") for one in manifest.iter(f"{{{PACKAGING}}}resource")]
    assert {one.get("identifierref") for one in manifest.iter(f"{{{PACKAGING}}}dependency")} <= set(identifiers)
    assert [one.get("href") for one in test.iter(f"{{{NAMESPACE}}}assessmentItemRef")] == ["quiz_1.xml", "quiz_2.xml"]
    assert test.get("identifier") == "_1_name_with__odd_letters"


def test_the_same_quiz_gives_the_same_bytes() -> None:
    assert qti_package(QUIZ, "x") == qti_package(QUIZ, "x")
    assert moodle_xml(QUIZ, "x") == moodle_xml(QUIZ, "x")


def test_markdown_becomes_html_formulas_become_mathjax_and_raw_html_stays_text() -> None:
    assert inline_html("`a<b` and $x_1 < y_2$ <b>") == "<code>a&lt;b</code> and \\(x_1 &lt; y_2\\) &lt;b&gt;"
    assert "\\[a_1*b_2\\]" in block_html("$$a_1*b_2$$")


def test_the_command_writes_both_and_says_that_the_keys_are_inside(tmp_path: Path) -> None:
    moodle, qti = tmp_path / "quiz.xml", tmp_path / "quiz.zip"
    run = CliRunner().invoke(app, ["export-quiz", f"--course={PROJECT}", f"--moodle={moodle}", f"--qti={qti}"])
    assert run.exit_code == 0, run.output
    assert "keys" in run.output
    assert moodle.read_bytes() == moodle_xml(QUIZ, "softmax_regression")
    assert qti.read_bytes() == qti_package(QUIZ, "softmax_regression")
