"""Plugins of `nbgrader zip_collect` for the downloads of Moodle and Canvas.

`nbgrader zip_collect ps1 --extractor=wallgrade.lms.LmsExtractor --collector=wallgrade.lms.LmsCollector`
"""

from __future__ import annotations

import shutil
import zipfile
from functools import cached_property
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin
from traitlets import Unicode

from lessoncheck.plain_text import one_line
from wallgrade.gradebook.scores import students_of
from wallgrade.lms import messages
from wallgrade.lms.people import People
from wallgrade.lms.table import NoTable
from wallgrade.lms.upload import Upload, upload_of

RECEIPTS = ("timestamp.txt", "submission_secret.txt")  # the exchange's: a time and a secret that students must not set


class LmsExtractor(ExtractorPlugin):  # type: ignore[misc]
    """Unpacks the download and nothing inside it.

    nbgrader's own also unpacks what students packed, and stops for the whole class at the first archive that it cannot.
    """

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Unpack or copy everything in `archive_path` into `extracted_path`."""
        for path in sorted(Path(archive_path).rglob("*")):
            target = Path(extracted_path) / path.relative_to(archive_path)
            if path.suffix.casefold() == ".zip" and _is_download(path, upload_of(path.relative_to(archive_path))):
                self._unpack(path, target.with_suffix(""))
            elif path.is_file():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)

    def _unpack(self, archive: Path, target: Path) -> None:
        try:
            try:
                with zipfile.ZipFile(archive, metadata_encoding="utf-8") as packed:
                    packed.extractall(target)
            except UnicodeDecodeError:
                with zipfile.ZipFile(archive) as packed:
                    packed.extractall(target)
        except (zipfile.BadZipFile, EOFError, OSError):
            self.log.error(messages.BAD_ARCHIVE.format(file=archive))


class LmsCollector(FileNameCollectorPlugin):  # type: ignore[misc]
    """Says of each file whose it is. All of a student's files are taken: what is no notebook the grader names."""

    students = Unicode(
        "",
        help="A CSV file that maps the LMS's numbers to students: Moodle's grading worksheet, Canvas' exported "
        "gradebook, or a table of your own with the columns lms and student_id.",
    ).tag(config=True)

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """The student's id and the file's place in the submission; None for what stays where it is."""
        path = Path(submitted_file)
        upload = upload_of(path.relative_to(self._extracted))
        if upload is None:
            self.log.warning(messages.NOT_FROM_AN_LMS.format(file=one_line(path.name, 100)))
            return None
        person = self._people.find(upload)
        if person is None:
            self._once(messages.UNKNOWN.format(who=upload.who, number=upload.number, folder=self._extracted))
            return None
        if upload.file.name in RECEIPTS:
            self.log.warning(messages.GRADERS_OWN.format(who=person.id, file=one_line(upload.file.name, 100)))
            return None
        if upload.late:
            self._once(messages.MARKED_LATE.format(who=person.id))
        return {"student_id": person.id, "file_id": self._free_name(person.id, upload)}

    @cached_property
    def _extracted(self) -> Path:
        return Path(self.parent._format_collect_path(self.parent.extracted_directory))

    @cached_property
    def _people(self) -> People:
        directory = self.parent.coursedir
        with Gradebook(directory.db_url, directory.course_id) as gradebook:
            known = students_of(gradebook)
        try:
            return People(known, Path(self.students) if self.students else None)
        except NoTable as error:
            self.log.error("%s", error)
            raise SystemExit(1) from None

    def _once(self, sentence: str) -> None:
        said: set[str] = self.__dict__.setdefault("_said", set())
        if sentence not in said:
            said.add(sentence)
            self.log.warning("%s", one_line(sentence, 1_000))

    def _free_name(self, student: str, upload: Upload) -> str:
        """The name without its suffix is compared by nbgrader, which stops at the second of the same."""
        taken: set[tuple[str, str]] = self.__dict__.setdefault("_taken", set())
        name, count = upload.file, 1
        while (student, str(name)) in taken:
            count += 1
            name = upload.file.with_name(f"{upload.file.stem} ({count}){upload.file.suffix}")
        taken.add((student, str(name)))
        # zip_collect takes one suffix off and puts that of the file on
        return str(name)


def _is_download(archive: Path, upload: Upload | None) -> bool:
    """Whether this zip file is a download, not a student's file beside others; by the names inside if in doubt."""
    try:
        if upload is None:
            return True
        with zipfile.ZipFile(archive) as packed:
            return any(upload_of(Path(name)) for name in packed.namelist())
    except (zipfile.BadZipFile, OSError):
        return False
