"""Notebooks in a zip archive that was handed in: read in memory, within bounds, never unpacked to disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from wallgrade.submission import messages
from wallgrade.submission.file_search import MOST_ENTRIES, MOST_NOTEBOOKS, NOTEBOOKS, passed_over
from wallgrade.submission.notebook_file import MOST_BYTES, CannotRead, read_plain_file, shown


def archived_notebooks(archive: Path, most: int) -> Iterator[tuple[Path, bytes]]:
    """The notebooks of a zip archive, each with its path below the archive; of all together at most `most` bytes.

    CannotRead where it is no zip archive, encrypted, or too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(read_plain_file(archive, max(most, 0)))) as opened:
            entries = opened.infolist()
            notebooks = [entry for entry in entries if _is_notebook(entry)]
            if len(entries) > MOST_ENTRIES or len(notebooks) > MOST_NOTEBOOKS:
                raise CannotRead(messages.TOO_MANY_FILES)
            for entry in notebooks:
                with opened.open(entry) as stream:  # its size is what it turns out to be, whatever the archive says
                    content = stream.read(min(MOST_BYTES, most) + 1)
                most -= len(content)
                if len(content) > MOST_BYTES or most < 0:
                    raise CannotRead(
                        messages.TOO_LARGE.format(file=shown(entry.filename), megabytes=MOST_BYTES // 2**20)
                    )
                yield archive.joinpath(*_parts(entry)), content
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
        reason = str(error) or type(error).__name__
        raise CannotRead(messages.ARCHIVE_UNREADABLE.format(file=shown(archive.name), reason=shown(reason))) from None


def _is_notebook(entry: zipfile.ZipInfo) -> bool:
    return (
        not entry.is_dir()
        and entry.filename.casefold().endswith(NOTEBOOKS)
        and not any(passed_over(part) for part in _parts(entry))
    )


def _parts(entry: zipfile.ZipInfo) -> list[str]:
    return [part for part in entry.filename.replace("\\", "/").split("/") if part not in {"", ".", ".."}]
