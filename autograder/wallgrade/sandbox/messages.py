"""What is said when a student's process meets a limit, to students; and by the doctor, to instructors."""

from __future__ import annotations

PROCESS_ENDED = "Your code ended its Python process (a crash, too much memory, or a call such as exit())."
CELLS_TOO_SLOW = (
    "The cells of the notebook did not finish within {seconds:g} seconds, so nothing in it could be checked."
)
CELL_DOES_NOT_END = "the cell did not finish in its time and did not heed an interruption, so it was left out"
CELL_ENDED_PROCESS = "the cell ended its Python process (a crash, too much memory, or os._exit()), so it was left out"
CELL_HAS_NO_TIME = "the cells before it had used up the time of your own cells, so it was left out"
EXTRA_CELLS_CUT = (
    "Cells of your own that were not run to their end in grading: {names}. That costs nothing by itself. What a graded "
    "function needs belongs in a cell that is quick."
)
CELLS_ENDED_PROCESS = (
    "Running the notebook's cells ended the Python process (a crash, too much memory, or a call such as exit()). "
    "So nothing in it could be checked."
)
NO_SANDBOX = (
    "The sandbox does not work on this machine ({reason}), so nothing was run. `wallgrade doctor` tells how to enable "
    "it. To grade all the same submissions that you have read, set c.Sandbox.mode = 'trusted' in nbgrader_config.py."
)
NOT_STARTED = (
    "The process in which students' code runs does not start ({reason}), so nothing was run. It sees only what is "
    "installed in this Python environment, {prefix}: torch and the lesson's other packages must be there."
)
LOW_LIMIT = "ulimit {option} is {found} (at least {wanted} are wanted)"
LOW_LIMITS = "Limits of this shell or container are low: {limits}. Raise them where the grader is started."
NOT_CALLED = "{name} is not called here: when it was checked, a call of it did not finish within {seconds:g} seconds."
NOT_CALLED_MEMORY = "{name} is not called here: when it was checked, a call of it used up all memory."
NOT_STARTED_HERE = "The process in which students' code runs does not start here, so nothing was run. {limits}"
DOCTOR_STARTS = "the sandbox starts"
OUT_OF_TIME = "Not run: the submission has used up its {seconds:g} seconds."
GRADER_OUT_OF_TIME = (
    "Not run: what this submission handed back took the grader more than {seconds:g} seconds to read and compare."
)
DOCTOR_MOUNTS = "the machine's mounts are as before"
DOCTOR_COMPARED = "compared before and after"
DOCTOR_CONNECTED = "the listener was connected to"
DOCTOR_KILLED = "a process of this machine was killed"
DOCTOR_WROTE = "files of this machine were changed"
DOCTOR_NO_ANSWER = "no answer within {seconds:g} seconds: try again when this machine is less busy"
DOCTOR_NO_PACKAGE = (
    "{package} cannot be imported here ({reason}). Code that imports it is graded; only what needs it fails: "
    "install the {package} that fits this torch."
)
DOCTOR_NOT_LINUX = (
    "The sandbox needs Linux: run the grader there, in a virtual machine, or on Windows in WSL 2. Elsewhere there is "
    "only c.Sandbox.mode = 'trusted'."
)
DOCTOR_SWITCH = "As root: sysctl -w {name}={value}   (to keep it, put {name} = {value} into a file in /etc/sysctl.d)"
DOCTOR_CONTAINER = (
    "Inside a container the outside must allow user namespaces and mounts. For example: docker run "
    "--security-opt seccomp=unconfined --security-opt apparmor=unconfined --cap-add SYS_ADMIN. The kernel must be "
    "5.12 or later."
)
