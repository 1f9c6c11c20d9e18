"""`wallgrade verify --mutants`: the assignment holds against every small change of right code."""
