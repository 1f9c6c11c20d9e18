"""The hub of examples/jupyterhub, set up as its page says: students hand in, a teacher grades, they read it."""

from __future__ import annotations

import grp
import os
import runpy
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from traitlets.config import Config

from support.docs_pages import in_blocks
from support.jupyterhub import Machine, hub, machine
from support.lesson import LINEAR, PROJECT, SECOND_COURSE

EXAMPLE = PROJECT / "examples" / "jupyterhub"
*SETTING_UP, STARTING = in_blocks("examples/jupyterhub/README.md")
COURSE = "/srv/course101"
PASSWORDS = {name: f"{name}s own password" for name in ("tina", "ann", "bob")}
CONFIG = f"""
from pathlib import Path
from wallgrade.config import configure

c = get_config()
configure(c, root=Path("{COURSE}"))
c.CourseDirectory.course_id = "course101"
c.CourseDirectory.groupshared = True
"""
WRONG = "def squared_loss(y_hat, y):\n    return y_hat - y\n"
STARTED_MS = 180_000
PAGE_MS = 60_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[Machine]:
    """A machine after all commands of the page but the last one, with passwords, and the lesson released."""
    assert pytestconfig.cache is not None
    cache = pytestconfig.cache.mkdir("jupyterhub")
    with machine(tmp_path_factory.mktemp("machine"), cache) as started:
        for command in SETTING_UP:
            started.run(f"cd {EXAMPLE}\n{command}")
        for name, password in PASSWORDS.items():
            started.run(f"echo '{name}:{password}' | chpasswd")
        files = f"cp -r {SECOND_COURSE}/source {SECOND_COURSE}/quizzes .; cat > nbgrader_config.py <<'END'{CONFIG}END"
        started.run(f"cd {COURSE}; umask 002; {files}", user="tina")
        released = f"nbgrader generate_assignment {LINEAR}; nbgrader release_assignment {LINEAR}"
        started.run(f"cd {COURSE}; umask 002; {released}", user="tina")
        yield started


@pytest.fixture(scope="module")
def address(server: Machine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with hub(server, tmp_path_factory.mktemp("log") / "hub.log", STARTING) as started:
        yield started


def sign_in(browser: Any, address: str, name: str) -> Any:
    """A page that shows this user's JupyterLab, in a browser of their own."""
    page = browser.new_context(viewport={"width": 1400, "height": 900}).new_page()
    page.goto(f"{address}/hub/login", timeout=PAGE_MS)
    page.fill("#username_input", name)
    page.fill("#password_input", PASSWORDS[name])
    page.click("#login_submit")
    page.wait_for_url(f"**://{name}.*/user/{name}/lab**", timeout=STARTED_MS)
    page.locator("#jp-MainLogo").wait_for(timeout=PAGE_MS)
    return page


def from_the_menu(page: Any, entry: str) -> None:
    page.locator('.lm-MenuBar-itemLabel:text-is("Nbgrader")').click(timeout=PAGE_MS)
    page.locator(f'.lm-Menu-itemLabel:text-is("{entry}")').click(timeout=PAGE_MS)


def confirmed(frame: Any, cell: Any) -> None:
    """Press the button in this cell of the formgrader's table and wait for its good news."""
    cell.locator("a").click(timeout=PAGE_MS)
    result = frame.locator(".modal.in")
    result.locator(".modal-footer button").last.wait_for(timeout=STARTED_MS)
    assert "success" in result.inner_text().lower(), result.inner_text()[-3000:]
    result.locator(".modal-footer button").last.click()
    result.wait_for(state="hidden", timeout=PAGE_MS)
    frame.locator(".modal-backdrop").wait_for(state="detached", timeout=PAGE_MS)


def hand_in(server: Machine, page: Any, name: str) -> None:
    """Fetch in the assignment list, answer (the loss wrongly), and submit there."""
    from_the_menu(page, "Assignment List")
    page.locator("#fetched_assignments_list, #released_assignments_list").first.wait_for(timeout=PAGE_MS)
    page.get_by_role("button", name="Fetch", exact=True).click(timeout=PAGE_MS)
    submit = page.get_by_role("button", name="Submit", exact=True)
    submit.wait_for(timeout=PAGE_MS)
    answer = f"""python - <<'END'
from pathlib import Path
from wallgrade.authoring.make_submission import reference_cells, write_submission
cells = reference_cells(Path("{SECOND_COURSE}/source/{LINEAR}")) | {{"squared_loss": {WRONG!r}}}
write_submission(Path("{LINEAR}"), Path("answered"), cells)
END
cp answered/*.ipynb {LINEAR}/; rm -r answered"""
    server.run(answer, user=name)
    submit.click()
    page.locator("#submitted_assignments_list").get_by_text(LINEAR).first.wait_for(timeout=PAGE_MS)


def test_a_student_hands_in_and_reads_what_a_teacher_graded_in_the_formgrader_inside_jupyterlab(
    server: Machine, address: str, browser: Any, tmp_path: Path
) -> None:
    ann = sign_in(browser, address, "ann")
    hand_in(server, ann, "ann")

    tina = sign_in(browser, address, "tina")
    from_the_menu(tina, "Formgrader")
    frame = tina.frame_locator("iframe")
    row = frame.locator("tr", has=frame.locator(f"td:has-text('{LINEAR}')"))
    confirmed(frame, row.locator("td.collect"))
    tina.screenshot(path=tmp_path / "formgrader-in-jupyterlab.png")
    row.locator("td.num-submissions a").click(timeout=PAGE_MS)
    students = frame.locator("tr", has=frame.locator("td.student-id:text-is('ann')"))
    for step in ("autograde", "generate-feedback", "release-feedback"):
        confirmed(frame, students.locator(f"td.{step}"))
    assert "7" in students.locator("td.score").inner_text()
    tina.screenshot(path=tmp_path / "graded-in-jupyterlab.png")

    ann.get_by_role("button", name="Fetch Feedback").first.click(timeout=PAGE_MS)
    ann.get_by_text("(view feedback)").first.wait_for(timeout=PAGE_MS)
    ann.screenshot(path=tmp_path / "feedback-fetched.png")
    assert "7 of 10 points" in server.run(f"cat {LINEAR}/feedback/*/{LINEAR}.html", user="ann")


def test_in_a_teachers_terminal_the_sandbox_holds_and_the_data_are_named(
    server: Machine, address: str, browser: Any
) -> None:
    page = sign_in(browser, address, "tina")
    page.goto(page.url.split("/lab")[0] + "/lab?reset", timeout=PAGE_MS)
    page.locator('.jp-LauncherCard[data-category="Other"]', has_text="Terminal").click(timeout=PAGE_MS)
    page.locator(".jp-Terminal .xterm-screen").click(timeout=PAGE_MS)
    page.keyboard.type("(wallgrade doctor; echo $?; env) > ~/said.new 2>&1; mv ~/said.new ~/said\n")
    said = server.run("for i in $(seq 120); do test -e said && break; sleep 1; done; cat said", user="tina")
    assert "everything held.\n0\n" in said
    assert "FASHION_MNIST_ROOT=/srv/fashion-mnist" in said


def test_a_second_teacher_grades_again_in_the_shared_course(server: Machine) -> None:
    grade = f"cd {COURSE}; umask 002; nbgrader autograde {LINEAR} --force"
    server.run("useradd --create-home --shell /bin/bash --groups teachers tom")
    for teacher in ("tina", "tom", "tina"):
        assert "Autograding" in server.run(grade, user=teacher)


def test_a_student_does_not_see_the_course_or_another_students_work(server: Machine) -> None:
    for path in (COURSE, f"{COURSE}/source", "/srv/jupyterhub", "/srv/nbgrader/exchange/course101/inbound"):
        assert "denied" in server.run(f"ls {path} 2>&1 || true", user="bob"), path


@pytest.mark.parametrize(
    ("user", "domains", "framed"),
    [("tina", "https://hub.example.org", True), ("tina", "", False), ("ann", "https://hub.example.org", False)],
)
def test_only_a_teachers_server_on_a_domain_of_its_own_may_be_framed(
    monkeypatch: pytest.MonkeyPatch, user: str, domains: str, framed: bool
) -> None:
    monkeypatch.setattr(grp, "getgrnam", lambda _: SimpleNamespace(gr_mem=["tina"]))
    monkeypatch.setattr(os, "umask", lambda _: 0)
    c = Config()
    runpy.run_path(str(EXAMPLE / "jupyterhub_config.py"), {"get_config": lambda: c})
    spawner = SimpleNamespace(user=SimpleNamespace(name=user, settings={"subdomain_host": domains}))
    c.Spawner.pre_spawn_hook(spawner)
    assert any("frame-ancestors 'self'" in one for one in spawner.args) is framed
