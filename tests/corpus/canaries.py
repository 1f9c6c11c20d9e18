"""Canaries for every kind of harm: files with tokens, listeners, a victim, and what the host was like before.

All of them are made by the tests, and only by them. `@NAME@` in an entry's text becomes a canary's place.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import socket
import subprocess
import sysconfig
import threading
from collections.abc import Iterator
from pathlib import Path

SHARED = ("/tmp", "/var/tmp", "/dev/shm", "/run", "/dev")
TOKEN_VARIABLE = "CORPUS_TOKEN"


class Canaries:
    """Set up before a run; `close` ends what listens and lives."""

    def __init__(self, course: Path, home: Path, temporary: Path, neighbour: Path, data: str) -> None:
        self.course, self.home, self.temporary = course, home, temporary
        self.mark = secrets.token_hex(6)  # in the name of everything an entry leaves behind
        self.secret = f"token-{secrets.token_hex(12)}"  # in the environment
        self.files = {
            path: f"token-{secrets.token_hex(12)}\n"
            for path in (
                course / "canary.txt",
                course / "source" / "canary.txt",
                neighbour.parent / "canary.txt",
                home / "canary.txt",
                temporary / "canary.txt",
            )
        }
        for path, text in self.files.items():
            path.write_text(text)
        self._listeners: list[socket.socket] = []
        self.connections: list[str] = []
        self.victim = subprocess.Popen(["sleep", "3600"], start_new_session=True)
        in_course, in_source, in_neighbour, in_home, in_temporary = map(str, self.files)
        self._places = {
            "COURSE": str(course), "COURSE_CANARY": in_course, "SOURCE_CANARY": in_source,
            "NEIGHBOUR": str(neighbour), "NEIGHBOUR_CANARY": in_neighbour, "HOME": str(home), "HOME_CANARY": in_home,
            "TMP_CANARY": in_temporary, "MARK": self.mark, "VICTIM": str(self.victim.pid), "DATA": data,
            "SITE": sysconfig.get_path("purelib"), "ABSTRACT": f"corpus-{self.mark}",
            "UNIX": f"/tmp/corpus-socket-{self.mark}", "PORT": "0", "UDP_PORT": "0",
        }  # fmt: skip
        self._listen()

    def fill(self, text: str) -> str:
        """The text with the canaries' places; KeyError for a canary that does not exist."""
        return re.sub(r"@([A-Z][A-Z_]*)@", lambda found: self._places[found[1]], text)

    def tokens(self) -> list[bytes]:
        """What must never be seen in anything that grading writes."""
        return [text.strip().encode() for text in self.files.values()] + [self.secret.encode()]

    def changed_files(self) -> list[str]:
        """Canary files that are gone or different."""
        return [str(path) for path, text in self.files.items() if not path.is_file() or path.read_text() != text]

    def left_behind(self) -> list[str]:
        """What entries have left in places that outlive them."""
        places = [Path(place) for place in (*SHARED, str(self.home), str(self.temporary), str(self.course))]
        places += [Path(self._places["SITE"]), Path("/sys/fs/cgroup"), Path.home()]
        found = {path for place in places for path in place.glob(f"*corpus-{self.mark}-*")}
        return sorted(map(str, found))

    def victim_state(self) -> str:
        """S while the victim sleeps as it should."""
        if self.victim.poll() is not None:
            return "dead"
        stat = Path(f"/proc/{self.victim.pid}/stat").read_text()
        return stat.rpartition(")")[2].split()[0]

    def close(self) -> None:
        """End the victim and the listeners, and clean up what was left."""
        self.victim.kill()
        self.victim.wait()
        for listener in self._listeners:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        for path in (*map(Path, self.left_behind()), Path(self._places["UNIX"])):
            with contextlib.suppress(OSError):
                path.unlink()

    def _listen(self) -> None:
        both = socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True) if _has_ipv6() else None
        tcp = both or socket.create_server(("127.0.0.1", 0))
        self._places["PORT"] = str(tcp.getsockname()[1])
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind(("127.0.0.1", 0))
        self._places["UDP_PORT"] = str(udp.getsockname()[1])
        by_path, abstract = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
        by_path.bind(self._places["UNIX"])
        abstract.bind("\0" + self._places["ABSTRACT"])
        for name, listener in (("tcp", tcp), ("unix path", by_path), ("unix abstract", abstract)):
            listener.listen()
            threading.Thread(target=self._accept, args=(name, listener), daemon=True).start()
        threading.Thread(target=self._receive, args=(udp,), daemon=True).start()
        self._listeners = [tcp, udp, by_path, abstract]

    def _accept(self, name: str, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            self.connections.append(name)
            connection.close()

    def _receive(self, listener: socket.socket) -> None:
        while True:
            try:
                data = listener.recv(100)
            except OSError:
                return
            if not data:
                return
            self.connections.append("udp")


def _has_ipv6() -> bool:
    with contextlib.suppress(OSError), socket.create_server(("::1", 0), family=socket.AF_INET6):
        return True
    return False


def mounts() -> str:
    """What is mounted where, as this process sees it."""
    return Path("/proc/self/mountinfo").read_text()


def segments() -> list[str]:
    """System V shared memory, semaphores and queues of the host."""
    return [
        line for kind in ("shm", "sem", "msg") for line in Path(f"/proc/sysvipc/{kind}").read_text().splitlines()
        if str(0x5EED) in line.split()[:1]
    ]  # fmt: skip


def containing(folders: list[Path], tokens: list[bytes]) -> Iterator[str]:
    """Files below the folders that contain one of the tokens, and links that lead out of them."""
    for folder in folders:
        for directory, _, names in os.walk(folder):
            for name in names:
                path = Path(directory) / name
                if path.is_symlink():
                    if not path.resolve().is_relative_to(folder.resolve()):
                        yield f"{path} -> {os.readlink(path)}"
                elif path.is_file() and any(token in path.read_bytes() for token in tokens):
                    yield str(path)
