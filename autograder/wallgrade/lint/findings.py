"""What the lint found."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Findings:
    """Sentences, each once. With a fault there can be no right release and no right grade; advice is for authors."""

    faults: list[str] = field(default_factory=list)
    advice: list[str] = field(default_factory=list)

    def fault(self, sentence: str, **values: object) -> None:
        """Add a fault."""
        _add(self.faults, sentence.format(**values))

    def advise(self, sentence: str, **values: object) -> None:
        """Add a piece of advice."""
        _add(self.advice, sentence.format(**values))


def _add(sentences: list[str], sentence: str) -> None:
    if sentence not in sentences:
        sentences.append(sentence)
