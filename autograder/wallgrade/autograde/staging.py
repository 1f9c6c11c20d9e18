"""Making a submission's autograded folder aside and putting it into place whole.

nbgrader skips a student whose autograded folder is there. So a folder must never be there half-made, nor with
other grades in the gradebook than its own: the old folder goes first, then the grades are stored, then the
new folder appears. Killed in between, there is no folder, and the next run grades again.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from collections.abc import Container, Iterable, Mapping, Sequence
from pathlib import Path

from nbgrader import utils

from wallgrade.files import beside, is_shared, left_beside, share_with_group
from wallgrade.submission.file_search import is_ordinary_below


class Staging:
    """The folder aside for one destination, hidden beside it and thereby on the same file system."""

    def __init__(self, destination: Path, *, shared: bool = False) -> None:
        self._destination = destination
        self._shared = shared
        self._new, self._old = beside(destination, "new"), beside(destination, "old")

    def is_in_place(self, texts: Mapping[str, str], others: Iterable[tuple[Path, str]]) -> bool:
        """Whether the destination is already what `write` would make: just these files of ours, with these contents."""
        copies = {name: source for source, name in others if name not in texts}
        found: set[str] = set()
        try:
            if self._shared and not is_shared(self._destination.parent):
                return False
            for folder, folders, names in os.walk(self._destination):
                entries = [os.lstat(folder), *(os.lstat(os.path.join(folder, name)) for name in (*folders, *names))]
                if any(stat.S_ISLNK(entry.st_mode) or entry.st_uid != os.geteuid() for entry in entries):
                    return False  # permissions of what is another grader's cannot be set
                found |= {os.path.relpath(os.path.join(folder, name), self._destination) for name in names}
            return (
                found == texts.keys() | copies.keys()
                and all((self._destination / name).read_bytes() == text.encode() for name, text in texts.items())
                and all((self._destination / name).read_bytes() == path.read_bytes() for name, path in copies.items())
            )
        except OSError:
            return False

    def write(self, texts: Mapping[str, str], others: Iterable[tuple[Path, str]] = (), *, keep: bool = False) -> None:
        """Write these files, and copies of others under these names; `keep` starts from what is in the destination."""
        self.clear()
        self._new.parent.mkdir(parents=True, exist_ok=True)
        if self._shared:  # nbgrader shares the folder itself and the topmost one, and not the student's between them
            share_with_group(self._new.parent, inside=False)
        if keep and self._destination.is_dir():
            shutil.copytree(self._destination, self._new)
        else:
            self._new.mkdir()
        for source, name in others:
            target = self._new / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            shutil.copy(source, target)
        for name, text in texts.items():
            (self._new / name).unlink(missing_ok=True)
            _write_durably(self._new / name, text)
        _sync_folder(self._new)

    def retire(self) -> None:
        """Take the old destination away."""
        if os.path.lexists(self._destination):
            self._destination.rename(self._old)
            _sync_folder(self._destination.parent)

    @property
    def retired(self) -> Path:
        """Where the old destination is after `retire`, until the new one is in its place."""
        return self._old

    def put_in_place(self) -> None:
        """Let the new folder appear as the destination."""
        self._new.rename(self._destination)
        _sync_folder(self._destination.parent)
        self.clear()

    def clear(self) -> None:
        """Remove what this or an earlier run left beside the destination, as far as it can be removed."""
        for path in left_beside(self._destination):
            with contextlib.suppress(OSError):
                _remove(path)

    def discard(self) -> bool:
        """After a failure: the destination goes, so that the next run grades this submission. Whether it is gone."""
        try:
            self.retire()
        except OSError:
            return False
        finally:
            self.clear()
            with contextlib.suppress(OSError):
                self._destination.parent.rmdir()  # only if this submission made it and nothing else is in it
        return True


def files_beside(source: Path, ignore: Sequence[str]) -> dict[str, Path]:
    """The masters' files beside the notebooks, by name."""
    found = map(Path, utils.find_all_files(str(source), [*ignore, "*.ipynb"]))
    return {str(path.relative_to(source)): path for path in found}


def other_files(beside: Mapping[str, Path], folder: Path, theirs: Container[str]) -> list[tuple[Path, str]]:
    """The files beside the notebooks with their names; those of `theirs` as the student handed them in.

    Nothing else of a submission is put where graders and feedback pages look.
    """
    return [
        (own if name in theirs and is_ordinary_below(own := folder / name, folder) else path, name)
        for name, path in beside.items()
    ]


def _remove(path: Path) -> None:
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.is_dir():
        for folder, _, _ in os.walk(path):
            with contextlib.suppress(PermissionError):  # somebody else's, which the group may write to all the same
                os.chmod(folder, 0o755)  # a folder that was made read-only could not be emptied
        shutil.rmtree(path)


def _write_durably(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def _sync_folder(path: Path) -> None:
    with contextlib.suppress(OSError):  # not every file system can
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
