"""A quiz as an IMS QTI 2.1 content package (a zip file), for Canvas, Blackboard, ILIAS, OPAL, TAO and others.

Follows IMS Question and Test Interoperability 2.1 (final, 2012): an item for each question, a test that holds them
in order, and the manifest of IMS Content Packaging 1.1 as QTI's own profile wants it. It holds the keys.
"""

import io
import xml.etree.ElementTree as ET
import zipfile

from .markup import block_html, inline_html
from .model import Question, Quiz

NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
PACKAGING = "http://www.imsglobal.org/xsd/imscp_v1p1"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
QTI_SCHEMA = "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"
PACKAGING_SCHEMA = "http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd"
TEST, MANIFEST = "test.xml", "imsmanifest.xml"
SAME_DATE = (1980, 1, 1, 0, 0, 0)  # so that the same quiz gives the same bytes


def qti_package(quiz: Quiz, name: str) -> bytes:
    """The zip file: manifest, test, and one file for each question."""
    files = {MANIFEST: _manifest(quiz, name), TEST: _test(quiz, name)}
    files |= {_file(question): qti_item(question) for question in quiz.questions}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(zipfile.ZipInfo(path, SAME_DATE), content)
    return stream.getvalue()


def qti_item(question: Question) -> bytes:
    """One question as an assessmentItem: full points for the key, and the chosen option's feedback."""
    item = _root("assessmentItem", identifier=question.id, title=question.id, adaptive="false", timeDependent="false")
    response = ET.SubElement(
        item, "responseDeclaration", identifier="RESPONSE", cardinality="single", baseType="identifier"
    )
    ET.SubElement(ET.SubElement(response, "correctResponse"), "value").text = question.key
    _outcome(item, "SCORE", "0", "float", normalMaximum=f"{question.points:g}")
    _outcome(item, "MAXSCORE", f"{question.points:g}", "float")
    ET.SubElement(item, "outcomeDeclaration", identifier="FEEDBACK", cardinality="single", baseType="identifier")
    body = ET.SubElement(item, "itemBody")
    text = ET.SubElement(body, "div")
    choices = ET.SubElement(body, "choiceInteraction", responseIdentifier="RESPONSE", shuffle="false", maxChoices="1")
    mixed = [(text, block_html(question.text))]
    for option in question.options:
        choice = ET.SubElement(choices, "simpleChoice", identifier=option.letter)
        mixed.append((choice, inline_html(option.text)))
    _processing(item, question)
    for option in question.options:
        feedback = ET.SubElement(
            item, "modalFeedback", outcomeIdentifier="FEEDBACK", showHide="show", identifier=option.letter
        )
        mixed.append((feedback, inline_html(option.feedback)))
    ET.indent(item)
    for element, html in mixed:  # only now: white space inside a sentence is not for indenting
        _fill(element, html)
    return _bytes(item)


def _processing(item: ET.Element, question: Question) -> None:
    processing = ET.SubElement(item, "responseProcessing")
    condition = ET.SubElement(processing, "responseCondition")
    right = ET.SubElement(condition, "responseIf")
    match = ET.SubElement(right, "match")
    ET.SubElement(match, "variable", identifier="RESPONSE")
    ET.SubElement(match, "correct", identifier="RESPONSE")
    score = ET.SubElement(right, "setOutcomeValue", identifier="SCORE")
    ET.SubElement(score, "baseValue", baseType="float").text = f"{question.points:g}"
    told = ET.SubElement(processing, "setOutcomeValue", identifier="FEEDBACK")
    ET.SubElement(told, "variable", identifier="RESPONSE")


def _test(quiz: Quiz, name: str) -> bytes:
    test = _root("assessmentTest", identifier=_identifier(name), title=name)
    part = ET.SubElement(test, "testPart", identifier="part", navigationMode="nonlinear", submissionMode="individual")
    section = ET.SubElement(part, "assessmentSection", identifier="section", title=name, visible="true")
    for question in quiz.questions:
        ET.SubElement(section, "assessmentItemRef", identifier=question.id, href=_file(question))
    ET.indent(test)
    return _bytes(test)


def _manifest(quiz: Quiz, name: str) -> bytes:
    manifest = ET.Element(
        "manifest",
        {
            "xmlns": PACKAGING,
            "xmlns:xsi": INSTANCE,
            "xsi:schemaLocation": f"{PACKAGING} {PACKAGING_SCHEMA}",
            "identifier": f"{_identifier(name)}-manifest",
        },
    )
    about = ET.SubElement(manifest, "metadata")
    ET.SubElement(about, "schema").text = "QTIv2.1 Package"
    ET.SubElement(about, "schemaversion").text = "1.0.0"
    ET.SubElement(manifest, "organizations")
    resources = ET.SubElement(manifest, "resources")
    test = _resource(resources, f"{_identifier(name)}-test", "imsqti_test_xmlv2p1", TEST)
    for question in quiz.questions:
        _resource(resources, question.id, "imsqti_item_xmlv2p1", _file(question))
        ET.SubElement(test, "dependency", identifierref=question.id)
    ET.indent(manifest)
    return _bytes(manifest)


def _resource(parent: ET.Element, identifier: str, kind: str, path: str) -> ET.Element:
    resource = ET.SubElement(parent, "resource", identifier=identifier, type=kind, href=path)
    ET.SubElement(resource, "file", href=path)
    return resource


def _outcome(item: ET.Element, identifier: str, value: str, kind: str, **more: str) -> None:
    outcome = ET.SubElement(
        item, "outcomeDeclaration", {"identifier": identifier, "cardinality": "single", "baseType": kind, **more}
    )
    ET.SubElement(ET.SubElement(outcome, "defaultValue"), "value").text = value


def _root(tag: str, **attributes: str) -> ET.Element:
    return ET.Element(
        tag,
        {
            "xmlns": NAMESPACE,
            "xmlns:xsi": INSTANCE,
            "xsi:schemaLocation": f"{NAMESPACE} {QTI_SCHEMA}",
            **attributes,
        },
    )


def _fill(element: ET.Element, html: str) -> None:
    content = ET.fromstring(f"<div>{html}</div>")
    element.text = content.text
    element.extend(content)


def _bytes(element: ET.Element) -> bytes:
    content: bytes = ET.tostring(element, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _file(question: Question) -> str:
    return f"{question.id}.xml"


def _identifier(name: str) -> str:
    """A name as QTI allows identifiers: ASCII letters, digits, `_`, `-` and `.`, not beginning with a digit."""
    clean = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "_-.") else "_" for letter in name)
    return clean if clean[:1].isalpha() else f"_{clean}"
