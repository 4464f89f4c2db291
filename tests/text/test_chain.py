"""Mandates and the chain of those who extend them (§10)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from maslahat.cli import text as verb
from maslahat.text.chain import chain, entry, later, predecessors
from maslahat.text.convert import written
from maslahat.text.document import (
    Adoption,
    Block,
    BlockKind,
    Cover,
    Document,
    DocumentKind,
    Organ,
    paragraph,
    preambular,
)
from maslahat.text.mandates import aliases, mandates
from maslahat.text.symbols import symbol_of

LONG = (
    "to protect civilians, to support elections, to report on the rivers and to keep the peace of the valley"
)


def council(number: int, day: date, *words: str, recalls: str = "the Charter") -> Document:
    return Document(
        kind=DocumentKind.RESOLUTION,
        organ=Organ.SECURITY_COUNCIL,
        number=f"Resolution {number} ({day.year})",
        cover=Cover(symbol=f"S/RES/{number} ({day.year})"),
        adoption=Adoption(date=day),
        blocks=(
            Block(BlockKind.FORMULA, "The Security Council,"),
            preambular(f"Recalling {recalls},"),
            *(paragraph(text, f"{n}.") for n, text in enumerate(words, start=1)),
        ),
    )


@pytest.mark.parametrize(
    ("words", "body", "until"),
    [
        ("Decides to extend the mandate of UNMIR until 30 June 2011;", "UNMIR", date(2011, 6, 30)),
        (
            "Decides that the mandate of UNMIR shall be extended until 30 June 2011;",
            "UNMIR",
            date(2011, 6, 30),
        ),
        ("Extends until 30 June 2011 the mandate of UNMIR;", "UNMIR", date(2011, 6, 30)),
        ("Decides to extend UNMIR’s mandate until April 30, 2011;", "UNMIR", date(2011, 4, 30)),
        (
            "Decides that the mandate of the United Nations Mission in Ruritania (UNMIR), established in its resolution "
            "1270 (1999), shall be extended for a period of six months from 30 September 2010;",
            "UNMIR",
            date(2011, 3, 30),
        ),
        (
            "Expresses its full support for UNMIR and decides to extend its mandate for a further period ending "
            "15 December 2010;",
            "UNMIR",
            date(2010, 12, 15),
        ),
        (
            "Decides that UNMIR shall have the following mandate from the date of adoption of this resolution until "
            "31 December 2010:",
            "UNMIR",
            date(2010, 12, 31),
        ),
        (
            "Decides to extend for twelve months the mandate of the Panel of Experts, as set out in resolution 1591 (2005);",
            "panel experts",
            date(2011, 5, 31),
        ),
    ],
)
def test_a_mandate_is_read_with_its_body_and_its_end(words: str, body: str, until: date) -> None:
    (found,) = mandates(council(1900, date(2010, 5, 31), words))
    assert (found.body, found.until, found.paragraph) == (body, until, "1.")


@pytest.mark.parametrize(
    "words",
    [
        "Recalls its decision to extend the mandate of UNMIR until 30 June 2011;",
        "Expresses its intention to review the mandate of UNMIR by 30 June 2011;",
        "Decides to extend until 30 June 2011 the deployment of an additional 2,000 personnel to UNMIR;",
        "Requests the Secretary-General to extend all help to the Panel, and welcomes the support that was given to it "
        "by all parties in the region in the last years and months, under the mandate of UNMIR until 30 June 2011;",
    ],
)
def test_what_extends_no_mandate_is_left(words: str) -> None:
    assert mandates(council(1900, date(2010, 5, 31), words)) == ()


def test_a_long_name_is_known_by_the_short_one_another_text_gives_it() -> None:
    named = council(1900, date(2010, 1, 5), "Welcomes the United Nations Mission in Ruritania (UNMIR);")
    assert aliases(named) == {"mission ruritania": "UNMIR"}
    first = council(
        1910,
        date(2010, 3, 1),
        "Decides to extend the mandate of the United Nations Mission in Ruritania to 30 June 2010;",
    )
    second = council(
        1920, date(2010, 6, 28), f"Decides to extend the mandate of UNMIR {LONG} until 31 December 2010;"
    )
    library = [entry(doc) for doc in (named, first, second)]
    best = predecessors(library[2], library)[0]
    assert best.entry.symbol == "S/RES/1910 (2010)"
    assert best.mandate is not None
    assert best.mandate[1].until == date(2010, 6, 30)


def abyei() -> list[Document]:
    """Return two mandates of one force that run beside one another, as those of Abyei."""
    whole, part = "the mandate of UNMIR", "UNMIR’s mandate modification"
    days = [
        (1, 15, "15 June", whole),
        (2, 20, "20 July", part),
        (6, 14, "15 November", whole),
        (7, 19, "20 December", part),
    ]
    return [
        council(1900 + n, date(2010, month, day), f"Decides to extend until {end} 2010 {what} {LONG};")
        for n, (month, day, end, what) in enumerate(days)
    ]


def test_two_mandates_of_one_body_are_two_chains() -> None:
    documents = abyei()
    library = [entry(doc) for doc in documents]
    assert [link.symbol for link in chain(documents[2], library)] == [
        "S/RES/1900 (2010)",
        "S/RES/1902 (2010)",
    ]
    assert [link.symbol for link in chain(documents[3], library)] == [
        "S/RES/1901 (2010)",
        "S/RES/1903 (2010)",
    ]
    assert [link.symbol for link in later(documents[0], library)] == ["S/RES/1902 (2010)"]
    assert later(documents[3], library) == []


def test_the_panels_of_two_matters_are_told_apart() -> None:
    def panel(number: int, day: date, base: str, until: str) -> Document:
        words = f"Decides to extend the mandate of the Panel of Experts established by resolution {base} until {until}"
        return council(number, day, f"{words} {LONG};", recalls="its resolutions 1325 (2000) and 1612 (2005)")

    sudan = panel(1900, date(2010, 2, 1), "1591 (2005)", "1 February 2011")
    liberia = panel(1910, date(2010, 2, 20), "1521 (2003)", "20 February 2011")
    following = panel(1950, date(2011, 1, 30), "1591 (2005)", "1 February 2012")
    library = [entry(doc) for doc in (sudan, liberia, following)]
    assert predecessors(library[2], library)[0].entry.symbol == "S/RES/1900 (2010)"


def test_a_day_of_another_year_than_the_symbol_s_tells_nothing() -> None:
    words = "Decides to extend the mandate of UNMIR until 30 June {};"
    documents = [council(1900 + n, date(2010 + n, 6, 28), words.format(2011 + n)) for n in range(3)]
    wrong = replace(documents[2], adoption=Adoption(date=date(2010, 6, 28)))
    library = [entry(doc) for doc in documents]
    assert predecessors(entry(wrong), library)[0].entry.symbol == "S/RES/1901 (2011)"


@pytest.mark.parametrize(
    ("organ", "number", "symbol"),
    [
        (Organ.GENERAL_ASSEMBLY, "72/7.", "A/RES/72/7"),
        (Organ.GENERAL_ASSEMBLY, "77/256. B", "A/RES/77/256 B"),
        (Organ.GENERAL_ASSEMBLY, "ES-11/1.", "A/RES/ES-11/1"),
        (Organ.SECURITY_COUNCIL, "Resolution 2274 (2016)", "S/RES/2274 (2016)"),
        (Organ.SECURITY_COUNCIL, "RESOLUTION 1285(2000)", "S/RES/1285 (2000)"),
        (Organ.ECOSOC, "2021/7.", "E/RES/2021/7"),
        (Organ.OTHER, "72/7.", "72/7."),
        (Organ.GENERAL_ASSEMBLY, "Draft resolution", "Draft resolution"),
        (Organ.GENERAL_ASSEMBLY, "", ""),
    ],
)
def test_a_text_without_its_cover_is_known_by_number_and_organ(
    organ: Organ, number: str, symbol: str
) -> None:
    assert symbol_of(Document(organ=organ, number=number)) == symbol
    assert (
        symbol_of(Document(organ=organ, number=number, cover=Cover(symbol="A/C.1/72/L.3"))) == "A/C.1/72/L.3"
    )


def test_citations_are_read_where_no_spaces_stand_around_figures() -> None:
    doc = Document(
        organ=Organ.GENERAL_ASSEMBLY,
        blocks=(preambular("回顾其2021年4月16日第75/272号决议和A/60/5号文件，"),),
    )
    assert entry(doc).cited == ("A/RES/75/272",)


WORDS = (
    "鼓励联合国中亚地区预防外交中心继续与该区域各国政府并在其同意下与相关其他各方联系，处理与预防外交有关的事项，"
    "并协助各国统筹利用水和能源资源，打击恐怖主义、极端主义和毒品贩运，促进对话、信任和可持续发展；"
)


def test_a_chain_in_chinese_and_a_text_that_is_not_in_the_library() -> None:
    def text(number: str, day: date, title: str, recalls: str) -> Document:
        return Document(
            kind=DocumentKind.RESOLUTION,
            organ=Organ.GENERAL_ASSEMBLY,
            title=title,
            cover=Cover(symbol=f"A/RES/{number}"),
            adoption=Adoption(date=day),
            blocks=(preambular(recalls), paragraph(WORDS, "1.")),
        )

    first = text("72/7", date(2017, 11, 17), "联合国中亚地区预防外交中心的作用", "回顾联合国宪章，")
    second = text(
        "75/272", date(2021, 4, 16), "联合国中亚地区预防外交中心的作用", "回顾其2017年11月17日第72/7号决议，"
    )
    third = text(
        "77/273", date(2023, 2, 24), "联合国中亚区域预防外交中心的作用", "回顾其第72/7号和第75/272号决议，"
    )
    library = [entry(doc) for doc in (second, third)]
    assert [link.symbol for link in later(first, library)] == ["A/RES/75/272", "A/RES/77/273"]
    library.append(entry(first))
    assert [link.symbol for link in chain(third, library)] == ["A/RES/72/7", "A/RES/75/272", "A/RES/77/273"]


def test_a_draft_without_number_and_day_is_set_after_the_latest_text_it_recalls() -> None:
    words = "Decides to extend the mandate of UNMIR until 30 June {};"
    documents = [council(1900 + n, date(2010 + n, 6, 28), words.format(2011 + n)) for n in range(3)]
    draft = council(1950, date(2011, 6, 28), words.format(2012), recalls="its resolution 1900 (2010)")
    draft = replace(draft, number="", cover=Cover(), adoption=Adoption())
    library = [entry(doc) for doc in documents]
    assert predecessors(entry(draft), library)[0].entry.symbol == "S/RES/1900 (2010)"


def run(tmp_path: Path, documents: Sequence[Document], asked: int, *more: str) -> str:
    for doc in documents:
        name = doc.cover.symbol.replace("/", "_").replace(" ", "_")
        (tmp_path / f"{name}.xml").write_bytes(written(doc, "akn"))
    files = sorted(tmp_path.glob("*.xml"))
    app = typer.Typer()
    verb.register(app)
    app.command("other")(lambda: None)
    result = CliRunner().invoke(app, ["text", "chain", str(files[asked]), "--library", str(tmp_path), *more])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_chain_says_what_ties_each_link_and_what_became_of_the_paragraphs(tmp_path: Path) -> None:
    documents = [
        council(
            1900 + n,
            date(2010 + n, 6, 28),
            f"Decides to extend the mandate of UNMIR until 30 June {2011 + n};",
            "Requests the Secretary-General to report on the rivers of the valley;",
            recalls=f"its resolution {1899 + n} ({2009 + n})",
        )
        for n in range(3)
    ]
    out = tmp_path / "chain.json"
    run(tmp_path, documents, 1, "--json", str(out))
    saved = json.loads(out.read_text(encoding="utf-8"))
    out.unlink()
    (links,), (after,) = saved["chains"].values(), saved["later"].values()
    assert [link["symbol"] for link in links] == [
        "S/RES/1899 (2009)",
        "S/RES/1900 (2010)",
        "S/RES/1901 (2011)",
    ]
    assert [link["symbol"] for link in after] == ["S/RES/1902 (2012)"]
    last = links[-1]
    assert last["why"][0] == (
        "extends the mandate of UNMIR (paragraph 1), which S/RES/1900 (2010) extended until 2011-06-30"
    )
    assert (last["body"], last["until"]) == ("UNMIR", "2012-06-30")
    assert last["changes"] == after[0]["changes"]
    assert (last["changes"]["kept"], last["changes"]["edited"]) == (2, 2)
    shown = run(tmp_path, documents, 1)
    assert "S/RES/1899 (2009) → S/RES/1900 (2010) → S/RES/1901 (2011) → S/RES/1902 (2012)" in shown
    assert "(the text asked about)" in shown


def test_a_text_without_a_predecessor_says_so(tmp_path: Path) -> None:
    assert "Nothing in the library that this text renews." in run(
        tmp_path, [council(1900, date(2010, 6, 28), "Calls for peace;")], 0
    )


def assembly(number: str, title: str, words: str, recalls: str = "the Charter") -> Document:
    year = 1945 + int(number.split("/", maxsplit=1)[0])
    return Document(
        kind=DocumentKind.RESOLUTION,
        organ=Organ.GENERAL_ASSEMBLY,
        title=title,
        cover=Cover(symbol=f"A/RES/{number}"),
        adoption=Adoption(date=date(year, 12, 5)),
        blocks=(preambular(f"Recalling {recalls},"), paragraph(words, "1.")),
    )


def test_a_text_like_another_under_another_title_renews_nothing() -> None:
    words = f"Requests the administering Power of the Territory {LONG};"
    library = [
        entry(assembly("75/108", "Question of Anguilla", words)),
        entry(assembly("75/109", "Question of Bermuda", words)),
        entry(assembly("76/95", "Question of Bermuda", words)),
        entry(assembly("74/50", "Seas and rivers", "Notes the report on seas and rivers;")),
    ]
    guam = assembly("76/97", "Question of Guam", words)
    assert [link.symbol for link in chain(guam, library)] == ["A/RES/76/97"]
    bermuda = assembly("77/140", "Question of Bermuda", words)
    symbols = [link.symbol for link in chain(bermuda, library)]
    assert symbols == ["A/RES/75/109", "A/RES/76/95", "A/RES/77/140"]


def test_years_and_sessions_in_a_title_do_not_make_it_another() -> None:
    words = f"Decides that the report of the Committee shall be used {LONG};"
    first = assembly(
        "75/255", "Report of the Committee on its forty-fifth session and expenses for 2021", words
    )
    second = assembly(
        "76/248", "Report of the Committee on its forty-sixth session and expenses for 2022", words
    )
    assert [link.symbol for link in chain(second, [entry(first)])] == ["A/RES/75/255", "A/RES/76/248"]


def test_a_retitled_renewal_is_known_by_what_it_recalls() -> None:
    words = f"Encourages all States to further sustainable tourism {LONG};"
    first = assembly(
        "75/229", "Promotion of sustainable tourism, including ecotourism, for development", words
    )
    second = assembly(
        "77/178",
        "Promotion of sustainable and resilient tourism, including ecotourism, for development",
        words,
        "its resolution 75/229",
    )
    assert [link.symbol for link in chain(second, [entry(first)])] == ["A/RES/75/229", "A/RES/77/178"]
