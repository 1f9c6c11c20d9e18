"""Mutation operators on Python's syntax trees: each tells the small changes of one kind that can be made at a node.

Programs for mutation testing (cosmic-ray, mutmut) have a third of these, for any Python; a lesson's mistakes are in
dimensions, gradients, state and printed lines.
"""

from __future__ import annotations

from wallgrade.authoring.mutants.operators.calls import CALLS
from wallgrade.authoring.mutants.operators.expressions import EXPRESSIONS
from wallgrade.authoring.mutants.operators.scope import Rewrite
from wallgrade.authoring.mutants.operators.statements import AT_BODIES, AT_FUNCTIONS
from wallgrade.authoring.mutants.operators.strings import STRINGS

AT_NODES: dict[str, Rewrite] = {**EXPRESSIONS, **CALLS, **STRINGS}

__all__ = ["AT_BODIES", "AT_FUNCTIONS", "AT_NODES"]
