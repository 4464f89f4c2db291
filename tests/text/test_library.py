"""The memory and the chain of renewals (§10)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from maslahat.cli import text as verb
from maslahat.commitments import obligors
from maslahat.core import Fault, InputError
from maslahat.text.chain import chain, entry, predecessors
from maslahat.text.convert import read
from maslahat.text.document import Adoption, Cover, Document, Organ, paragraph, preambular
from maslahat.text.library.rank import Hit, ranked
from maslahat.text.library.store import Query, answer, build, default_place, search


def resolution(number: str, year: int, title: str, words: str, recalls: str = "the Charter") -> Document:
    return Document(
        title=title,
        organ=Organ.GENERAL_ASSEMBLY,
        cover=Cover(symbol=f"A/RES/{number}"),
        adoption=Adoption(date=date(year, 5, 1)),
        blocks=(preambular(f"Recalling {recalls},"), paragraph(words, "1.")),
    )


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    documents = [
        resolution(
            "72/7", 2017, "Preventive diplomacy", "Encourages the Regional Centre to liaise with Governments;"
        ),
        resolution(
            "75/1",
            2020,
            "Rivers",
            "Requests the Secretary-General to report on the rivers;",
            "resolution 60/288",
        ),
        resolution("75/2", 2020, "Вода", "Приветствует сотрудничество государств по водным ресурсам;"),
    ]
    place = tmp_path / "library.db"
    assert build([(Path(d.cover.symbol), d) for d in documents], place) == (3, 6)
    return place


def test_words_verb_year_subject_and_cited_resolution_are_found(shelf: Path) -> None:
    assert [hit.symbol for hit in search(Query("governments regional centre"), shelf)] == ["A/RES/72/7"]
    assert search(Query("reporting rivers"), shelf)[0].paragraph == "1."
    assert [hit.symbol for hit in search(Query("сотрудничества"), shelf)] == ["A/RES/75/2"]
    assert [hit.text[:8] for hit in search(Query(verb="Requests"), shelf)] == ["Requests"]
    assert {hit.symbol for hit in search(Query(year=2017), shelf)} == {"A/RES/72/7"}
    assert [hit.symbol for hit in search(Query(cites="60/288"), shelf)] == ["A/RES/75/1"]
    assert {hit.symbol for hit in search(Query(subject="diplomacy"), shelf)} == {"A/RES/72/7"}
    assert search(Query(actor="Secretary-General"), shelf)[0].symbol == "A/RES/75/1"


def test_a_misspelt_word_is_read_as_the_nearest_one_and_told(shelf: Path) -> None:
    found = answer(Query("govrenments regional"), shelf)
    assert found.hits[0].symbol == "A/RES/72/7"
    assert found.mended == (("govrenments", "governments"),)
    assert answer(Query("governments"), shelf).mended == ()


def test_title_symbol_and_year_beside_words(shelf: Path) -> None:
    assert search(Query("Preventive diplomacy"), shelf)[0].kind == "title"
    assert search(Query("A/RES/75/1"), shelf)[0].symbol == "A/RES/75/1"
    assert search(Query("A/RES/75/1 report"), shelf)[0].text.startswith("Requests the Secretary-General")
    assert search(Query("A/RES/99/9"), shelf) == []
    assert [hit.symbol for hit in search(Query("A/RES/60/288"), shelf)] == ["A/RES/75/1"]
    assert search(Query("report 2020"), shelf)[0].symbol == "A/RES/75/1"
    assert search(Query("водные ресурсы"), shelf)[0].symbol == "A/RES/75/2"


def called(tmp_path: Path) -> Path:
    documents = [
        resolution("77/273", 2023, "The Regional Centre", "Requests the Secretary-General to report;"),
        resolution("77/256 A-B", 2022, "Salaries", "Notes the report;"),
        resolution("75/242", 2020, "Accounts", "Notes the accounts;"),
        resolution("75/242 B", 2021, "Accounts", "Notes the accounts;"),
        resolution("S-32/1", 2021, "Corruption", "Notes the declaration;"),
        resolution(
            "78/9", 2024, "Peace", "Notes the work of the Centre;", "its resolutions 77/273 and 72/7 (A/60/5)"
        ),
        resolution(
            "79/9", 2025, "Peace again", "Notes the work;", "its resolution 77/273 and resolution 2164 (2014)"
        ),
        replace(
            resolution("x", 2014, "", "Requests the mission to report;"),
            organ=Organ.SECURITY_COUNCIL,
            number="Resolution 2164 (2014)",
            cover=Cover(symbol="S/RES/2164 (2014)"),
        ),
    ]
    place = tmp_path / "called.db"
    build([(Path(d.cover.symbol), d) for d in documents], place, obligors)
    return place


@pytest.mark.parametrize(
    "words",
    [
        "77/273",
        "resolution 77/273",
        "A/RES/77/273",
        "General Assembly resolution 77/273",
        "«резолюция 77/273»",
    ],
)
def test_a_resolution_called_by_its_name_comes_first_then_who_cites_it(words: str, tmp_path: Path) -> None:
    hits = search(Query(words), called(tmp_path))
    assert [(hit.symbol, hit.kind) for hit in hits[:3]] == [
        ("A/RES/77/273", "title"),
        ("A/RES/79/9", "preamble"),
        ("A/RES/78/9", "preamble"),
    ]
    assert {hit.symbol for hit in hits[3:]} == {"A/RES/77/273"}


@pytest.mark.parametrize(
    "words",
    [
        "resolution 2164",
        "S/RES/2164",
        "2164 (2014)",
        "S/RES/2164(2014)",
        "UNSCR 2164",
        "resolution 2164 of 2014",
    ],
)
def test_a_resolution_of_the_council_is_known_with_and_without_its_year(words: str, tmp_path: Path) -> None:
    hits = search(Query(words), called(tmp_path))
    assert [hit.symbol for hit in hits[:2]] == ["S/RES/2164 (2014)", "A/RES/79/9"]
    assert hits[0].text == "Resolution 2164 (2014)"


def test_a_name_beside_conditions_and_a_name_that_nobody_has(tmp_path: Path) -> None:
    place = called(tmp_path)
    assert [hit.text for hit in search(Query("77/273", verb="Requests"), place)] == [
        "Requests the Secretary-General to report;"
    ]
    assert search(Query("77/256 B"), place)[0].symbol == "A/RES/77/256 A-B"
    assert search(Query("77/256 C"), place) == []
    assert search(Query("resolution 99/999"), place) == []
    assert [search(Query(name), place)[0].symbol for name in ("75/242", "75/242 B", "resolution S-32/1")] == [
        "A/RES/75/242",
        "A/RES/75/242 B",
        "A/RES/S-32/1",
    ]
    assert (
        search(Query("Security Council resolution 77/273"), place)[0].symbol == "A/RES/79/9"
    )  # who cites that number
    assert [hit.symbol for hit in search(Query(cites="2164"), place)] == ["A/RES/79/9"]
    assert search(Query(cites="60/5"), place) == []  # A/60/5 is a document


def test_a_symbol_among_words_is_sought_as_a_whole(tmp_path: Path) -> None:
    assert [hit.symbol for hit in search(Query("A/60/5"), called(tmp_path))] == ["A/RES/78/9"]


def test_of_two_words_one_letter_away_the_commoner_is_read(tmp_path: Path) -> None:
    documents = [resolution(f"70/{n}", 2015, "A", "Requests help with water;") for n in range(3)]
    documents.append(resolution("70/9", 2015, "B", "Requests help with weather;"))
    place = tmp_path / "library.db"
    build([(Path(d.cover.symbol), d) for d in documents], place)
    assert answer(Query("wather"), place).mended == (("wather", "water"),)


def test_a_query_full_of_unknown_words_is_not_mended_without_end(shelf: Path) -> None:
    assert (
        len(answer(Query(" ".join(f"govern{letter}ents" for letter in "abcdefghijklmnop")), shelf).mended)
        == 8
    )


def renewals(tmp_path: Path) -> Path:
    words = "Requests the Secretary-General to report at its {} session on the use of the water of rivers;"
    sessions = ("seventieth", "seventy-first", "seventy-second")
    documents = [
        resolution(f"{n}/1", 1950 + n, "Rivers", words.format(name)) for n, name in enumerate(sessions, 70)
    ]
    documents.append(
        resolution("60/9", 2005, "Seas", "Notes the report on the use of the water of rivers in deltas;")
    )
    place = tmp_path / "library.db"
    build([(Path(d.cover.symbol), d) for d in documents], place)
    return place


def test_each_renewal_is_a_hit_of_its_own_and_names_the_others(tmp_path: Path) -> None:
    hits = search(Query("report water rivers seventy-first"), renewals(tmp_path))
    assert hits[0].symbol == "A/RES/71/1"
    assert {also.name for also in hits[0].also} == {"A/RES/70/1, 1.", "A/RES/72/1, 1."}
    assert {hit.symbol: hit.group for hit in hits} == {
        "A/RES/71/1": 1,
        "A/RES/70/1": 1,
        "A/RES/72/1": 1,
    }


def test_where_words_cannot_tell_each_text_is_shown_once_before_its_twins(tmp_path: Path) -> None:
    hits = search(Query("report use water rivers"), renewals(tmp_path))
    assert {hits[0].group, hits[1].group} == {1, 2}
    assert [hit.group for hit in hits].count(1) + [hit.group for hit in hits].count(2) == 4
    assert len({hit.symbol for hit in hits}) == 4


def test_a_title_asked_for_comes_before_paragraphs_that_cite_it(tmp_path: Path) -> None:
    documents = [
        resolution(f"{n}/1", 1945 + n, "Sport as an enabler of peace", "Notes the report;")
        for n in (70, 71, 72)
    ]
    cites = "Recalls its resolutions entitled “Sport as an enabler of peace”, of 2015, 2016 and 2017;"
    documents += [resolution(f"73/{n}", 2018, "Youth", cites) for n in (5, 6, 7)]
    place = tmp_path / "library.db"
    build([(Path(d.cover.symbol), d) for d in documents], place)
    hit = search(Query("Sport as an enabler of peace 2016"), place)[0]
    assert (hit.symbol, hit.kind) == ("A/RES/71/1", "title")


def test_answers_with_the_words_in_order_come_first_and_name_those_alike() -> None:
    def hit(symbol: str, text: str, score: float) -> Hit:
        return Hit(symbol, "", "1.", "paragraph", 0, text, 2022, symbol, score, twin=len(text))

    hits = [
        hit("A", "void is null, and the Golan was occupied once", 9.0),
        hit("B", "the occupied Golan is null and void", 1.0),
        hit("C", "the occupied Golan is null and void", 0.5),
    ]
    terms = [("occupied", 3), ("golan", 3), ("null", 3)]
    order = ranked(hits, terms, "occupied Golan is null")
    assert [found.symbol for found in order] == ["B", "C", "A"]
    assert [one.name for one in order[0].also] == ["C, 1."]


def test_the_json_names_the_place_and_the_twins(tmp_path: Path) -> None:
    app = typer.Typer()
    verb.register(app)
    app.command("other")(lambda: None)
    out = tmp_path / "hits.json"
    words = ["text", "search", "report water rivers", "--library", str(renewals(tmp_path))]
    assert CliRunner().invoke(app, [*words, "--json", str(out)]).exit_code == 0
    hits = json.loads(out.read_text(encoding="utf-8"))["hits"]
    assert len({(hit["symbol"], hit["paragraph"]) for hit in hits}) == 4
    twins = [hit for hit in hits if len(hit["also"]) == 2]
    assert len({hit["place"] for hit in twins}) == 1
    assert len(CliRunner().invoke(app, words).stdout.split("\n    also ")) == 2


def test_the_one_asked_is_not_whoever_is_named(tmp_path: Path) -> None:
    documents = [
        resolution("70/1", 2015, "A", "Requests the Centre to help the Office with water;"),
        resolution("70/2", 2015, "B", "Requests the Office to help the Centre with water;"),
    ]
    place = tmp_path / "library.db"
    build([(Path(d.cover.symbol), d) for d in documents], place, obligors)
    assert [hit.symbol for hit in search(Query(actor="Office"), place)] == ["A/RES/70/2"]
    assert [hit.symbol for hit in search(Query("water", actor="Centre"), place)] == ["A/RES/70/1"]


def test_a_file_that_is_no_library_is_told(tmp_path: Path) -> None:
    place = tmp_path / "library.db"
    place.write_text("not a database, and long enough to be taken for one " * 40)
    with pytest.raises(InputError, match="anew"):
        search(Query("water"), place)
    place.write_bytes(b"")
    with pytest.raises(InputError, match="anew"):
        search(Query("water"), place)


def test_a_failed_build_leaves_the_library_before(shelf: Path) -> None:
    def broken() -> Iterator[tuple[Path, Document]]:
        yield Path("one"), resolution("1/1", 2000, "One", "Requests everybody to help;")
        raise InputError(Fault("two", "nothing", "a document"))

    with pytest.raises(InputError):
        build(broken(), shelf)
    assert search(Query("governments"), shelf)
    assert [path.name for path in shelf.parent.iterdir()] == [shelf.name]


def test_bad_queries_are_sentences_and_never_errors_of_the_database(shelf: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no library"):
        search(Query("water"), tmp_path / "none.db")
    with pytest.raises(InputError, match="nothing"):
        search(Query(), shelf)
    assert search(Query("NEAR( OR * ' AND"), shelf) == []


def test_the_place_of_the_library_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MASLAHAT_LIBRARY", str(tmp_path / "x.db"))
    assert default_place() == tmp_path / "x.db"


def test_a_renewal_is_traced_to_its_predecessor() -> None:
    words = "Encourages the Regional Centre to liaise with the Governments of the region;"
    first = resolution("70/1", 2015, "Role of the Centre", words, "its resolution 60/5")
    second = resolution("73/2", 2018, "Role of the Centre", words, "its resolution 70/1")
    third = resolution("76/3", 2021, "Role of the Centre", words, "its resolutions 70/1 and 73/2")
    other = resolution("75/9", 2020, "Law of the sea", "Notes the report;", "the Charter")
    library = [entry(doc) for doc in (other, first, third, second)]
    assert predecessors(entry(third), library)[0].entry.symbol == "A/RES/73/2"
    links = chain(third, library)
    assert [link.symbol for link in links] == ["A/RES/60/5", "A/RES/70/1", "A/RES/73/2", "A/RES/76/3"]
    assert [link.read for link in links] == [False, True, True, True]


def council(number: int, year: int, words: str, recalls: str = "the Charter") -> Document:
    return Document(
        organ=Organ.SECURITY_COUNCIL,
        cover=Cover(symbol=f"S/RES/{number} ({year})"),
        adoption=Adoption(date=date(year, 5, 1)),
        blocks=(preambular(f"Recalling {recalls},"), paragraph(words, "1.")),
    )


def test_a_mandate_is_renewed_from_where_it_was_last_extended() -> None:
    long = "until 1 June; requests the mission to protect civilians, to support elections and to report on the rivers"
    documents = [
        council(1900, 2010, f"Decides to extend the mandate of the Mission in Ruritania (UNMIR) {long};"),
        council(
            1910, 2010, "Decides that the mandate of UNMIR shall be extended until 1 July;", "1900 (2010)"
        ),
        council(1911, 2010, f"Decides to extend the mandate of the Panel of Experts {long};", "1900 (2010)"),
        council(1950, 2011, f"Decides to extend UNMIR’s mandate {long};", "its resolutions 1900 (2010)"),
    ]
    library = [entry(doc) for doc in documents]
    assert [[mandate.body for mandate in one.mandates] for one in library[:2]] == [["UNMIR"], ["UNMIR"]]
    assert predecessors(library[3], library)[0].entry.symbol == "S/RES/1910 (2010)"


def test_the_number_tells_what_came_first_where_a_day_is_wrong() -> None:
    words = "Decides to extend the mandate of UNMIR for one year;"
    first, second = council(2364, 2017, words), council(2423, 2018, words, "2364 (2017)")
    second = replace(second, adoption=Adoption(date=date(2016, 6, 29)))
    library = [entry(first), entry(second)]
    assert predecessors(library[1], library)[0].entry.symbol == "S/RES/2364 (2017)"
    assert predecessors(library[0], library) == []


@pytest.mark.data
def test_the_centre_s_chain_is_drawn_from_word_and_xml_files(texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "chain.json"
    english = texts / "multilang" / "English"
    app = typer.Typer()
    verb.register(app)
    app.command("other")(lambda: None)
    words = ["text", "chain", str(next(english.glob("*77_273*"))), "--json", str(out)]
    words += ["--library", str(english), "--library", str(texts / "docx_ga72")]
    assert CliRunner().invoke(app, words).exit_code == 0
    (links,) = json.loads(out.read_text(encoding="utf-8"))["chains"].values()
    assert [link["symbol"] for link in links] == ["A/RES/72/7", "A/RES/75/272", "A/RES/77/273"]
    assert all(link["read"] for link in links)


@pytest.mark.data
def test_the_regional_centre_in_the_data(texts: Path) -> None:
    folder = texts / "multilang" / "English"
    library = [entry(read(path)) for path in sorted(folder.glob("*.xml"))]
    links = chain(read(next(folder.glob("*77_273*"))), library)
    assert [link.symbol for link in links] == ["A/RES/72/7", "A/RES/75/272", "A/RES/77/273"]
