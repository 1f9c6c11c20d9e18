"""For authors of a lesson: generate its release, verify it against its catalogue, try it out in a demo."""
