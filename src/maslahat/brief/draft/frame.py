"""What the articles of a draft share: the package, the names, the numbers of the other articles."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_lowercase

from maslahat.brief.reading import Reading
from maslahat.options.result import Package
from maslahat.text import Block, paragraph


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft being written."""

    reading: Reading
    package: Package
    numbers: dict[str, int]  # article numbers by key

    def see(self, key: str) -> str:
        """Return the reference to another article: `article 4`."""
        return f"article {self.numbers[key]}"

    def name(self, party: str) -> str:
        """Return the name of a Party."""
        return self.reading.name(party)


def lettered(entries: list[str]) -> list[Block]:
    """Return entries as sub-paragraphs (a), (b), (c)."""
    return [paragraph(text, letter(k), level=1) for k, text in enumerate(entries)]


def letter(index: int) -> str:
    """Return the label of a sub-paragraph: (a) for 0, (z) for 25, (aa) for 26."""
    first, last = divmod(index, 26)
    return f"({ascii_lowercase[first - 1] if first else ''}{ascii_lowercase[last]})"
