"""Limits of the shell or container around the grader. A process gets no more than they leave; too little is named."""

from __future__ import annotations

import resource

from wallgrade.sandbox import messages

# What grading wants at least: the option of bash's ulimit, how many, and of how many bytes (or what else) each is.
WANTED = {
    resource.RLIMIT_CPU: ("-t", 300, 1),
    resource.RLIMIT_AS: ("-v", 8 << 20, 1 << 10),
    resource.RLIMIT_DATA: ("-d", 8 << 20, 1 << 10),
    resource.RLIMIT_FSIZE: ("-f", 1 << 20, 1 << 10),
    resource.RLIMIT_NOFILE: ("-n", 256, 1),
    resource.RLIMIT_NPROC: ("-u", 256, 1),
}


def set_limit(what: int, bound: int) -> None:
    """Set a limit of this process for good, to what is wanted or to what the surroundings leave of it."""
    hard = resource.getrlimit(what)[1]
    least = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
    resource.setrlimit(what, (least, least))


def too_low() -> str:
    """A sentence that names the limits around us that are lower than what grading wants; "" for none."""
    low = []
    for what, (option, wanted, unit) in WANTED.items():
        soft = resource.getrlimit(what)[0]
        if soft != resource.RLIM_INFINITY and soft < wanted * unit:
            low.append(messages.LOW_LIMIT.format(option=option, found=soft // unit, wanted=wanted))
    return messages.LOW_LIMITS.format(limits=", ".join(low)) if low else ""
