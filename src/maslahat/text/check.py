"""A draft checked against the form the UN Editorial Manual asks for (DESIGN §10).

Each rule is a function of a document that yields findings: the rule, the place, what was found, what to do. The
rules judge form alone. A rule stays silent where adopted texts are known to vary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from maslahat.text import (
    check_cover,
    check_dates,
    check_form,
    check_lists,
    check_numbers,
    check_references,
    check_verbs,
    check_words,
)
from maslahat.text.check_finding import Finding, manual
from maslahat.text.document import Document

__all__ = ["RULES", "Finding", "check", "manual"]


def check(doc: Document) -> tuple[Finding, ...]:
    """Return the findings of all rules, in the order of the rules."""
    return tuple(dict.fromkeys(finding for rule in RULES for finding in rule(doc)))


RULES: tuple[Callable[[Document], Iterator[Finding]], ...] = (
    check_form.check_order,
    check_cover.check_cover,
    check_cover.check_adoption,
    check_form.check_punctuation,
    check_lists.check_lists,
    check_verbs.check_verbs,
    check_numbers.check_numbering,
    check_numbers.check_letters,
    check_numbers.check_headings,
    check_references.check_references,
    check_references.check_annexes,
    check_references.check_symbols,
    check_dates.check_dates,
    check_references.check_footnotes,
    check_words.check_brackets,
    check_words.check_quotes,
    check_words.check_words,
    check_words.check_terms,
    check_words.check_abbreviations,
)
