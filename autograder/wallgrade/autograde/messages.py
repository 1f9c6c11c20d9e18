"""What a grading run says, to instructors."""

from __future__ import annotations

NOT_JUDGED = (
    "{notebook}: not judged by wallgrade, so no grade is stored. Check that nbgrader_config.py sets "
    "c.Autograde.autograde_preprocessors as wallgrade.config.configure does."
)
SUBMISSION_FAILED = "{student}: not graded, because of {kind}: {reason}. The other submissions are not affected."
RECORD_FAILED = (
    "{student}: the result could not be stored ({reason}), so nothing of it was. Free some disk space or wait until "
    "nobody else writes to the gradebook, and run the same command again; if it says that a column or table is "
    "missing, back up the gradebook and run `nbgrader db upgrade`."
)
SOME_FAILED = "Some submissions could not be graded; the log above says which and why. All others are done."
STUDENT_NOTE = "%s: %s"
NO_EXECUTE_REFUSED = (
    "--no-execute (c.Execute.enabled = False) is refused: it would grade what a submission says about itself. "
    "Nothing was graded."
)
LESSON_UNSOUND = (
    "The lesson {assignment} cannot be graded as it is, so nothing was graded and no grade was touched. Correct this "
    "and run the same command again:\n{faults}"
)
ONLY_BY_COURSE_AUTOGRADE = (
    "wallgrade's preprocessors were started by something else than its own autograde step, so nothing is graded. "
    "Use `nbgrader autograde`, the formgrader, or NbGraderAPI with this course's configuration."
)
ANOTHER_GRADER = (
    "{who} is grading this course, so nothing was done. Run the same command again when that is finished, or let "
    "grading wait: --CourseAutograde.wait_seconds=3600."
)
SOMEBODY = "Somebody else"
HOLDER = "{user} on {host} (process {pid}, since {since})"
GRADEBOOK_READ_ONLY = (
    "The gradebook {file} cannot be written to by this account, so nothing was graded and no grade was touched. Where "
    "several accounts grade (c.CourseDirectory.groupshared = True), its owner grades once, or runs "
    "`chmod g+w {file}`; the folder that it is in must be writable for the group, too."
)
FOLDER_STAYS = (
    "{student}: the autograded folder {folder} cannot be removed, so it and the grades that belong to it stay as "
    "they were. Give this account write permission for {parent} (its owner runs `chmod -R g+rwX {parent}`), or let "
    "its owner grade."
)
GRADES_GONE = (
    "{student}: graded again, because the gradebook has no grades of the autograded folder {folder}: the student or "
    "the assignment was removed from it, or an older gradebook was put in its place."
)
STUDENT_ADDED = (
    "{student}: not in the gradebook; added without a name, because there is a submission. "
    "`nbgrader db student add {student} --last-name=... --first-name=... --email=...` gives the name. Is the folder's "
    "name mistyped, rename the folder, and take the id out with `nbgrader db student remove {student} --force`."
)
NOT_GRADED_AGAIN = "{who}: {what}."
HOW_TO_GRADE_AGAIN = (
    "To grade just these again: `nbgrader autograde ASSIGNMENT --CourseAutograde.regrade_changed=True`, or "
    "`wallgrade grade --changed`."
)
NO_ASSIGNMENT = (
    "No assignment with ID '{assignment}' exists in the database. "
    "Run `nbgrader generate_assignment {assignment} --force`."
)
NO_SUCH_NOTEBOOK = "No notebook of {assignment} in the gradebook matches '{pattern}'."
CLASS_STARTING = "starting"
SUBMISSION, SUBMISSIONS = "1 submission", "{count} submissions"
CLASS_DONE = "{count} graded in {seconds:.1f} s ({rate:.0f} a minute)."
CLASS_NOTHING = "Nothing to do: every submission is graded. --force grades them again."
CLASS_LOOK = "{count} of them have items that need your eyes (nbgrader's “needs manual grading”)."
CLASS_FAILED = "{count} could not be graded; the messages above say which and why."
CLASS_STOPPED = "Stopped. What is graded is stored; the same command goes on with the rest."
NO_CLUSTER = "No dask scheduler answers at {scheduler} ({reason}). Nothing was graded."
WORKER_LOST = "Judging this ended the grading worker several times, so it is left to a human."
