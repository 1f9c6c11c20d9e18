"""`wallgrade new-lesson`: a small lesson that grades at once, to be edited into one's own."""
