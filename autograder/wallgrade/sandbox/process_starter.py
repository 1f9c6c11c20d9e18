"""Starting a process that is to end with ours, from whichever thread.

A process that asked to be killed with its parent (prctl(2), PR_SET_PDEATHSIG) is killed when the *thread* that started
it ends. Threads of an executor come and go, so such processes are started by a thread that never ends.
"""

from __future__ import annotations

import queue
import subprocess
import threading
from concurrent.futures import Future
from functools import partial
from typing import Any


class _Starter:
    def __init__(self) -> None:
        self._wanted: queue.SimpleQueue[tuple[Future[Any], Any]] = queue.SimpleQueue()
        threading.Thread(target=self._serve, name="wallgrade-starter", daemon=True).start()

    def start(self, start: partial[subprocess.Popen[bytes]]) -> subprocess.Popen[bytes]:
        future: Future[Any] = Future()
        self._wanted.put((future, start))
        process: subprocess.Popen[bytes] = future.result()
        return process

    def _serve(self) -> None:
        while True:
            future, start = self._wanted.get()
            try:
                future.set_result(start())
            except BaseException as error:
                future.set_exception(error)


_starter: list[_Starter] = []
_lock = threading.Lock()


def start_process(arguments: list[str], **options: Any) -> subprocess.Popen[bytes]:
    """As subprocess.Popen; the process may outlive the calling thread, but not ours."""
    if threading.current_thread() is threading.main_thread():
        return subprocess.Popen(arguments, **options)
    with _lock:
        if not _starter:
            _starter.append(_Starter())
    return _starter[0].start(partial(subprocess.Popen, arguments, **options))
