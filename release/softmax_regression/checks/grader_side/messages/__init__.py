"""Every sentence the checks of this lesson say to a student: what is wrong, which rule it breaks, what to do.

A Misconception is (id, what is wrong, hint). Names in braces are filled in by the checks.
"""
