"""How the witnesses name what they found: each completes "The program reaches for ..."."""

INCOMPLETE = "more kinds of operators and functions of torch than are written down"
OPERATORS = "what is not needed here of torch: {names}"
