"""Taking docs/pictures/*.png from the real pages, so that the README's pictures stay true."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from lessoncheck.cells import ANSWER_SUFFIX, grade_cells, marker, read_notebook
from screenshots import messages
from screenshots.browser import chromium
from screenshots.formgrader import Formgrader
from screenshots.lab import LabNotebook
from screenshots.server import jupyter_lab
from screenshots.without_nbgrader import ENVIRONMENT, SERVER, disable_lab_extension
from wallgrade.authoring.catalogue import Entry, load_catalogue
from wallgrade.authoring.course_copy import copy_course
from wallgrade.authoring.demo import run_demo
from wallgrade.authoring.make_submission import reference_cells, write_submission
from wallgrade.authoring.nbgrader_command import run_nbgrader
from wallgrade.authoring.simulated_class import CLASS_FILE
from wallgrade.course import Course
from wallgrade.files import write_atomically
from wallgrade.reports.class_report.build import class_report, write_report

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDE, PHONE = {"width": 1400, "height": 1000}, {"width": 390, "height": 844}
LARGEST = 200_000
STUDENT = "ada"


@dataclass(frozen=True)
class Scene:
    """A graded course in a throw-away folder, and what its pictures are about: the item that is wrong."""

    root: Path
    assignment: str
    notebook: str
    item: str
    mistake: str
    reference: dict[str, str]

    @property
    def feedback(self) -> Path:
        """The page of the student's feedback."""
        return self.root / "feedback" / STUDENT / self.assignment / f"{self.notebook}.html"


def take_pictures(root: Path, assignment: str, target: Path) -> Iterator[Path]:
    """Take every picture anew; yields each file when it is written."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="wallgrade-pictures-") as folder, chromium() as browser:
        scene = make_scene(root, assignment, Path(folder).resolve() / "course")
        student = Path(folder).resolve() / "student"
        shutil.copytree(scene.root / "release" / assignment, student)
        for theme in ("light", "dark"):
            home = Path(folder) / f"home-{theme}"
            disable_lab_extension(home)
            with jupyter_lab(student, home, theme=theme, server_config=SERVER, environment=ENVIRONMENT) as address:
                for name, picture in notebook_pictures(browser, address, scene, student):
                    if theme == "light" or name == "notebook-failing":
                        yield write_picture(target / f"{name}{'' if theme == 'light' else '-dark'}.png", picture)
        with jupyter_lab(scene.root, Path(folder) / "home-formgrader") as address:
            yield write_picture(target / "formgrader.png", formgrader_picture(browser, address, scene))
        for name, size, scheme in (
            ("feedback", WIDE, "light"),
            ("feedback-phone", PHONE, "light"),
            ("feedback-dark", WIDE, "dark"),
        ):
            yield write_picture(target / f"{name}.png", page_picture(browser, scene.feedback, size, scheme))
        result = f"#{scene.item}"
        report = page_picture(browser, scene.feedback, WIDE, "light", anchor=result)
        yield write_picture(target / "feedback-result.png", report)
        if (root / "catalogue" / assignment / CLASS_FILE).is_file():
            page = class_report_page(root, assignment, Path(folder).resolve() / "class")
            yield write_picture(target / "class-report.png", page_picture(browser, page, WIDE, "light"))


def make_scene(root: Path, assignment: str, target: Path) -> Scene:
    """A course with one submission, graded: wrong in its first and third item, its last quiz answer unreadable."""
    target.mkdir()
    copy_course(root, assignment, target)
    if (root / "data").is_dir():
        (target / "data").symlink_to(root / "data", target_is_directory=True)
    run_nbgrader(target, "generate_assignment", assignment, "--force")
    reference = reference_cells(target / "source" / assignment)
    mistakes: dict[str, Entry] = {}
    for entry in load_catalogue(root / "catalogue" / assignment).entries:
        if entry.kind == "wrong" and entry.named:
            mistakes.setdefault(entry.item, entry)
    items = [item for item in reference if item in mistakes]
    cells = dict(reference)
    for item in items[:1] + items[2:3]:
        cells[item] = mistakes[item].source
    quiz = Course(target).quiz(assignment)
    if quiz is not None:
        last = quiz.questions[-1].id
        cells[last] = f'{last} = "A and B"'
    write_submission(target / "release" / assignment, target / "submitted" / STUDENT / assignment, cells)
    run_nbgrader(target, "autograde", assignment)
    first = items[0]
    notebook = next(
        path.stem
        for path in sorted((target / "release" / assignment).glob("*.ipynb"))
        if first in grade_cells(read_notebook(path))
    )
    return Scene(target, assignment, notebook, first, mistakes[first].source, reference)


def class_report_page(root: Path, assignment: str, target: Path) -> Path:
    """The report on the demo's class."""
    run_demo(root, assignment, target, Console(file=io.StringIO()))
    return write_report(class_report(target, assignment, anonymous=False), target / "reports").page


def notebook_pictures(browser: Browser, address: str, scene: Scene, folder: Path) -> Iterator[tuple[str, bytes]]:
    """The check cell in JupyterLab: failing, and passing after it was mended."""
    page = browser.new_page(viewport=WIDE)  # type: ignore[arg-type]
    lab = LabNotebook(page, address, f"{scene.notebook}.ipynb")
    page.keyboard.press("Control+B")  # close the file list
    cells = [cell for cell in read_notebook(folder / f"{scene.notebook}.ipynb").cells if cell.cell_type == "code"]
    names = [str(marker(cell).get("grade_id", "")) for cell in cells]
    check, answer = cells[names.index(scene.item)]["id"], cells[names.index(scene.item + ANSWER_SUFFIX)]["id"]
    for cell in cells[: names.index(scene.item + ANSWER_SUFFIX)]:
        lab.run(cell["id"])
    for name, source in (("failing", scene.mistake), ("passing", scene.reference[scene.item])):
        lab.write(answer, source)
        lab.run(answer)
        lab.run(check)
        report = lab.report(check)
        report.evaluate("element => element.scrollIntoView({block: 'end'})")
        page.mouse.move(0, 0)
        page.wait_for_timeout(500)
        yield f"notebook-{name}", page.screenshot()
    lab.close()
    page.close()


def formgrader_picture(browser: Browser, address: str, scene: Scene) -> bytes:
    """The submission in the formgrader, with a score and a comment by hand; its feedback is then made."""
    page = browser.new_page(viewport=WIDE)  # type: ignore[arg-type]
    formgrader = Formgrader(page, address, scene.assignment)
    formgrader.open_submission(STUDENT, scene.notebook)
    formgrader.comment(scene.item + ANSWER_SUFFIX, messages.PICTURE_COMMENT, leave_with="Tab")
    page.wait_for_timeout(1500)  # the page glides to the next field, and its tick fades
    page.locator(f"#{scene.item}{ANSWER_SUFFIX}-comment").evaluate(
        "element => window.scrollTo(0, element.getBoundingClientRect().top + scrollY - 300)"
    )
    page.wait_for_timeout(500)
    picture = page.screenshot()
    formgrader.generate_feedback(STUDENT)
    page.close()
    return picture


def page_picture(browser: Browser, file: Path, size: dict[str, int], scheme: str, anchor: str = "") -> bytes:
    """What one sees of a page on disk when it is opened."""
    page: Page = browser.new_page(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    page.emulate_media(reduced_motion="reduce")
    page.goto(file.resolve().as_uri() + anchor)
    picture = page.screenshot()
    page.close()
    return picture


def write_picture(file: Path, picture: bytes) -> Path:
    """Write a PNG with a palette, which is small enough for a repository."""
    from PIL import Image

    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for colours in (256, 128, 64, 32):
        small = io.BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(small, format="PNG", optimize=True)
        if small.tell() <= LARGEST:
            break
    write_atomically(file, small.getvalue())
    return file
