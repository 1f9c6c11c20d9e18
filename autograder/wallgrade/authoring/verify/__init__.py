"""`wallgrade verify`: the assignment proves itself. Its catalogue is graded, and every expectation is compared."""
