"""An import that fails costs nothing but what needs it."""

from __future__ import annotations

from lessoncheck.cell_execution import Namespace, run_cells
from lessoncheck.cells import Cell


def run(source: str, **values: object) -> Namespace:
    return run_cells([Cell("softmax", source, "solution")], dict(values))


def test_a_cell_with_an_import_that_fails_and_that_nothing_uses_goes_on() -> None:
    ran = run("from somebodys_package import torch as helper\nimport another_one.part\ndef softmax(X):\n    return X")
    assert ran.cell_errors == []
    assert ran.values["softmax"](3) == 3


def test_a_package_that_breaks_while_it_is_imported_is_no_hindrance_either() -> None:
    ran = run("import sys\nsys.meta_path.insert(0, 3)\nimport a_new_module\nsys.meta_path.pop(0)\nx = 1")
    assert ran.values["x"] == 1


def test_the_line_that_uses_it_tells_what_could_not_be_imported() -> None:
    ran = run("import somebodys_package as helper\n\nx = helper.thing")
    (error,) = ran.cell_errors
    assert (error.type, error.line, error.code) == ("ImportError", 3, "x = helper.thing")
    assert error.message == "helper could not be imported (No module named 'somebodys_package')"


def test_a_name_that_is_there_already_stays_what_it_is() -> None:
    assert run("from somebodys_package import torch", torch="the lesson's own").values["torch"] == "the lesson's own"


def test_what_the_student_tries_themselves_fails_as_they_expect() -> None:
    source = "try:\n    import somebodys_package\n    found = True\nexcept ImportError:\n    found = False"
    ran = run(source)
    assert ran.values["found"] is False


def test_an_import_inside_a_function_or_from_the_future_is_as_ever() -> None:
    ran = run("from __future__ import annotations\ndef f():\n    import somebodys_package\nf()")
    assert [(error.type, error.line) for error in ran.cell_errors] == [("ModuleNotFoundError", 3)]
