"""`wallgrade verify --mutants`: grade small changes of right code, and decide those that keep full points."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from wallgrade.authoring.catalogue import Catalogue, CatalogueError, catalogue_folder, load_catalogue
from wallgrade.authoring.mutants import messages
from wallgrade.authoring.mutants.decide import Decision, Question
from wallgrade.authoring.mutants.decisions import ByAPerson, KeptDecisions, all_decisions, decided_by_a_person
from wallgrade.authoring.mutants.generate import Mutant, Style, mutants
from wallgrade.authoring.mutants.grade import LIMITS, Graded, grade
from wallgrade.authoring.mutants.names import Named, count, questions_about_names
from wallgrade.authoring.mutants.programs import Programs
from wallgrade.authoring.verify.runners import seeded_secret
from wallgrade.course import Course
from wallgrade.gradebook.scores import course_directory
from wallgrade.judging.judge import Judge

REFERENCE = "reference"
SEED = "mutants"  # where neither a seed is given nor the course has a secret
EXAMPLES = 200
KEPT = "mutants.jsonl"  # in the course's private folder


@dataclass
class MutantRun:
    """What came of a run, as far as it got.

    `decisions` are by the id of a mutant that keeps full points, or `<item>/<style>` for a right style itself, which is
    compared with the reference. `by_a_person` has those of the survivors that mutants.toml names.
    """

    styles: dict[str, list[Style]]
    all_mutants: list[Mutant]
    graded: list[Graded] = field(default_factory=list)
    decisions: dict[str, Decision] = field(default_factory=dict)
    by_a_person: dict[str, ByAPerson] = field(default_factory=dict)
    names: dict[str, Named] = field(default_factory=dict)
    stopped: bool = False

    @property
    def survivors(self) -> list[Graded]:
        """Those that keep all points."""
        return [graded for graded in self.graded if graded.survives]

    @property
    def holes(self) -> dict[str, Decision]:
        """What breaks the contract with full points."""
        return {id: decision for id, decision in self.decisions.items() if decision.verdict == "hole"}

    @property
    def undecided(self) -> dict[str, Decision]:
        """What nobody could tell yet."""
        return {id: decision for id, decision in self.decisions.items() if decision.verdict == "undecided"}

    @property
    def sound(self) -> bool:
        """Whether the run came to its end and found nothing."""
        faults = any(graded.faulty for graded in self.graded)
        return not (self.stopped or self.holes or self.undecided or faults)


def verify_mutants(
    root: Path,
    assignment: str,
    console: Console,
    *,
    only: Sequence[str] = (),
    most: int | None = None,
    jobs: int = 1,
    seed: str = "",
    examples: int = EXAMPLES,
) -> MutantRun:
    """Grade the mutants of every right style of the lesson in `root`, of these items only, of each at most `most`.

    Those that keep full points are decided on so many examples. What was found is kept in the course's private folder,
    so that a run that was stopped goes on.
    """
    if find_spec("hypothesis") is None:
        raise CatalogueError(messages.NO_HYPOTHESIS)
    course = Course.from_directory(course_directory(root))
    folder = catalogue_folder(course, assignment)
    catalogue = load_catalogue(folder)
    programs = Programs.of_lesson(course, assignment)
    styles = styles_of(catalogue, programs.reference, only)
    if not styles:
        raise CatalogueError(messages.NOTHING.format(assignment=assignment, items=", ".join(only) or assignment))
    run = MutantRun(styles, [mutant for of_item in styles.values() for mutant in mutants(of_item)])
    chosen = [mutant for item in styles for mutant in sample(run.all_mutants, item, most, seed)]
    secret = course.secret() if course.secret_file.exists() and not seed else seeded_secret(seed or SEED)
    kept = KeptDecisions(course.private_folder() / KEPT, folder)
    judge = Judge(course, assignment, LIMITS, secret, keep=True)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console) as progress:

        def decided(description: str, questions: list[Question]) -> Iterable[tuple[str, Decision]]:
            lesson = course.lesson(assignment).root
            answers = all_decisions(folder, lesson, kept, questions, jobs)
            return progress.track(answers, len(questions), description=description)

        try:
            task = progress.add_task(messages.GRADING, total=len(chosen))

            def done(graded: Graded) -> None:
                run.graded.append(graded)
                progress.update(task, advance=1, description=messages.GRADED.format(survivors=len(run.survivors)))

            grade(judge, programs, chosen, jobs, done)
            judge.close()
            known = decided_by_a_person(folder)
            run.by_a_person = {
                one.mutant.id: known[one.mutant.hash] for one in run.survivors if one.mutant.hash in known
            }
            questions = list(_questions(run, programs, examples))
            run.decisions.update(decided(messages.DECIDING, questions))
            questions = list(questions_about_names(run.graded, catalogue, programs.program))
            answers = decided(messages.CHECKING_NAMES, questions)
            confirmed = {key for key, decision in answers if decision.verdict == "equivalent"}
            run.names = count(run.graded, confirmed)
        except KeyboardInterrupt:
            run.stopped = True
    return run


def _questions(run: MutantRun, programs: Programs, examples: int) -> Iterable[Question]:
    """Does each right style behave like the reference, and each survivor like its style or like the reference?"""
    for item, styles in run.styles.items():
        reference = programs.program(item, programs.reference[item])
        for style in styles:
            if style.name != REFERENCE:
                program = programs.program(item, style.source)
                yield Question(f"{item}/{style.name}", item, program, (), reference, examples)
    for one in run.survivors:
        mutant = one.mutant
        if mutant.id not in run.by_a_person:
            reference = programs.program(mutant.item, programs.reference[mutant.item])
            parent = programs.program(mutant.item, mutant.style.source)
            program = programs.program(mutant.item, mutant.source)
            accepted = () if parent == reference else (parent,)
            yield Question(mutant.id, mutant.item, program, accepted, reference, examples)


def styles_of(catalogue: Catalogue, reference: dict[str, str], only: Iterable[str] = ()) -> dict[str, list[Style]]:
    """The right styles by item, the reference's first."""
    wanted = set(only)
    items = dict.fromkeys(entry.item for entry in catalogue.entries if not wanted or entry.item in wanted)
    return {
        item: [
            Style(item, REFERENCE, reference[item]),
            *(Style(item, entry.id, entry.source) for entry in catalogue.of(item, "correct")),
        ]
        for item in items
        if item in reference
    }


def sample(everything: Iterable[Mutant], item: str, most: int | None, seed: str) -> list[Mutant]:
    """At most `most` mutants of the item: by a hash, so that the choice hardly changes when a style does."""
    own = [mutant for mutant in everything if mutant.item == item]
    chosen = sorted(own, key=lambda mutant: hashlib.sha256(f"{seed}\0{mutant.id}".encode()).digest())[:most]
    kept = {mutant.id for mutant in chosen}
    return [mutant for mutant in own if mutant.id in kept]
