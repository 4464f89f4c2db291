"""The page of a PDF in the layout of the United Nations, as Typst source: masthead, sides of the sheet, cover.

Measures are those of the UN's Word files, in centimetres: 2.12 to the rules and heads, 2.24 more to the text.
"""

from __future__ import annotations

import json
import re

from maslahat.text.document import Document
from maslahat.text.language import LANGUAGE_TAGS, RIGHT_TO_LEFT, RIGHT_TO_LEFT_LETTER
from maslahat.text.masthead import HOUSE, distributed, masthead, shortened

_LONGEST_HEAD = 170  # characters: three lines beside the symbol
_WHITE = re.compile(r"[^\S\u00a0]+")
_PAGE = """#let margin = 2.235cm
#let tab = .838cm
#let symbol = {symbol}
#let title = {title}
#let job = {job}
#let short = {short}
#let even() = calc.even(counter(page).get().first())
#let sides(inner, outer, widths: (1fr, 5.35cm), ..look) = if even() {
  grid(columns: widths.rev(), ..look, outer, align(end, inner))
} else { grid(columns: widths, ..look, inner, align(end, outer)) }
#set text(font: ("Libertinus Serif", "Noto Naskh Arabic", "Noto Serif CJK SC", "New Computer Modern"), \
size: {size}pt, lang: {language}, region: none, hyphenate: false)
#set page(paper: "us-letter", margin: (x: 4.352cm, top: 2.75cm, bottom: 2.4cm), header-ascent: .46cm,
  footer-descent: .7cm,
  header: context if counter(page).get().first() > 1 and symbol + title != "" { pad(x: -margin, {
    set text(8.5pt, weight: "bold")
    set par(justify: false, leading: .4em)
    sides(title, symbol, inset: (bottom: .14cm), align: bottom, stroke: (bottom: .25pt))
  }) },
  footer: context pad(x: -margin, if counter(page).get().first() > 1 or job == "" {
    sides(text(7pt, short), text(8.5pt, strong(counter(page).display("1/1", both: true))))
  } else { text(dir: ltr, job) }))
#show link: set text(fill: rgb("#0000ff"))
#set par(justify: true, leading: .52em, spacing: .98em)
#show heading: set text(10pt)
#show heading: set par(justify: false)
#show heading: set block(above: 1.5em, below: 1.1em, sticky: true)
#show heading.where(level: 1): set text(12pt)
#show heading.where(level: 2): set text(14pt)
#show heading.where(level: 3): set text(12pt)
#set footnote.entry(separator: line(length: 3.2cm, stroke: .5pt), gap: .35em)
#show footnote.entry: set text(8.5pt)
#show footnote.entry: set par(leading: .45em)
#let label(body) = context box(
  width: calc.ceil((measure(body).width + .25em).to-absolute() / tab) * tab, body)
"""


def string(text: str) -> str:
    """Return a Typst string: JSON's escapes for quotes and backslashes are Typst's."""
    return json.dumps(_WHITE.sub(" ", text), ensure_ascii=False)


def head_of(doc: Document) -> str:
    """Return the settings of the page, with the running head and foot of `doc`."""
    page = _PAGE
    fields = {
        "symbol": string(doc.cover.symbol),
        "title": string(shortened(doc.title, _LONGEST_HEAD) if masthead(doc) else ""),
        "job": string(doc.cover.job_number),
        "short": string(doc.cover.job_number.split(" ", maxsplit=1)[0]),
        "language": string(LANGUAGE_TAGS.get(doc.language, "en")),
        "size": "11" if doc.language in RIGHT_TO_LEFT else "10",
    }
    for name, value in fields.items():
        page = page.replace("{" + name + "}", value)
    return page


def masthead_of(doc: Document) -> list[str]:
    """Return the masthead and the lines of the session; nothing for a text that is no document of an organ."""
    cover = doc.cover
    if not (masthead(doc) or cover.session):
        return []
    lines = [f"#strong({string(cover.session)})"] if cover.session else []
    lines += [f"#{string(line)}" for line in cover.agenda_text]
    under = f"#set par(justify: false, spacing: .52em)\n{chr(10).join(f'{line}{chr(10)}' for line in lines)}"
    top = _masthead(doc) if masthead(doc) else ""
    return [f"#pad(x: -margin)[{top}\n{under}]", "#v(.5cm)"]


def _masthead(doc: Document) -> str:
    """Return house and symbol over a thin rule, organ and distribution over a thick one, in the head of the page."""
    cover = doc.cover
    initial = cover.symbol[:1] if "/" in cover.symbol else ""
    house = string(HOUSE.get(doc.language, "United Nations"))
    symbol = f"text(20pt, {string(initial)}) + {string(cover.symbol.removeprefix(initial))}"
    side, end = ("left", "left") if doc.language in RIGHT_TO_LEFT else ("start", "end")
    small = [line for line in (distributed(cover), cover.issued_text, cover.original) if line]
    said = " + ".join(f"align({side}, text(dir: {_direction(line)}, {string(line)}))" for line in small)
    organ = string(cover.authority or str(doc.organ))
    height = "5.08cm" if small else "1.27cm"
    return (
        "#v(-1.99cm)#{ set par(justify: false, spacing: .52em); grid(columns: (margin, 5.97cm, 1fr, 5.59cm), "
        f"rows: (1.52cm, {height}), stroke: (x, y) => (bottom: if y == 0 {{ .5pt }} else {{ 1.5pt }}), "
        f"[], grid.cell(align: bottom, inset: (bottom: .14cm), text(14pt, dir: {_direction(house)}, {house})), "
        f"grid.cell(colspan: 2, align: {end} + bottom, inset: (bottom: .14cm), text(dir: ltr, {symbol})), "
        f'[], grid.cell(colspan: 2, inset: (top: .3cm), text(20pt, weight: "bold", {organ})), '
        f"grid.cell(inset: (top: .42cm), {said or '[]'})) }}#v(.3cm)"
    )


def _direction(text: str) -> str:
    """Return which way a line of figures and words runs: that of its letters, not of the page."""
    return "rtl" if RIGHT_TO_LEFT_LETTER.search(text) else "ltr"
