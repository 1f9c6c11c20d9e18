"""`pytest` in this folder checks the saved notebooks."""

pytest_plugins = ["lessoncheck.local"]
