"""A draft checked against the form the UN Editorial Manual asks for (DESIGN §10).

Each rule is a function of a document that yields findings: the rule, the place, what was found, what to do. The
rules judge form alone. A rule stays silent where adopted texts are known to vary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from maslahat.text.check import cover, dates, form, lists, numbers, references, verbs, words
from maslahat.text.check.finding import Finding, manual
from maslahat.text.document import Document

__all__ = ["RULES", "Finding", "check", "manual"]


def check(doc: Document) -> tuple[Finding, ...]:
    """Return the findings of all rules, in the order of the rules."""
    return tuple(dict.fromkeys(finding for rule in RULES for finding in rule(doc)))


RULES: tuple[Callable[[Document], Iterator[Finding]], ...] = (
    form.check_order,
    cover.check_cover,
    cover.check_adoption,
    form.check_punctuation,
    lists.check_lists,
    verbs.check_verbs,
    numbers.check_numbering,
    numbers.check_letters,
    numbers.check_headings,
    references.check_references,
    references.check_annexes,
    references.check_symbols,
    dates.check_dates,
    references.check_footnotes,
    words.check_brackets,
    words.check_quotes,
    words.check_words,
    words.check_terms,
    words.check_abbreviations,
)
