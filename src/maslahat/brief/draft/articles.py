"""A package as a protocol: which articles there are, in which order, under which number."""

from __future__ import annotations

from collections.abc import Callable

from maslahat.brief.draft import conduct, substance
from maslahat.brief.draft.frame import Draft
from maslahat.brief.reading import Reading
from maslahat.brief.words import listed
from maslahat.options.result import OptionsResult, Package
from maslahat.text import Block, BlockKind, Document, DocumentKind, Signature, article, paragraph, preambular

Article = tuple[str, str, Callable[[Draft], list[Block]]]

ARTICLES: tuple[Article, ...] = (
    ("purpose", "Parties and purpose", substance.purpose),
    ("definitions", "Definitions", substance.definitions),
    ("kind", "Declaration of the kind of year", substance.declaration),
    ("releases", "Releases of water", substance.releases),
    ("energy", "Energy and fuel", substance.energy_and_fuel),
    ("payments", "Payments", substance.payments),
    ("monitoring", "Monitoring", conduct.monitoring),
    ("inability", "Where a provision cannot be met", conduct.inability),
    ("deposit", "Deposit", conduct.deposit),
    ("review", "Review", conduct.review),
    ("disputes", "Settlement of disputes", conduct.disputes),
    ("force", "Entry into force and term", conduct.force),
)


def protocol(result: OptionsResult, package: Package) -> Document:
    """Return the draft protocol of a package, in numbered articles with its tables.

    Days, tolerances and terms that no computation gives are proposals of `maslahat.brief.terms`.
    """
    reading = Reading(result, (), package)
    draft = Draft(reading, package, _numbers(package))
    blocks = [*_opening(draft)]
    for key, title, write in ARTICLES:
        if key in draft.numbers:
            blocks += [article(draft.numbers[key], title), *_numbered(write(draft))]
    return Document(
        kind=DocumentKind.PROTOCOL,
        title=_title(reading),
        blocks=tuple(blocks),
        closing=(
            (
                "Done at […] on […], in a single original in the English and Russian languages, both texts"
                " being equally authentic."
            ),
        ),
        annexes=substance.annexes(draft),
        signatures=tuple(Signature(f"the Government of {party.name}") for party in reading.parties),
    )


def _numbers(package: Package) -> dict[str, int]:
    """Return the number of each article; the deposit has one only where keeping the word needs it."""
    needed = [key for key, _, _ in ARTICLES if key != "deposit" or conduct.deposits(package)]
    return {key: number for number, key in enumerate(needed, start=1)}


def _title(reading: Reading) -> str:
    governments = listed(party.name for party in reading.parties)
    return (
        f"Protocol between the Governments of {governments} on the use of the water and energy resources of"
        f" the basin of the {reading.result.river_name}, {reading.season_words}"
    )


def _opening(draft: Draft) -> list[Block]:
    governments = listed(party.name for party in draft.reading.parties)
    return [
        preambular(f"The Governments of {governments}, hereinafter referred to as “the Parties”,"),
        preambular(
            f"Recognizing that in the basin of the {draft.reading.result.river_name} the release of water for"
            " irrigation and its release for electricity compete in the same reservoirs,"
        ),
        preambular(
            "Noting that each of the Parties is expected to be better off under the provisions below than"
            " without an agreement,"
        ),
        preambular("Without prejudice to their rights and obligations under agreements in force among them,"),
        preambular("Have agreed as follows:"),
    ]


def _numbered(blocks: list[Block]) -> list[Block]:
    """Return the blocks with the paragraphs of level 0 numbered from 1; a single one stays without number."""
    single = sum(block.kind is BlockKind.PARAGRAPH and block.level == 0 for block in blocks) == 1
    numbered: list[Block] = []
    count = 0
    for block in blocks:
        if block.kind is BlockKind.PARAGRAPH and block.level == 0 and not single:
            count += 1
            numbered.append(paragraph(block.text, f"{count}."))
        else:
            numbered.append(block)
    return numbered
