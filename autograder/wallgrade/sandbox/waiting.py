"""How long a submission is waited for in vain, and what is known of it since: never the same wait twice."""

from __future__ import annotations

from dataclasses import dataclass, field

SECONDS_OF_A_TRY = 2.0


@dataclass
class Waiting:
    """What all items of a submission may wait together for calls and cells that then do not end.

    Code that ends, however slowly, is not counted here. When `seconds_left` is used up, everything is still tried, but
    briefly. `not_called` has, for each function of which a call did not end in its own item, a sentence for the others.
    """

    seconds_left: float
    not_called: dict[str, str] = field(default_factory=dict)

    def patience(self, seconds: float, *, again: bool) -> float:
        """How long to wait for what may take so many seconds; `again`: the item was waited for in vain already."""
        return min(seconds, SECONDS_OF_A_TRY if again else max(round(self.seconds_left), SECONDS_OF_A_TRY))

    def was_in_vain(self, seconds: float) -> None:
        """So long was waited for what did not end."""
        self.seconds_left -= seconds

    @property
    def used_up(self) -> bool:
        """Whether nothing is left but brief tries."""
        return self.seconds_left < SECONDS_OF_A_TRY
