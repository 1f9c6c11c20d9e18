"""Images inside the page: read from the submission's own folder, as `data:` addresses."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

KINDS = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",  # in an <img> a drawing runs no scripts and loads nothing
}
LARGEST = 100_000
_INLINE = re.compile(rf"data:(?:{'|'.join(map(re.escape, sorted(set(KINDS.values()))))})[;,]", re.IGNORECASE)


class Images:
    """Finds the images that a cell names: in the cell's attachments, or below the notebook's folder."""

    def __init__(self, folder: Path | None, attachments: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self._folder = folder.resolve() if folder else None
        self._attachments = attachments or {}

    def __call__(self, address: str) -> str | None:
        """The image as a `data:` address; None when it is not there, too large, or of another kind."""
        if _INLINE.match(address):
            return address if len(address) <= LARGEST * 4 // 3 else None
        if address.startswith("attachment:"):
            return self._attached(unquote(address.removeprefix("attachment:")))
        return self._file(unquote(address))

    def _attached(self, name: str) -> str | None:
        for kind, data in self._attachments.get(name, {}).items():
            if kind in KINDS.values() and len(data) <= LARGEST * 4 // 3:
                return data_address(kind, data)
        return None

    def _file(self, name: str) -> str | None:
        """Nothing above the folder is ever read, whatever the student's link or symbolic link says."""
        kind = KINDS.get(Path(name).suffix.lower())
        if self._folder is None or kind is None or ":" in name:
            return None
        try:
            path = (self._folder / name).resolve()
            if not path.is_relative_to(self._folder) or not path.is_file() or path.stat().st_size > LARGEST:
                return None
            return data_address(kind, base64.b64encode(path.read_bytes()).decode("ascii"))
        except (OSError, ValueError):
            return None


def data_address(kind: str, encoded: str) -> str:
    """A `data:` address of base64 text."""
    return f"data:{kind};base64,{''.join(encoded.split())}"
