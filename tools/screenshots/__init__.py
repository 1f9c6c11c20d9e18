"""Real pages in a real browser: what the browser tests drive, and `make pictures` takes pictures of.

Needs playwright (in the extra `dev`) and a Chromium; nothing else of the kit imports this package.
"""
