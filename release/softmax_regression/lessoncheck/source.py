"""Parsing what students wrote, which may be anything. Nothing is run."""

import ast
import warnings


def parse_quietly(source: str) -> ast.Module:
    """The text's syntax tree; SyntaxError whatever the reason is that there is none. Warnings are not shown."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "\d" in a student's string is not our concern
        try:
            return ast.parse(source)
        except (ValueError, RecursionError, MemoryError) as error:  # the last two: deep nesting
            raise SyntaxError(str(error)) from None
