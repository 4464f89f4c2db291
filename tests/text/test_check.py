"""The rules of form: silent on sound texts, and every seeded fault found (§10)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from maslahat.text.akn.reader import read_akn
from maslahat.text.check.cover import session_number
from maslahat.text.check.rules import check, manual
from maslahat.text.document import (
    Adoption,
    Block,
    BlockKind,
    Cover,
    Document,
    DocumentKind,
    Mark,
    MarkKind,
    Note,
    Organ,
    heading,
    paragraph,
)

DRAFT = Document(
    kind=DocumentKind.RESOLUTION,
    organ=Organ.GENERAL_ASSEMBLY,
    title="Water",
    number="80/1.",
    blocks=(
        Block(BlockKind.FORMULA, "The General Assembly,"),
        Block(
            BlockKind.PREAMBLE, "Recalling its resolution 72/7,", marks=(Mark(30, 30, MarkKind.NOTE, "1"),)
        ),
        paragraph("Requests the Secretary-General to report on the use of the water of the region;", "1."),
        paragraph("Encourages all States of the region to implement paragraph 1 above:", "2."),
        paragraph("Each in its own territory;", "(a)", 1),
        paragraph("All of them together;", "(b)", 1),
        paragraph("Decides to remain seized of the matter.", "3."),
    ),
    notes=(Note("1", "A/RES/72/7."),),
)


def test_a_sound_draft_has_no_findings() -> None:
    assert check(DRAFT) == ()


def _with(place: int, **changes: object) -> Document:
    blocks = list(DRAFT.blocks)
    blocks[place] = replace(blocks[place], **changes)  # type: ignore[arg-type]
    return replace(DRAFT, blocks=tuple(blocks))


FAULTS: dict[str, Callable[[], Document]] = {
    "order.formula": lambda: replace(DRAFT, blocks=DRAFT.blocks[1:]),
    "order.operative": lambda: replace(DRAFT, blocks=DRAFT.blocks[:2]),
    "order.title": lambda: replace(DRAFT, title="", number=""),
    "punctuation.recital": lambda: _with(1, text="Recalling its resolution 72/7."),
    "punctuation.operative": lambda: _with(
        2, text="Requests the Secretary-General to report on the use of water"
    ),
    "punctuation.end": lambda: _with(6, text="Decides to remain seized of the matter;"),
    "numbering": lambda: _with(6, number="5."),
    "numbering.letters": lambda: _with(5, number="(d)"),
    "verbs.operative": lambda: _with(2, text="Requesting the Secretary-General to report on water;"),
    "verbs.recital": lambda: _with(1, text="Requests the Secretary-General to report,"),
    "references.cross": lambda: _with(3, text="Encourages all States to implement paragraph 9 above:"),
    "references.symbol": lambda: _with(1, text="Recalling A/RES/72-7 on water,"),
    "references.year": lambda: _with(1, text="Recalling resolution 1325 of 2000,"),
    "brackets": lambda: _with(2, text="Requests the Secretary-General to report [annually] on water;"),
    "footnotes.missing": lambda: replace(DRAFT, notes=()),
    "footnotes.order": lambda: _with(1, marks=(Mark(4, 4, MarkKind.NOTE, "2"),)),
    "words.twice": lambda: _with(2, text="Requests the the Secretary-General to report;"),
    "words.space": lambda: _with(2, text="Requests the Secretary-General , to report;"),
    "terms.twice": lambda: _with(
        2, text="Requests the Centre (“the Centre”) and the Office (“the Centre”) to report;"
    ),
    "terms.unused": lambda: _with(2, text="Requests the Office (hereinafter “the Bureau”) to report;"),
}


FAULTS |= {
    "order.recital": lambda: replace(
        DRAFT, blocks=(*DRAFT.blocks[:3], Block(BlockKind.PREAMBLE, "Noting the rivers,"), *DRAFT.blocks[3:])
    ),
    "cover.session": lambda: replace(
        DRAFT, cover=Cover(symbol="A/RES/80/1", session="Sixty-first session", agenda_text=("Agenda item 3",))
    ),
    "cover.agenda": lambda: replace(DRAFT, cover=Cover(symbol="A/RES/80/1", session="Eightieth session")),
    "cover.date": lambda: replace(DRAFT, adoption=Adoption(date=date(2019, 5, 1))),
    "headings.number": lambda: replace(
        DRAFT, blocks=(*DRAFT.blocks[:2], heading("I"), *DRAFT.blocks[2:4], heading("III"), *DRAFT.blocks[4:])
    ),
    "footnotes.uncalled": lambda: replace(DRAFT, notes=(*DRAFT.notes, Note("2", "A/RES/72/8."))),
    "brackets.round": lambda: _with(
        2, text="Requests the Secretary-General (and the Office to report on the water of the region;"
    ),
    "references.number": lambda: _with(1, text="Recalling its resolution 72-7 of 17 November 2017,"),
    "terms.abbreviation": lambda: _with(
        2, text="Requests the ZRQF to report on the use of the water of the region;"
    ),
    "terms.early": lambda: replace(
        _with(2, text="Requests the Joint Facility to report on the use of the water of the region;"),
        blocks=(
            *DRAFT.blocks[:2],
            replace(
                DRAFT.blocks[2], text="Requests the Joint Facility to report on the water of the region;"
            ),
            replace(DRAFT.blocks[3], text="Encourages the Office (hereinafter “the Joint Facility”) to act:"),
            *DRAFT.blocks[4:],
        ),
    ),
    "references.annex": lambda: _with(
        2, text="Requests the Secretary-General to use the form in the annex to the present resolution;"
    ),
    "references.date": lambda: _with(1, text="Recalling its resolution 72/7 of 17 November 2019,"),
    "references.date ": lambda: _with(
        1,
        text="Recalling the work of the Commission and General Assembly resolution 72/7 of 17 November 2019,",
    ),
    "dates.calendar": lambda: _with(1, text="Recalling the conference of 31 April 2019,"),
    "numbering.added": lambda: replace(
        DRAFT,
        blocks=(*DRAFT.blocks[:3], paragraph("Notes the report on water;", "1 ter."), *DRAFT.blocks[3:]),
    ),
    "cover.number": lambda: replace(
        DRAFT, cover=Cover(symbol="A/RES/80/2", session="Eightieth session", agenda_text=("Agenda item 3",))
    ),
    "cover.meeting": lambda: replace(DRAFT, adoption=Adoption("52th plenary meeting", date(2025, 11, 20))),
    "punctuation.formula": lambda: _with(0, text="The General Assembly"),
    "order.formula ": lambda: replace(
        _with(0, text="The Security Council,"),
        cover=Cover(symbol="A/RES/80/1", session="Eightieth session", agenda_text=("Agenda item 3",)),
    ),
    "punctuation.list": lambda: _with(
        3, text="Encourages all States of the region to implement paragraph 1 above;"
    ),
    "punctuation.quotes": lambda: _with(
        2, text="Requests the Secretary-General to follow “the Programme of Action;"
    ),
    "words.marks": lambda: _with(2, text="Requests the Secretary-General,, to report;"),
    "terms.stops": lambda: _with(2, text="Requests the U.N. system to report;"),
    "verbs.case": lambda: _with(2, text="requests the Secretary-General to report on the use of water;"),
    "footnotes.twice": lambda: replace(DRAFT, notes=(*DRAFT.notes, Note("1", "A/RES/72/8."))),
    "references.cross ": lambda: _with(3, text="Encourages all States to implement paragraph 3 above:"),
}
FAULTS |= {
    "verbs.operative ": lambda: _with(2, text="Request the Secretary-General to report on the use of water;"),
    "verbs.operative  ": lambda: _with(
        2, text="The Secretary-General is requested to report on the use of water;"
    ),
    "verbs.recital ": lambda: _with(1, text="The importance of the water of the region,"),
    "references.session": lambda: _with(
        2, text="Requests the Secretary-General to report to the General Assembly at its seventieth session;"
    ),
    "references.cross  ": lambda: _with(6, text="Decides to act as in paragraph 2 (d) above."),
}
SOUND: list[Callable[[], Document]] = [
    lambda: replace(
        DRAFT,
        language="fra",
        notes=(),
        blocks=(DRAFT.blocks[0], paragraph("Prie le Centre de faire rapport sur l’eau ;", "1.")),
    ),
    lambda: _with(
        2, text="Requests the Secretary-General to report on the use of the water of the region;1"
    ),  # what adopted texts write and no rule may tell
    lambda: _with(1, text="Recalling its resolution 71/328 of 11 September 2017,"),
    lambda: _with(
        1,
        text="Recalling Economic and Social Commission for Asia and the Pacific resolution 72/7 of 19 May 2016,",
    ),
    lambda: _with(1, text="Recalling Human Rights Council resolution 42/19 of 26 September 2019,"),
    lambda: _with(
        2,
        text="Requests the Secretary-General to meet from 10 a.m. to 6 p.m., in Washington, D.C., each day;",
    ),
    lambda: _with(
        2, text="Welcomes the Organization for Democracy and Economic Development – GUAM and its work;"
    ),
    lambda: _with(
        2, text="Welcomes the meeting entitled “Tourism for SDGs platform” of the States of the region;"
    ),
    lambda: _with(2, text="Decides to “[i]dentify[ing] emerging issues” of the water of the region;"),
    lambda: _with(
        2, text="Requests the Panel of Experts (hereinafter “the Panel”) to report, and the Panel to meet;"
    ),
    lambda: _with(3, text="Encourages all States, as in paragraph 1 above and paragraph 3 below:"),
    lambda: _with(6, text="Decides to act as in paragraph 2 (b) above."),
    lambda: _with(
        2, text="Once again requests the Secretary-General to report on the use of the water of the region;"
    ),
    lambda: _with(1, text="Deeply concerned at the loss of the water of the region,"),
    lambda: replace(DRAFT, adoption=Adoption("111th plenary meeting", date(2025, 11, 20))),
]


@pytest.mark.parametrize("made", SOUND)
def test_what_adopted_texts_write_is_no_fault(made: Callable[[], Document]) -> None:
    assert check(made()) == ()


def test_a_resolution_without_its_year_is_told_once() -> None:
    text = "Recalling resolution 1493, resolution 1493 and resolution 1493,"
    assert [found.rule for found in check(_with(1, text=text))] == ["references.year"]


def test_numbers_of_drafts_and_letters_are_counted_as_drafters_do() -> None:
    added = (paragraph("Notes the report on the water of the region;", "1 bis."),)
    assert check(replace(DRAFT, blocks=(*DRAFT.blocks[:3], *added, *DRAFT.blocks[3:]))) == ()
    found = check(_with(5, number="(c)"))
    assert [finding.rule for finding in found] == ["numbering.letters"]


def test_a_finding_names_the_part_of_the_manual() -> None:
    for rule in FAULTS:
        assert manual(rule).startswith("UN Editorial Manual")
    assert manual("verbs.recital").endswith("II. Drafting and editing, C. Order of elements")
    assert manual("words.twice") == manual("brackets.round") == "UN Editorial Manual"
    assert session_number("Seventy-second session") == 72
    assert session_number("Eightieth session") == 80
    assert session_number("Tenth emergency special session") == 0


@pytest.mark.parametrize("rule", sorted(FAULTS))
def test_every_seeded_fault_is_found(rule: str) -> None:
    found = [finding for finding in check(FAULTS[rule]()) if finding.rule == rule.strip()]
    assert found
    assert found[0].mend


@pytest.mark.data
def test_adopted_texts_raise_few_findings(ecosoc: list[Path]) -> None:
    documents = [read_akn(path.read_bytes()) for path in ecosoc]
    findings = sum(len(check(doc)) for doc in documents)
    assert findings <= 0.01 * sum(1 for doc in documents for _ in doc.all_blocks())
