"""A resolution asked for by its name: “resolution 2164”, “77/273”, “S/RES/2164 (2014)” (DESIGN §10).

Who asks so wants the text itself, then those that cite it. Nothing but the name may be asked: with other words beside it
the words are sought, and the paragraphs of the text named are among those weighed.
"""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

_KIND = (
    r"(?:(?:the |la |le )?(?:un |united nations )?(?:general assembly(?:[’']s)?|security council(?:[’']s)?"
    r"|economic and social council(?:[’']s)?|ecosoc|assembly|council|ga|sc|unga|unsc|unscr|генеральной ассамблеи|"
    r"совета безопасности|assemblée générale|conseil de sécurité) )?"
    r"(?:(?:the )?(?:resolutions?|résolutions?|резолюци[яиюей]|res\.?|statements?|unscr|draft) )?"
    r"(?:of the (?:general assembly|security council) |генеральной ассамблеи |совета безопасности |no\.? |№ ?)?"
)
SHORTEST = 2  # digits of a resolution that is called by its number alone
_NAME = re.compile(
    rf"\s*[“\"«(]*(?P<kind>{_KIND})(?P<prefix>[ase]/(?:res|prst|dec)/)?"
    r"(?P<first>(?:es-|s-)?\d{1,4})(?:/(?P<second>\d{1,4})(?: ?(?P<part>[a-z](?:-[a-z])?))?"
    r"|(?: ?\(| of )(?P<year>(?:19|20)\d\d)\)?)?[”\"»),.;?]*\s*",
    re.I,
)
_ORGANS = {
    "A": r"general|ga\b|unga|генерал|générale",
    "S": r"security|sc\b|unsc|безопас|sécurité",
    "E": "econ|ecosoc",
}


@dataclass(frozen=True, slots=True)
class Name:
    """A name: the numbers of a resolution, its year where it is told, and what its symbol may begin with."""

    first: str
    second: str = ""
    part: str = ""
    year: str = ""
    prefixes: tuple[str, ...] = ()
    language: str = "eng"

    @property
    def cited(self) -> tuple[str, bool]:
        """Return how paragraphs cite it, and whether that is only how it begins (the year is not told)."""
        if self.second:
            return f"{self.first}/{self.second}{f' {self.part}' if self.part else ''}", False
        return (f"{self.first} ({self.year})", False) if self.year else (f"{self.first} (", True)

    def documents(self, base: sqlite3.Connection) -> dict[int, str]:
        """Return the documents of that name in a library with their paths, those in the language asked in first."""
        number = f"{self.first}/{self.second}" if self.second else self.cited[0].replace(" (", "(")
        sql = (
            "SELECT id, path, replace(replace(symbol, ' (', '('), '‑', '-') AS name FROM documents WHERE name LIKE ?"
            " ORDER BY language != ?, language != 'eng', date DESC, id"
        )
        found: list[tuple[bool, int, str]] = []
        for prefix in self.prefixes:
            for identifier, path, symbol in base.execute(sql, (f"{prefix}{number}%", self.language)):
                rest = symbol.removeprefix(prefix).removeprefix(number).strip()
                if self._is(rest):
                    found.append((rest != self.part, identifier, path))
        return {identifier: path for _, identifier, path in sorted(found, key=lambda item: item[0])}

    def _is(self, rest: str) -> bool:
        """Tell whether a symbol that goes on like this after the number is meant: 77/256 B is in 77/256 A-B."""
        if not self.second:
            return not rest or self.cited[1]
        ends = rest.split("-")
        return not rest or (rest[0].isalpha() and (not self.part or ends[0] <= self.part <= ends[-1]))


def read_name(words: str) -> Name | None:
    """Return the name that a query is; nothing where it asks for anything else, or says a bare number alone."""
    found = _NAME.fullmatch(words.replace("‑", "-"))
    if found is None:
        return None
    bare = not found["second"] and not found["year"]
    if bare and not (found["prefix"] or (found["kind"] and len(found["first"]) >= SHORTEST)):
        return None
    if found["second"] and re.fullmatch(r"(?!19|20)\d{4}", found["first"]):
        return None
    prefix = (found["prefix"] or "").upper()
    letters = [letter for letter, name in _ORGANS.items() if re.search(name, found["kind"], re.I)] or list(
        _ORGANS
    )
    prefixes = [prefix] if prefix else [f"{letter}/{kind}/" for letter in letters for kind in ("RES", "PRST")]
    part = (found["part"] or "").upper()
    return Name(
        found["first"].upper(),
        found["second"] or "",
        part,
        found["year"] or "",
        tuple(prefixes),
        _language(words),
    )


def _language(words: str) -> str:
    """Return the language that a name is asked in."""
    if re.search("[а-яё]", words, re.I):
        return "rus"
    return "fra" if re.search("[éè]", words, re.I) else "eng"
