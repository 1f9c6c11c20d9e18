"""A student's check cell in a real JupyterLab: the mistake is named, and mended. (The whole way is nightly.)"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from screenshots.lab import LabNotebook
from screenshots.server import jupyter_lab
from support.axe import violations
from support.contrast import CONTRASTS
from support.lesson import LESSON, RELEASE, SOURCE
from support.students import wrong_softmax
from wallgrade.authoring.make_submission import reference_cells


def test_a_check_cell_names_the_mistake_can_be_read_and_is_content_when_it_is_mended(page: Any, tmp_path: Path) -> None:
    folder, home = tmp_path / LESSON, tmp_path / "home"
    shutil.copytree(RELEASE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    home.mkdir()
    stand_in = {"FASHION_MNIST_ROOT": "fashion-shapes", "PYTHONPATH": ""}
    with jupyter_lab(folder, home, environment=stand_in) as address:
        lab = LabNotebook(page, address, "03_softmax_from_scratch.ipynb")
        lab.run("imports")
        mistake, sentence = wrong_softmax()
        lab.write("softmax_answer", mistake)
        lab.run("softmax_answer")
        lab.run("softmax_check")
        report = lab.report("softmax_check")
        assert "not yet" in report.inner_text()
        assert sentence in report.inner_text()
        assert violations(page, ".lessoncheck") == []
        contrasts = report.evaluate(CONTRASTS)
        assert len(contrasts) > 10
        assert [found for found in contrasts if found[1] < 4.5] == []
        right = reference_cells(SOURCE)["softmax"]
        lab.write("softmax_answer", right)
        lab.run("softmax_answer")
        lab.run("softmax_check")
        assert "not yet" not in lab.report("softmax_check").inner_text()
        lab.save()
        lab.close()
    assert "def softmax" in (folder / "03_softmax_from_scratch.ipynb").read_text()


@pytest.mark.nightly
def test_notebook_7_shows_the_same_report(browser: Any, tmp_path: Path) -> None:
    folder, home = tmp_path / LESSON, tmp_path / "home"
    shutil.copytree(RELEASE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    home.mkdir()
    stand_in = {"FASHION_MNIST_ROOT": "fashion-shapes", "PYTHONPATH": ""}
    seen = {"JupyterNotebookApp": {"expose_app_in_browser": True}}
    with jupyter_lab(folder, home, environment=stand_in, server_config=seen) as address:
        page = browser.new_page()  # not the guarded one: an extension for JupyterLab raises an error of its own here
        notebook = LabNotebook(page, address, "03_softmax_from_scratch.ipynb", view="notebooks")
        notebook.run("imports")
        mistake, sentence = wrong_softmax()
        notebook.write("softmax_answer", mistake)
        notebook.run("softmax_check")
        assert "run the cell" in notebook.report("softmax_check").inner_text().lower()
        notebook.run("softmax_answer")
        notebook.run("softmax_check")
        assert sentence in notebook.report("softmax_check").inner_text()
        notebook.close()
