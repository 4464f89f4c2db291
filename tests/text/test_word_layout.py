"""What a person sees of a Word file: sides of the sheet, masthead, tables, sponsors, lines to sign on (DESIGN §10).

The measures are those of the UN's own Word files (A/RES/72/7 and others of the seventy-second session).
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

from lxml import etree

from maslahat import text as t
from maslahat.text.convert import read_bytes, written
from maslahat.text.document import BlockKind, Cell, Cover, Document, MarkKind, Organ, Table
from maslahat.text.pdf_writer import typst_source

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COVER = Cover(
    "General Assembly",
    "A/RES/72/7",
    "General",
    issued_text="20 November 2017",
    session="Seventy-second session",
    status_line="Resolution adopted by the General Assembly on 17 November 2017",
    proponent="[without reference to a Main Committee (A/72/L.4 and A/72/L.4/Add.1)]",
    job_number="17-20520 (E)",
)
RESOLUTION = Document(
    kind=t.DocumentKind.RESOLUTION,
    organ=Organ.GENERAL_ASSEMBLY,
    number="72/7.",
    title="Regional Centre",
    cover=COVER,
    blocks=(t.paragraph("Encourages the Regional Centre to continue its work.", "1."),),
)


def parts(doc: Document) -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(written(doc, "docx"))) as package:
        return {
            name.removeprefix("word/").removesuffix(".xml"): etree.fromstring(package.read(name))
            for name in package.namelist()
        }


def words(element: etree._Element) -> str:
    return "".join(x.text or "" for x in element.iter(f"{W}t"))


def style(p: etree._Element) -> str:
    found = p.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else found.get(f"{W}val")


def styled(doc: Document, name: str) -> list[etree._Element]:
    return [p for p in parts(doc)["document"].iter(f"{W}p") if style(p) == name]


def test_symbol_and_page_number_stand_on_the_outer_side_of_the_sheet() -> None:
    made = parts(RESOLUTION)
    said = {name: [words(tc) for tc in made[name].iter(f"{W}tc")] for name in ("header1", "header3")}
    assert said == {
        "header1": ["Regional Centre", "A/RES/72/7"],
        "header3": ["A/RES/72/7", "Regional Centre"],
    }
    feet = [[words(tc) for tc in made[name].iter(f"{W}tc")] for name in ("footer1", "footer3")]
    assert feet == [["17-20520", "1/1"], ["1/1", "17-20520"]]
    assert made["settings"].find(f"{W}evenAndOddHeaders") is not None
    kinds = {one.get(f"{W}type") for one in made["document"].iter(f"{W}headerReference")}
    assert kinds == {"default", "first", "even"}


def test_pages_after_the_first_are_as_long_as_the_uns() -> None:
    margin = next(parts(RESOLUTION)["document"].iter(f"{W}pgMar"))
    assert margin.get(f"{W}bottom") == "1152"
    room = [int(one.get(f"{W}line")) for one in parts(RESOLUTION)["footer2"].iter(f"{W}spacing")]
    assert (
        504 + 240 + sum(room) == 1728
    )  # distance of the foot, the line of the job number, the room around it


def test_letters_are_set_wider_but_where_the_script_does_not_bear_it() -> None:
    for language, wider in (("eng", True), ("rus", True), ("ara", False), ("zho", False)):
        defaults = parts(replace(RESOLUTION, language=language))["styles"].find(f"{W}docDefaults")
        assert (defaults.find(f".//{W}w") is not None) is wider


def test_a_text_with_a_masthead_ends_with_the_short_rule_and_others_do_not() -> None:
    assert len(styled(RESOLUTION, "EndRule")) == 1
    assert not styled(replace(RESOLUTION, cover=Cover()), "EndRule")


def test_the_low_row_of_the_masthead_keeps_room_only_under_lines_of_distribution() -> None:
    def height(doc: Document) -> int:
        return int(list(parts(doc)["header2"].iter(f"{W}trHeight"))[1].get(f"{W}val"))

    assert height(RESOLUTION) == 2880
    assert height(replace(RESOLUTION, cover=Cover("General Assembly", "A/80/1"))) < 1000


def test_a_committee_is_italic_within_upright_brackets_and_its_symbols_are_links() -> None:
    (line,) = styled(RESOLUTION, "Proponent")
    runs = [(words(run), run.find(f"{W}rPr/{W}i") is not None) for run in line.iter(f"{W}r")]
    assert (runs[0], runs[-1]) == (("[", False), ("]", False))
    assert all(italic for _, italic in runs[1:-1])
    assert [words(link) for link in line.iter(f"{W}hyperlink")] == ["A/72/L.4", "A/72/L.4/Add.1"]
    assert read_bytes(written(RESOLUTION, "docx"), "x").cover.proponent == COVER.proponent


def test_sponsors_are_bold() -> None:
    said = "Kazakhstan, Kyrgyzstan and Uzbekistan: draft resolution"
    draft = replace(RESOLUTION, cover=replace(COVER, proponent=said), number="")
    (line,) = styled(draft, "Sponsors")
    assert words(line) == said
    sheet = parts(draft)["styles"]
    look = next(one for one in sheet.iter(f"{W}style") if one.get(f"{W}styleId") == "Sponsors")
    assert look.find(f"{W}rPr/{W}b") is not None
    assert read_bytes(written(draft, "docx"), "x").cover.proponent == said


def test_a_day_stays_with_its_month_and_is_read_as_it_was() -> None:
    (line,) = styled(RESOLUTION, "TitleHCH")
    assert words(line).endswith("Assembly on\u00a017\u00a0November 2017")
    assert read_bytes(written(RESOLUTION, "docx"), "x").cover.status_line == COVER.status_line


def test_lines_to_sign_on_stand_in_two_columns_and_come_back(protocol: Document) -> None:
    three = replace(protocol, signatures=(*protocol.signatures, t.Signature("the Republic of Kazakhstan")))
    lines = styled(three, "Signature")
    assert [words(p) for p in lines] == [
        "For the Kyrgyz Republic:",
        "For the Republic of Uzbekistan: A. B., Minister",
        "For the Republic of Kazakhstan:",
    ]
    (table,) = {next(p.iterancestors(f"{W}tbl")) for p in lines}
    assert [len(tr.findall(f"{W}tc")) for tr in table.iter(f"{W}tr")] == [2, 2]
    assert table.find(f"{W}tblPr/{W}tblBorders") is None
    again = read_bytes(written(three, "docx"), "x")
    assert again.signatures == three.signatures
    assert sum(block.kind is BlockKind.TABLE for block in again.all_blocks()) == 1


def test_a_table_is_set_open_with_its_figures_under_one_another() -> None:
    rows = (("Opening balance", "1 450", "–"), ("Revised estimates", "(20.5)", "two years"))
    doc = replace(RESOLUTION, blocks=(t.table(("Item", "Dollars", "Due"), rows, "Table 1"),))
    table = next(p for p in parts(doc)["document"].iter(f"{W}tbl"))
    assert {one.tag.removeprefix(W) for one in table.find(f"{W}tblPr/{W}tblBorders")} == {"top", "bottom"}
    styles = [[style(p) for p in tr.iter(f"{W}p")] for tr in table.iter(f"{W}tr")]
    assert styles == [["CellHead", "CellHeadFigure", "CellHead"]] + [["Cell", "CellFigure", "Cell"]] * 2
    rules = [[e.get(f"{W}sz") for e in tr.iter(f"{W}bottom")] for tr in table.iter(f"{W}tr")]
    assert rules == [["12"] * 3, [], []]


def test_heads_of_several_columns_have_a_thin_rule_and_empty_heads_none() -> None:
    head = (Cell("Item", head=True), Cell("Dollars", head=True, columns=2))
    low = (Cell("", head=True), Cell("Gross", head=True), Cell("Net", head=True))
    empty = tuple(Cell("", head=True) for _ in range(3))
    body = tuple(Cell(word) for word in ("Pay", "1", "2"))
    block = t.table((), ())
    doc = replace(RESOLUTION, blocks=(replace(block, table=Table((head, low, empty, body))),))
    table = next(p for p in parts(doc)["document"].iter(f"{W}tbl"))
    rules = [[e.get(f"{W}sz") for e in tr.iter(f"{W}bottom")] for tr in table.iter(f"{W}tr")]
    assert rules == [["4"] * 2, ["12"] * 3, [], []]


def test_every_annex_begins_a_page_also_several_in_one_without_a_label() -> None:
    blocks = (t.heading("Annex I"), t.paragraph("First."), t.heading("Annex II"), t.paragraph("Second."))
    doc = replace(RESOLUTION, annexes=(t.Annex("", "", blocks),))
    begun = [
        p for p in parts(doc)["document"].iter(f"{W}p") if p.find(f"{W}pPr/{W}pageBreakBefore") is not None
    ]
    assert [words(p) for p in begun] == ["Annex I", "Annex II"]


def test_tables_begin_on_the_right_where_the_language_does() -> None:
    table = t.table(("البند", "المبلغ"), (("أول", "1"),))
    made = parts(replace(RESOLUTION, language="ara", blocks=(table,)))
    for name in ("document", "header1", "header2", "header3", "footer1", "footer3"):
        assert all(one[0].tag == f"{W}bidiVisual" for one in made[name].iter(f"{W}tblPr")), name
    assert not list(parts(RESOLUTION)["header2"].iter(f"{W}bidiVisual"))


def test_a_pdf_has_the_masthead_the_sides_and_the_lines_to_sign_on_of_the_word_file(
    protocol: Document,
) -> None:
    source = typst_source(RESOLUTION)
    assert 'text(20pt, "A") + "/RES/72/7"' in source
    assert '#let short = "17-20520"' in source
    assert "Assembly on\u00a017\u00a0November 2017" in source
    assert '#"["#emph("without reference to a Main Committee (")' in source
    assert "#pad(left: -margin, grid(columns: (1.803cm, 1fr)" in source
    assert "line(length: 2.54cm" in source
    assert "line(length: 2.54cm" not in typst_source(protocol)
    assert typst_source(protocol).count("#line(length: 100%, stroke: .5pt)") == 2
    assert written(replace(RESOLUTION, language="ara"), "pdf").startswith(b"%PDF")


def test_a_pdf_repeats_the_heads_of_a_table_and_sets_it_open() -> None:
    rows = (("Opening balance", "1 450"), ("Revised estimates", "(20.5)"))
    doc = replace(RESOLUTION, blocks=(t.table(("Item", "Dollars"), rows),))
    source = typst_source(doc)
    assert "table.header(table.cell(x: 0, y: 0" in source
    assert "table.cell(x: 1, y: 1, colspan: 1, rowspan: 1, align: end)" in source
    assert "stroke: none" in source
    tall = Table(((Cell("Item", head=True, rows=2), Cell("Due", head=True)), (Cell("1"),)))
    odd = replace(RESOLUTION, blocks=(replace(t.table((), ()), table=tall),))
    assert "table.header" not in typst_source(odd)
    assert written(odd, "pdf").startswith(b"%PDF")


def test_meeting_and_day_stand_under_the_text_only_where_nothing_else_tells_them() -> None:
    held = t.Adoption("6115th meeting", None, "30 April 2009")
    doc = replace(RESOLUTION, adoption=held)
    told = replace(
        COVER, status_line="Adopted by the Security Council at its 6115th meeting, on 30 April 2009"
    )
    for one, under in (
        (doc, True),
        (replace(doc, cover=told), False),
        (replace(doc, kind=t.DocumentKind.STATEMENT), False),
    ):
        assert bool(styled(one, "Adoption")) is under
        assert ('#emph[#"6115th meeting"' in typst_source(one)) is under


def test_a_note_nothing_calls_stands_apart() -> None:
    doc = replace(RESOLUTION, notes=(t.Note("*", "Reissued for technical reasons."),))
    (line,) = styled(doc, "FootnoteText")
    assert line.find(f"{W}pPr/{W}spacing").get(f"{W}before") == "240"
    assert read_bytes(written(doc, "docx"), "x").notes == doc.notes


def test_meeting_and_day_never_stand_on_a_page_alone() -> None:
    held = t.Adoption("55th plenary meeting", None, "17 November 2017")
    part = t.Part("B", "Second", (t.paragraph("Requests a report.", "1."),), adoption=held)
    source = typst_source(replace(RESOLUTION, adoption=held, parts=(part,)))
    assert source.count("#block(sticky: true)[#par(") == 2
    assert source.count('#emph[#"55th plenary meeting"#linebreak()#"17 November 2017"]') == 2
    assert written(replace(RESOLUTION, adoption=held, parts=(part,)), "pdf").startswith(b"%PDF")


def test_a_table_of_many_narrow_columns_stays_between_the_margins_and_a_wide_one_takes_the_page() -> None:
    months = t.table(("Month", *"abcdefg"), (("April", *["1,450"] * 7), ("May", *["300"] * 7)))
    posts = t.table(tuple("abcdef"), (("Senior Programme Management Officer",) * 6,))
    sizes = []
    for block in (months, posts):
        doc = replace(RESOLUTION, blocks=(block,))
        table = next(parts(doc)["document"].iter(f"{W}tbl"))
        sizes.append([int(table.find(f"{W}tblPr/{W}{name}").get(f"{W}w")) for name in ("tblW", "tblInd")])
        wide = "#pad(x: -margin, table(" in typst_source(doc)
        assert wide is (block is posts)
    (narrow, inside), (whole, outside) = sizes
    assert (inside, outside) == (1267, 0)
    assert narrow <= 7306 < whole <= 9840


ORDER = {  # of what Word writes, after the schema of ECMA-376 part 1, 17.3.1, 17.3.2, 17.4.59, 17.4.69, 17.6.17
    "pPr": "pStyle keepNext keepLines pageBreakBefore pBdr tabs bidi spacing ind contextualSpacing jc rPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs smallCaps strike color spacing w kern sz szCs u vertAlign rtl lang ins del "
    "moveFrom moveTo rPrChange",
    "tblPr": "bidiVisual tblW tblInd tblBorders tblLayout tblCellMar",
    "tcPr": "tcW gridSpan vMerge tcBorders vAlign",
    "trPr": "cantSplit trHeight tblHeader ins del",
    "settings": "evenAndOddHeaders footnotePr compat",
    "sectPr": "headerReference footerReference pgSz pgMar titlePg bidi",
}


def test_properties_stand_in_the_order_word_asks_for(protocol: Document) -> None:
    """Word calls a file damaged whose properties stand in another order."""
    marks = tuple(t.Mark(0, 7, kind) for kind in (MarkKind.ITALIC, MarkKind.BOLD, MarkKind.UNDERLINE))
    rich = replace(
        RESOLUTION, blocks=(t.paragraph("Recalls resolution 72/7;", "(a)", 3, marks), *protocol.blocks)
    )
    rich = replace(rich, signatures=protocol.signatures, notes=protocol.notes, annexes=protocol.annexes)
    for doc in (rich, replace(rich, language="ara"), protocol):
        for name, root in parts(doc).items():
            for element in root.iter():
                tag = element.tag.removeprefix(W)
                if tag in ORDER:
                    order = ORDER[tag].split()
                    places = [order.index(child.tag.removeprefix(W)) for child in element]
                    assert places == sorted(places) or tag == "sectPr", (name, tag, places)


def test_heads_of_a_table_come_back_from_a_word_file() -> None:
    rows = (
        (Cell("Item", head=True), Cell("", head=True), Cell("Dollars", head=True)),
        (Cell("Pay", head=True), Cell("a"), Cell("1 450")),
        (Cell("Rent"), Cell("b"), Cell("7")),
    )
    doc = replace(RESOLUTION, blocks=(replace(t.table((), (), "Table 1"), table=Table(rows)),))
    (block,) = [one for one in read_bytes(written(doc, "docx"), "x").all_blocks() if one.table]
    assert block.table == Table(rows)
