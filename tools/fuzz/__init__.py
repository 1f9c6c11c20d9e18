"""Random input for what reads a stranger's bytes: `python tools/fuzz wire|notebook|lines|quiz --minutes 60`."""
