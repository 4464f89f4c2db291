"""Commitments out of the operative paragraphs of a document (DESIGN §11)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from maslahat.commitments import asides
from maslahat.commitments.actors import SELF, Asked, read_asked
from maslahat.commitments.commitment import Commitment, Reporting
from maslahat.commitments.deadlines import read_deadlines
from maslahat.commitments.foreign import language_of, read_foreign
from maslahat.commitments.numbers import ordinal
from maslahat.text import Block, BlockKind, Document, Organ
from maslahat.text.dates import MONTH, read_date
from maslahat.text.verbs import Strength, strength

_BODY = (
    r"(?:General Assembly|Assembly|Security Council|Council|Economic and Social Council|Committee"
    r"|Commission|Board|Forum|it\b|Conference)"
)
_GAP = r"(?:(?! (?:of|for|as|on|required for)\b)[^;]){0,110}?"
_ORGAN = r"(?:General Assembly|Assembly|Security Council|Council|Economic and Social Council|Human Rights Council|it)"
_GIVES = (
    r"\b(?:submit|provide|present|prepare|transmit|(?<!looks )forward|issue|deliver|give|produce|circulate"
    r"|draft(?= an? )|compile)(?:t?ing)?\b"
)
_REPORT = re.compile(
    r"\b(?:to (?:continue to )?(?:regularly |jointly |periodically |fully |orally |also )?report\b(?!ed)"
    r"|continue reporting"
    r"|(?:and|or) (?:to )?(?:regularly )?report (?:thereon|on|to|back|annually|regularly)"
    rf"|{_GIVES}[^;]{{0,400}}?(?<!preparation of )(?<!national )(?<!on their )(?<!taking into account the )"
    r"\b(?:reports?\b(?! of the (?:Secretary|Advisory))|review of progress)"
    r"|\b(?:submit|present)\b[^;]{0,45}?\bnational reports?\b"
    rf"|\b(?:submit|present)(?:ting|ing)?,? (?:[^;,]{{0,40}}, )?(?:to|for (?:the )?consideration (?:of|by)) (?:the )?{_ORGAN}\b"
    rf"|\b(?:communicate|apprise|notify|convey)\b [^;]{{0,80}}?(?<!Department for )\b{_ORGAN}\b"
    rf"|\bto be (?:submitted|presented|reported) [^;]{{0,40}}?to (?:the )?{_ORGAN}\b|\bmake public\b[^;]{{0,70}}\breports?\b"
    rf"|includ(?:e|ing)\b[^;]{{0,220}}\breports?\b[^;]{{0,40}}? to (?:the )?{_ORGAN}\b"
    r"|ensure that (?:the|his|its|their|all|future) [^;]{0,60}?\breports? [^;]{0,80}?\b(?:includes?|contains?|provides?)\b"
    r"|\bbrief (?:the )?(?:[A-Z][\w-]+ ){0,4}(?:Committee|Group|Commission|Board|Member States|Member)\b"
    r"|\bupdate (?:the )?(?:Member States|Committee|Commission)\b"
    r"|\binform the Secretary-General\b[^;]{0,90}? (?:of|on|about)\b"
    rf"|{_GIVES} for (?:the |its )?(?:consideration|information) (?:of|by) [^;]{{0,140}}?\b(?:briefing|report|update|options"
    r"|proposals|recommendations|assessment|list|plan|study)s?\b"
    r"|\b(?:and|to) report (?:[a-z]+ ){0,3}(?:statistics|data|figures|cases|results|findings|seizures"
    r"|progress|incidents|violations"
    r"|information|all|any)\b"
    r"|\b(?:incorporat|reflect|integrat)\w+ [^;]{0,300}?\b(?:into|in) [^;,]{0,40}?\breport(?:s|ing)\b"
    r"|requests? to (?:be |receive )(?:kept |regularly )*(?:updated|informed|briefed|apprised|updates|reports)\b"
    rf"|\b(?:recommend|revert|propose)\b(?: [^;]{{1,220}}?,?)? to (?:the )?{_BODY}"
    r"|\binclude\b[^;]{0,200}? in (?:[\w-]+ ){0,3}briefings\b"
    r"|(?:requests|for) (?:enhanced |regular |further |more )?reporting (?:by|from)\b"
    rf"|{_GIVES}{_GAP}\b(?:recommendations"
    rf"|updates?"
    r"|programme of work|briefings?|assessment)\b"
    rf"|(?:submit|present)\w*\b[^;]{{0,160}}? (?:plans?|proposals?|strategy|options|findings|concepts?"
    rf"|study|list|information|results|outcome)\b"
    rf"[^;]{{0,60}}? to (?:the )?{_BODY}"
    rf"|(?:submit|present)\w* to (?:the )?{_BODY}[^;]{{0,120}}?\b(?:plans?|proposals?|strategy|options"
    rf"|findings|concept|study|results)\b"
    r"|includ(?:e|ing) [^;]{0,60}\b(?:report|information on)\b|(?<!recommended )(?<!contained )(?<!described )"
    r"(?<!proposed )(?<!outlined )(?<! out )(?<!made )(?<!identified )"
    r"in (?:his|its|the|their|the Secretary-General’s) (?:\w+ )?(?:forthcoming |next |aforementioned )?reports?\b"
    r"|in (?:his|her|its|the|their) (?:(?:next|final|first|upcoming|regular|periodic|annual|[\w-]+-(?:day|month))"
    r" )+report(?:s|ing)?\b"
    rf"|(?:make|offer|formulate)\w* [^;]{{0,60}}?\brecommendations\b[^;]{{0,60}}? to (?:the )?{_BODY}"
    r"|keep (?!them\b)(?:the |it\b|its )?[^;]{0,70}\b(?:informed|updated|apprised)|inform (?:the )?(?:General "
    r"Assembly|Assembly|(?:Security )?Council|it\b|Committee)(?![’'])|update (?:the )?(?:General Assembly"
    r"|Assembly|(?:Security )?Council|it\b)"
    r"|brief (?:the )?(?:Security Council|Council|Assembly|it\b|members)"
    r"|(?:présenter|soumettre|établir|faire|communiquer|remettre)\b[^;]{0,250}?\brapports?\b|faire"
    r" rapport|rendre compte|tenir [^;]{0,60}inform"
    r"|(?:представ|подготов|доклад|доложить|информировать|сообщ"
    r"|отчит)\w*(?<!доклад)(?<!докладе)(?<!доклада)\b[^;]{0,250}?\b(?:доклад|отчет|информаци)\w*"
    r"|доложить|(?:держать|информировать)\w* [^;]{0,60}(?:в курсе|Ассамбле|Совет))",
    re.I,
)
_TO_WHOM = re.compile(
    r"\b(?:to|inform|keep|brief|update) (?:the )?(General Assembly|Assembly|Security Council|Economic and"
    r" Social Council|Human Rights "
    r"Council|(?:[A-Z][\w-]+ ){0,4}(?:Council|Commission|Committee|Conference|Board)(?: (?:on|for|of)"
    r" (?:[A-Z][\w-]+|and|the|of)"
    r"(?: (?:[A-Z][\w-]+|and|the|of|for))*)?|Secretary-General|it\b)"
    r"|\b(?:à|au|lui) ?(?:l’)?(Assemblée(?: générale)?|Conseil(?: de sécurité| économique et social)?)"
    r"|\b(Генеральной Ассамблее|Ассамблее|Совету(?: Безопасности)?)"
)
_GA = re.compile(
    r"\bresolutions? (\d{2,3}/\d{1,3}(?: [A-Z])?)\b|(?<=, )(\d{2}/\d{1,3})(?= of \d)|(?"
    r"<=and )(\d{2}/\d{1,3})(?= of \d)"
)
_SC = re.compile(r"\b(\d{3,4}) \(((?:19|20)\d\d)\)")
_SYMBOL = re.compile(r"\b((?:A|S|E)/(?:RES/|PRST/|HRC/|C\.\d/|CN\.\d+/)?\d{1,4}(?:/[\w.]+)*)\b")
_DATED_WORK = re.compile(
    r"(?<![/\w])(?:(?P<ga>\d{2,3}/\d{1,3}(?: [A-Z]\b)?)|(?P<sc>\d{3,4}) \((?:19|20)\d\d\))(?: of| du| от|"
    r" on)? "
    rf"(?P<date>\d{{1,2}}(?:er)? {MONTH} \d{{4}})",
    re.I,
)
_PILLARS = (
    (
        1,
        re.compile(
            r"conditions conducive|root causes|prevent\w* (?:of )?violent extremism|dialogue|"
            r"radicalization",
            re.I,
        ),
    ),
    (4, re.compile(r"human rights|rule of law|victims of terrorism|due process", re.I)),
    (3, re.compile(r"capacit|technical assistance|role of the United Nations|training", re.I)),
    (2, re.compile(r"prevent|combat|counter|financ|border|suppress|prosecut|deny|safe haven", re.I)),
)
_TERROR = re.compile(r"terroris", re.I)
LEAST_RANK = 4
_FULL = {"calls": "calls upon", "calling": "calls upon", "urging": "urges", "inviting": "invites"}
_FULL |= {"encouraging": "encourages", "requesting": "requests", "appealing": "appeals"}
_TOLD = {
    "takes note",
    "notes",
    "welcomes",
    "endorses",
    "approves",
    "takes into account",
    "supports",
    "looks forward",
    "note",
    "prend note",
    "se félicite",
    "salue",
    "appuie",
    "fait sien",
    "fait siennes",
    "отмечает",
    "принимает к сведению",
    "приветствует",
    "поддерживает",
    "одобряет",
}
_DECIDED = re.compile(r"(?:, and|;|,) (?:also |further )?(?:decides|agrees|approves|endorses)\b")
_SHOULD = re.compile(r"decides that .* (?:should|shall) |requests? to (?:be|receive)\b", re.I)
_WANTED = re.compile(
    r"\b(?:requests|urges|demands|invites|encourages) (?:an? |the |further |regular"
    r" )?(?:(?!to\b)(?-i:[a-z])[\w-]*,? (?:and )?){0,3}?"
    r"(?:updates?|reports?|reporting|briefings?)\b(?! (?:mechanism|system|arrangement|dissemination|to (?:be|ensure)))",
    re.I,
)  # a report asked for without a word on by whom: “requests a detailed update”
_INTENDS = re.compile(
    r"\b(?:expresses|reiterates|affirms|reaffirms|recalls|confirms) (?:its|the) (?:\w+ )?(?:intention"
    r"|intent|readiness|expectation)\b"
    r"|\b(?:intends|expects|anticipates)\b|\blooks? forward to\b"
    r"|\b(?:confirms|affirms|reaffirms|reiterates its (?:decision|call)) (?:that|for) [^;]*\b(?:will|shall|review)\b"
    r"|\b(?:stresses|emphasizes|underlines|underscores)\b[^;]*\b(?:need for [^;]* to|should|must|shall)\b",
    re.I,
)
_IN_REPORT = re.compile(
    r"\b(?:requests|invites|asks|encourages) [^,;]+, in (?:his|her|its|the|their) (?:[\w-]+ ){0,3}report\b[^;]* to "
    r"(?:provide|include|present|set out|address|give|assess|describe|continue)\b",
    re.I,
)


def extract(doc: Document) -> tuple[Commitment, ...]:
    """Return the commitments of a document, in the order of its paragraphs.

    A paragraph gives a record where it asks somebody to act, or the organ decides something. Sub-paragraphs
    are read with the words that open them.
    """
    session = _session(doc)
    adopted = doc.adoption.date or doc.cover.issued
    found: list[Commitment] = []
    for number, text, own in _paragraphs(doc):
        record = read_paragraph(text, doc.cover.symbol or doc.number, number, session, adopted)
        if (
            record and own != text and own.rstrip(" ;.,")[:40] in record.measure
        ):  # what tells one sub-paragraph from the next
            record = replace(record, measure=re.sub(r",? (?:and|or)$", "", own.strip().rstrip(" ;.,")))
        if record:
            found.append(record)
    return tuple(found)


def _session(doc: Document) -> int:
    """Return the session of the organ: by its name on the cover, else by the symbol; 0 where neither says."""
    named = re.match(r"(.+?) session$|(.+?) (?:сессия|période)", doc.cover.session)
    found = ordinal(named[1] or named[2]) if named else None
    symbol = re.match(r"(?:A/RES/)?(\d+)/\d", doc.cover.symbol or doc.number)
    return found or (int(symbol[1]) if symbol and doc.organ is Organ.GENERAL_ASSEMBLY else 0)


def _paragraphs(doc: Document) -> Iterator[tuple[str, str, str]]:
    """Yield number, words with the opening words of those above, and own words of the operative paragraphs."""
    blocks = [*doc.blocks, *(block for part in doc.parts for block in part.blocks)]
    above: list[Block] = []
    for n, block in enumerate(blocks):
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        above = above[: block.level]
        opens = n + 1 < len(blocks) and blocks[n + 1].level > block.level
        if not (opens and block.text.endswith(":")):
            yield (
                " ".join(b.number for b in (*above, block)).strip(),
                " ".join(b.text for b in (*above, block)),
                block.text,
            )
        above.append(block)


def read_paragraph(
    text: str, source: str = "", number: str = "", session: int = 0, adopted: date | None = None
) -> Commitment | None:
    """Return the commitment of one operative paragraph, or None where it asks nobody and decides nothing."""
    language = language_of(text)
    asked = read_asked(text) if language == "eng" else read_foreign(text, language)
    opening = strength(text)
    deadlines = read_deadlines(text, session, adopted)
    noted = opening is None or opening.verb in _TOLD or _DECIDED.search(text) or _INTENDS.search(text)
    duty = _reporting(text, asked, [str(d) for d in deadlines if d.kind in {"every", "regular"}])
    if (
        not asked
        and not duty
        and not (deadlines and noted)
        and (opening is None or opening.rank < LEAST_RANK)
    ):
        return None
    first = asked[0] if asked else Asked((), opening.verb if opening else "", text, 0.5)
    leading = _leading(opening, asked)
    place = _asked_words(text, asked)
    obligors = tuple(dict.fromkeys(actor for clause in asked for actor in clause.actors))
    return Commitment(
        source=source,
        paragraph=number,
        obligors=obligors,
        action=leading.words if leading else first.verb,
        strength=leading.rank if leading else 6.0,
        measure=first.measure.rstrip(" ;."),
        beneficiary=asides.beneficiary(place),
        deadlines=deadlines,
        reporting=duty,
        review=asides.review(text),
        resources=asides.resources(place),
        condition=asides.condition(place),
        references=references(text),
        works=works(text),
        pillar=next((n for n, rule in _PILLARS if rule.search(text)), 2) if _TERROR.search(text) else 0,
        words=text,
        confidence=min(clause.sure for clause in asked) if asked else 0.5,
    )


def _asked_words(text: str, asked: list[Asked]) -> str:
    """Return the paragraph from its first request on, where one asks; else the whole."""
    starts = [text.find(clause.measure[:40]) for clause in asked if clause.measure]
    verb = re.search(r"\b(?:requests?|invites|encourages|urges|calls?|demands?|decides)\b", text, re.I)
    found = [at for at in starts if at >= 0] + ([verb.start()] if verb and asked else [])
    return text[min(found) :] if found else text


def _leading(opening: Strength | None, asked: list[Asked]) -> Strength | None:
    """Return the verb that acts: the one that asks, where the paragraph but notes something before it."""
    verbs = [
        verb for verb in (strength(f"{_FULL.get(clause.verb, clause.verb)} ") for clause in asked) if verb
    ]
    strongest = max(verbs, key=lambda verb: verb.rank, default=None)
    again = opening is not None and opening.verb in {
        "renews",
        "reaffirms",
        "reiterates",
    }  # its request, not a mandate
    if opening is None or (strongest and (opening.rank < LEAST_RANK or again)):
        return strongest or opening
    return opening


def obligors(text: str) -> tuple[str, ...]:
    """Return those whom a paragraph asks to act, the organ itself left out."""
    language = language_of(text)
    asked = read_asked(text) if language == "eng" else read_foreign(text, language)
    return tuple(dict.fromkeys(name for clause in asked for name in clause.actors if name != SELF))


def _reporting(text: str, asked: list[Asked], rhythms: list[str]) -> Reporting | None:
    """Return the duty to report, where somebody other than the organ itself is asked, or should."""
    others = [clause for clause in asked if SELF not in clause.actors]
    should = _SHOULD.search(text)
    if not others and not should and not _WANTED.search(text):
        return None
    place = text if should else " ".join(clause.measure for clause in others)
    found = _REPORT.search(place) or _IN_REPORT.search(text) or _WANTED.search(text)
    if not found:
        return None
    to = _TO_WHOM.search(place)
    return Reporting(next(filter(None, to.groups())) if to else "", rhythms[0] if rhythms else "", found[0])


def references(text: str) -> tuple[str, ...]:
    """Return the addresses of the resolutions and documents a text cites, in the order of their kinds."""
    base = "https://undocs.org/en/"
    found = [f"{base}A/RES/{next(filter(None, match))}" for match in _GA.findall(text)]
    found += [f"{base}S/RES/{number}({year})" for number, year in _SC.findall(text)]
    found += [base + symbol for symbol in _SYMBOL.findall(text)]
    return tuple(dict.fromkeys(found))


def works(text: str) -> tuple[str, ...]:
    """Return the UN's names in Akoma Ntoso of the resolutions whose day the text gives beside the number.

    `resolution 60/288 of 8 September 2006` is `/akn/un/statement/deliberation/unga/2006-09-08/60-288/`.
    """
    found = []
    for match in _DATED_WORK.finditer(text):
        day = read_date(match["date"])
        if day:
            body, number = ("unga", match["ga"]) if match["ga"] else ("unsc", match["sc"])
            name = re.sub(r"[/ ]", "-", number)
            found.append(f"/akn/un/statement/deliberation/{body}/{day.isoformat()}/{name}/")
    return tuple(dict.fromkeys(found))
