"""What a hostile submission would try, as small programs that do no harm where they succeed: they meet canaries only.

Each probe is the body of a student's function `probe`; it returns text that starts with HELD if the sandbox held. What
the grader side has to see for itself (was somebody connected, is the victim alive?) it checks afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass

HELD = "held"


@dataclass(frozen=True)
class Probe:
    """`name` says what must hold. Names in braces are filled in by the doctor: canary, port, victim, folder."""

    name: str
    body: str
    ends: bool = False  # a sandbox that holds ends this program, so that no value comes back


PROBES = (
    Probe("a program runs and a value comes back", "return 'held: 1 + 1 = %d' % (1 + 1)"),
    Probe(
        "no network, not even to this machine",
        """
import socket
try:
    socket.create_connection(('127.0.0.1', {port}), timeout=2).close()
except OSError as error:
    return 'held: %s' % error
return 'broke: connected to a listener of this machine'
""",
    ),
    Probe(
        "your files cannot be read",
        """
try:
    return 'broke: read %s' % open({canary!r}).read()
except OSError as error:
    return 'held: %s' % error.strerror
""",
    ),
    Probe(
        "nothing outside its scratch folder can be written",
        """
import numpy, os
reached = []
for folder in ({folder!r}, os.path.dirname(numpy.__file__), '/', '/usr/lib', '/lesson', '/etc', '/var/tmp'):
    try:
        open(folder + '/wallgrade-probe', 'w').close()
        os.unlink(folder + '/wallgrade-probe')
        reached.append(folder)
    except OSError:
        pass
return 'broke: wrote in %s' % reached if reached else 'held: seven folders tried'
""",
    ),
    Probe(
        "the grader's environment is not there",
        """
import os
return 'broke: found the token' if {token!r} in repr(os.environ) else 'held: %d harmless variables' % len(os.environ)
""",
    ),
    Probe(
        "other processes cannot be reached",
        """
import os, signal
try:
    os.kill({victim}, signal.SIGKILL)
except OSError as error:
    return 'held: %s' % error.strerror
return 'broke: killed a process of this machine'
""",
    ),
    Probe(
        "no second process can be started",
        """
import os
try:
    child = os.fork()
except OSError as error:
    return 'held: %s' % error.strerror
if child == 0:
    os._exit(0)
os.waitpid(child, 0)
return 'broke: started one'
""",
    ),
    Probe(
        "memory ends at its limit",
        """
try:
    blocks = [bytearray(64 << 20) for _ in range({memory} // (64 << 20) + 1)]
except MemoryError:
    return 'held: MemoryError'
return 'broke: took %d MB' % (len(blocks) * 64)
""",
    ),
    Probe(
        "disk space ends at its limit",
        """
import os
try:
    for number in range(64):
        with open('flood-%d' % number, 'wb') as file:
            file.write(bytes({scratch} // 16))
except OSError as error:
    return 'held: %s' % error.strerror
return 'broke: wrote four times the limit'
""",
    ),
    Probe("a program that never ends is ended", "while True: pass", ends=True),
)
