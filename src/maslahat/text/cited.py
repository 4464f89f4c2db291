"""The resolutions and documents a text cites, as links the way the United Nations set them.

Only what is sure is linked: a full symbol (A/72/1, S/PRST/2015/22), or a number that follows the word “resolution” in
a list of numbers and dates: of the Security Council by its year (1325 (2000)), of the General Assembly and of the
Economic and Social Council where the text names the organ before it or the organ speaks of its own.
"""

from __future__ import annotations

import re

from maslahat.text.dates import MONTH
from maslahat.text.document import Mark, MarkKind, Organ
from maslahat.text.language import LANGUAGE_TAGS

_LETTERS = {Organ.GENERAL_ASSEMBLY: "A", Organ.SECURITY_COUNCIL: "S", Organ.ECOSOC: "E"}
_SAID = (
    r"(?:[Rr]esolutions?|[Rr]ésolutions?|[Рр]езолюци(?:[яиюей]|ях|ям|ями)|[Rr]esoluci(?:ón|ones)) "
    r"(?:of the General Assembly )?"
)
_TOKEN = re.compile(
    rf"(?=[RrРрASE\d])(?:(?P<said>{_SAID})"
    r"|(?P<symbol>(?<![\w/-])(?:[ASE]/(?:RES/|PRST/|AC\.\d+/|C\.\d/|HRC/|RES/S-)?(?:ES-|S-)?\d{1,4}/"
    r"(?:L\.|Add\.)?\d{1,4}(?:/Add\.\d+|/Rev\.\d+)*"
    r"|S/RES/\d{2,4} ?\((?:19|20)\d\d\))(?![\w/]))"
    r"|(?P<council>(?<![\w/])\d{1,4} ?\((?:19[4-9]|20)\d{1,2}\))"
    r"|(?P<old>(?<![\w/])\d{1,4} \([IVXL]+\))"
    r"|(?P<year>(?<![\w/])(?:19[7-9]|20[0-4])\d/\d{1,3}(?![\w/]))"
    r"|(?<![\w/])(?P<assembly>(?:ES[-‑]\d{1,2}|S[-‑]\d{1,2}|[3-9]\d)/\d{1,3})(?![\w/])"
    r"(?: of \d{1,2} [A-Z][a-z]+ (?P<adopted>\d{4}))?)"
)
_LETTER = re.compile(r" [A-Z](?![\w’'-])")  # 55/180 B: the UN names such addresses in several ways
_CITES = re.compile(r"[Rr][eé]sol|[Рр]езол|[ASE]/[ARPCHLES\d]")  # what a citation begins with, at the least
_SPARKS = ("esol", "ésol", "езол", "A/", "S/", "E/")
_BETWEEN = re.compile(
    rf"(?:[ ,;*]|and|as well as|of|to|du|et|от|и|del?|y|en date|\d{{1,2}}(?:er)?|(?:19|20)\d\d|(?i:{MONTH})|года|[A-Z](?=[ ,;]))*"
)
_BODY = re.compile(
    r"(?:(?P<ga>General Assembly)|(?P<ecosoc>Economic and Social Council)|(?P<sc>Security Council)|"
    r"(?P<own>\b(?:[Ii]ts(?: own)?|[Ss](?:a|es)|[Сс]во\w+|[Ss]us?)(?: \w+)?|paragraphs? [\d ,a-z()]+ of)|"
    r"(?P<other>[A-Z][\w’-]+))(?: and its [a-z]+ [a-z]+)? ?$"
)
_ANOTHER = re.compile(
    r"(?:Human Rights Council|Council on Human Rights|Commission|Environment (?:Assembly|Programme)|Health Assembly|"
    r"Conference|Organization|Board|Committee|Union|Agency|Tribunal|Economic and Social Council)[^;.]*$"
)


def cited(text: str, organ: Organ, language: str = "eng") -> tuple[Mark, ...]:
    """Return a mark of the kind CITED for every sure citation in `text`, its value the UN's address of it."""
    for part in _SPARKS:  # most texts have none, and this is quicker than a pattern
        if part in text:
            break
    else:
        return ()
    first = _CITES.search(text)
    if first is None:
        return ()
    base = f"https://undocs.org/{LANGUAGE_TAGS.get(language, 'en')}/"
    found: list[Mark] = []
    listed, last = "", -1  # whose resolutions are being listed, and where the list has come to
    for token in _TOKEN.finditer(text, first.start()):
        if token["said"]:
            listed, last = _whose(text[: token.start()], organ), token.end()
            continue
        address = token["symbol"] or ""
        if not address and last >= 0 and _BETWEEN.fullmatch(text, last, token.start()):
            address = _address(token, listed)
            last = token.end()
        elif not address:
            last = -1
        if address:
            start, end = token.span("assembly" if token["assembly"] else 0)
            found.append(Mark(start, end, MarkKind.CITED, base + address.replace(" ", "").replace("‑", "-")))
    return tuple(found)


def _whose(before: str, organ: Organ) -> str:
    """Return the letter of the organ whose resolutions are named, `?` where it is another body's or unsure."""
    found = _BODY.search(before[-60:])
    if found is None or found["own"]:
        return "?" if _ANOTHER.search(before) else _LETTERS.get(organ, "?")
    return next((letter for name, letter in (("ga", "A"), ("ecosoc", "E"), ("sc", "S")) if found[name]), "?")


def _address(token: re.Match[str], listed: str) -> str:
    """Return the symbol of a resolution in a list, nothing where it is not sure whose it is."""
    if token["council"]:
        return f"S/RES/{token['council']}"
    if token["old"]:
        return f"A/RES/{token['old']}" if listed == "A" else ""
    if token["year"]:
        return f"E/RES/{token['year']}" if listed == "E" else ""
    sure = listed == "A" and _in_session(token) and not _LETTER.match(token.string, token.end("assembly"))
    return f"A/RES/{token['assembly']}" if token["assembly"] and sure else ""


def _in_session(token: re.Match[str]) -> bool:
    """Tell whether the day of a resolution, where it is given, lies in its session: the Assembly's nth opened in 1945 + n.

    The Human Rights Council numbers its sessions likewise, but not in the same years.
    """
    session, year = (token["assembly"] or "").split("/")[0], token["adopted"]
    return not (year and session.isdigit()) or int(year) - int(session) in {1945, 1946}
