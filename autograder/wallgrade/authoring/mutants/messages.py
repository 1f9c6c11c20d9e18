"""What `wallgrade verify --mutants` says, to authors."""

from __future__ import annotations

GRADING, DECIDING, CHECKING_NAMES = "grading mutants", "deciding those that survive", "checking names"
GRADED = "grading mutants ({survivors} survive)"
NO_HYPOTHESIS = "Deciding which changes are right needs hypothesis. Run `pip install 'wallgrade[author]'`."
NOTHING = "The catalogue of {assignment} has no right code of {items} to change."
TITLE = "Small changes of right code"
COLUMNS = ("item", "styles", "mutants", "graded", "caught", "stopped", "alike", "person", "open", "holes")
KEY = (
    "caught: lost points, or is left to a person (of these stopped: by a limit of time or memory). alike: full points, "
    "and behaves like right code on all examples; person: called so in mutants.toml. open: full points, and nobody "
    "could decide."
)
NAMES_TITLE = "Names that were given"
NAMES_COLUMNS = ("misconception", "given", "confirmed", "to be read")
ALL = "all"
STOPPED = "Stopped. What was found is kept; the same command goes on with the rest."
FAULT = "{id}: a check could not be carried out; that is a fault in the checks ({message})."
HOLE = (
    "HOLE {id}  (source_hash {hash})\n    {description}\n    keeps full points, but differs in: {what}\n"
    "    for      {case}\n    right is {expected}\n    it gives {got}"
)
STYLE = (
    "HOLE {id}\n    the catalogue calls it right, but it differs from the reference in: {what}\n"
    "    for      {case}\n    right is {expected}\n    it gives {got}"
)
UNDECIDED = "Not decided, since {reason}:\n{listed}"
OPEN = "    {id}:  {description}"
SOUND = "{count} mutants graded: every one loses points or is equivalent."
UNSOUND = "{holes} holes, {undecided} undecided."
SAMPLE_WRITTEN = "{count} names to be read, with what was changed: {file}"
TO_READ = "## {name}\n{id}\n\n{said}\n\n```diff\n{diff}\n```\n"

# Deciding
CONTRACT_BROKEN = "{file} of the catalogue cannot be used: {error}. It defines CONTRACT, a Contract."
REFERENCE_RAISES = "the reference solution ends with an error ({error}) on the case {case}, which is no case then"
NO_END = "does not come to an end"
NO_CONTRACT = "the catalogue has no contracts/{item}.py"
OUT_OF_TIME = "it took more than {seconds:.0f} seconds"
PROCESS_ENDED = "the process that was to decide ended, or took more than {seconds} seconds of processor time"
BY_A_PERSON_BROKEN = "{file} cannot be read: {error}. Each [[equivalent]] has id, source_hash and reason."
NO_REASON = "{file}: {id} has no reason. Say why it is no hole."
