"""Makes `pytest` in this folder check the notebooks that are saved in it."""

pytest_plugins = ["lessoncheck.local"]
