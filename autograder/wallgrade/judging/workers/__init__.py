"""Processes that judge tasks: the pool on this machine, the worker's program, and what a worker needs of a lesson."""
