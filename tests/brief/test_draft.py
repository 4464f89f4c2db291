"""The draft protocol: numbered articles with the tables of the package (§8, §10)."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from maslahat.brief import protocol
from maslahat.brief.draft.substance import transfers
from maslahat.options.result import Package
from maslahat.text import Block, BlockKind, Document, DocumentKind, write_text

from . import factory


@pytest.fixture(scope="module")
def document() -> Document:
    return protocol(factory.result(), factory.packages()[0])


def article(document: Document, title: str) -> list[Block]:
    """Return the blocks of one article."""
    heads = [k for k, block in enumerate(document.blocks) if block.kind is BlockKind.ARTICLE]
    start = next(k for k in heads if document.blocks[k].text == title)
    end = next((k for k in heads if k > start), len(document.blocks))
    return list(document.blocks[start + 1 : end])


def words(blocks: list[Block]) -> str:
    return "\n".join(block.text for block in blocks)


def test_the_articles_are_numbered_in_their_order(document: Document) -> None:
    heads = [block for block in document.blocks if block.kind is BlockKind.ARTICLE]
    assert [block.number for block in heads] == [f"Article {k}" for k in range(1, len(heads) + 1)]
    assert [block.text for block in heads] == [
        "Parties and purpose", "Definitions", "Declaration of the kind of year", "Releases of water",
        "Energy and fuel", "Payments", "Monitoring", "Where a provision cannot be met", "Deposit", "Review",
        "Settlement of disputes", "Entry into force and term",
    ]  # fmt: skip
    assert document.kind is DocumentKind.PROTOCOL
    assert [s.party for s in document.signatures] == [f"the Government of {p.name}" for p in factory.PARTIES]


def test_references_lead_to_the_articles_they_name(document: Document) -> None:
    titles = {b.number.lower(): b.text for b in document.blocks if b.kind is BlockKind.ARTICLE}
    cited = {
        "Releases of water": "Where a provision cannot be met",
        "Payments": "Monitoring",
        "Deposit": "Settlement of disputes",
    }
    for source, target in cited.items():
        references = re.findall(r"article \d+", words(article(document, source)))
        assert [titles[reference] for reference in references] == [target]


def test_without_need_there_is_no_deposit_and_references_move_up() -> None:
    package = factory.packages()[0]
    free = replace(package, outcomes=tuple(replace(o, escrow_usd_m=0.0) for o in package.outcomes))
    document = protocol(factory.result(), free)
    titles = [block.text for block in document.blocks if block.kind is BlockKind.ARTICLE]
    assert "Deposit" not in titles
    assert "deposit" not in words(article(document, "Entry into force and term"))
    number = titles.index("Settlement of disputes") + 1
    assert f"article {number} applies" in words(article(document, "Monitoring"))


def test_the_release_table_is_the_schedule(document: Document) -> None:
    schedule = factory.packages()[0].schedules[0]
    blocks = article(document, "Releases of water")
    assert blocks[0].text == "Kyrgyzstan shall release from Toktogul, by month and kind of year:"
    table = blocks[1].table
    assert table is not None
    head, *rows = [[cell.text for cell in row] for row in table.rows]
    assert head == [
        "Month",
        "dry, m³/s",
        "dry, million m³",
        "normal, m³/s",
        "normal, million m³",
        "wet, m³/s",
        "wet, million m³",
    ]
    assert len(rows) == 13
    for k, row in enumerate(rows[:12]):
        assert [cell.replace(",", "") for cell in row[1::2]] == [
            f"{flows[k]:.0f}" for flows in schedule.release_m3s
        ]
        assert [cell.replace(",", "") for cell in row[2::2]] == [
            f"{volumes[k]:.0f}" for volumes in schedule.release_mm3
        ]
    assert [cell.replace(",", "") for cell in rows[12][2::2]] == [
        f"{sum(v):.0f}" for v in schedule.release_mm3
    ]


def test_only_what_is_agreed_has_a_table(document: Document) -> None:
    tables = [b for b in article(document, "Releases of water") if b.table]
    assert [b.text for b in tables] == ["Release from Toktogul"]
    package = factory.packages()[0]
    expected = replace(package, schedules=tuple(replace(s, scheduled=False) for s in package.schedules))
    text = words(article(protocol(factory.result(), expected), "Releases of water"))
    assert "No release is laid down" in text


def test_the_kinds_of_year_are_defined_by_their_bounds(document: Document) -> None:
    text = words(article(document, "Definitions"))
    assert "“dry year” means a year in which the inflow of the whole river" in text
    assert "is below 20.4 km³;" in text
    assert "24.9 km³ or more;" in text
    kind = words(article(document, "Declaration of the kind of year"))
    assert "by 10 April whether the year is dry, normal or wet" in kind
    assert "by 10 June" in kind


def test_energy_has_its_season_in_the_article_and_its_months_in_the_annex(document: Document) -> None:
    season = article(document, "Energy and fuel")[1].table
    assert season is not None
    row = [cell.text for cell in season.rows[1]]
    assert row == ["(a)", "Uzbekistan", "Kyrgyzstan", "electricity", "550", "550", "550"]
    annex = document.annexes[0]
    tables = [block.table for block in annex.blocks if block.table]
    assert len(tables) == 3
    assert [cell.text for cell in tables[0].rows[0]] == ["Month", "(a)"]
    assert [cell.text for cell in tables[0].rows[10]] == ["Jan", "110"]
    assert "article 5" in annex.blocks[0].text


def test_without_energy_there_is_no_annex() -> None:
    none = replace(factory.packages()[0], deliveries=())
    document = protocol(factory.result(), none)
    assert "No energy or fuel shall be due" in words(article(document, "Energy and fuel"))
    assert document.annexes == ()
    small = factory.Delivery("UZB", "KGZ", "electricity", ((4.0,) * 12,) * 3)
    assert protocol(factory.result(), replace(none, deliveries=(small,))).annexes == ()


def test_payments_say_who_pays_whom_in_which_year(document: Document) -> None:
    table = article(document, "Payments")[1].table
    assert table is not None
    body = [[cell.text for cell in row] for row in table.rows[1:]]
    assert ["Uzbekistan", "Kyrgyzstan"] in [row[:2] for row in body]
    assert "No payment shall be due" in words(
        article(protocol(factory.result(), factory.packages()[3]), "Payments")
    )


def test_transfers_settle_what_each_is_owed() -> None:
    package = factory.packages()[1]
    made = transfers(package, 1)
    for outcome in package.outcomes:
        received = sum(t.usd_m for t in made if t.to_party == outcome.party)
        paid = sum(t.usd_m for t in made if t.from_party == outcome.party)
        assert received - paid == pytest.approx(outcome.payment_usd_m[1])
    assert len(made) <= 3


def test_a_deposit_names_its_state_and_sum(document: Document) -> None:
    assert "by Kyrgyzstan: 12 million USD." in words(article(document, "Deposit"))


def test_an_inability_that_is_expected_is_noted(document: Document) -> None:
    text = words(article(document, "Where a provision cannot be met"))
    assert "for Toktogul this is to be expected in 4 of 100 years, mostly in August" in text


def test_the_draft_is_written_by_the_text_package(document: Document) -> None:
    text = write_text(document)
    assert "Article 4" in text
    assert "Done at […]" in text


def test_paragraphs_are_numbered_from_one_in_each_article(document: Document) -> None:
    for title in ("Payments", "Monitoring", "Review"):
        numbers = [
            b.number for b in article(document, title) if b.kind is BlockKind.PARAGRAPH and b.level == 0
        ]
        assert numbers == [f"{k}." for k in range(1, len(numbers) + 1)]


def test_every_offered_package_can_be_drafted() -> None:
    def drafted(package: Package) -> str:
        return write_text(protocol(factory.result(), package))

    texts = [drafted(package) for package in factory.packages()]
    assert len(set(texts)) == len(texts)


def test_obligations_are_stated_as_such(document: Document) -> None:
    for title in ("Releases of water", "Payments", "Monitoring", "Review", "Settlement of disputes"):
        assert " shall " in words(article(document, title)), title
