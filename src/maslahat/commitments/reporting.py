"""Duties to report: who is to tell a body what has been done, and how often (DESIGN §11).

The ways of asking for it, one a line: to report; to submit, present or provide something that reports; to put something
before a body; to put information into a report; to brief, inform, update or keep informed; to recommend to a body.
"""

from __future__ import annotations

import re

from maslahat.commitments.actors import SELF, Asked
from maslahat.commitments.commitment import Reporting

_BODY = (
    r"(?:General Assembly|Assembly|Security Council|Council|Economic and Social Council|Committee"
    r"|Commission|Board|Forum|it\b|Conference)"
)
_ORGAN = r"(?:General Assembly|Assembly|Security Council|Council|Economic and Social Council|Human Rights Council|it)"
_GAP = r"(?:(?! (?:of|for|as|on|required for)\b)[^;]){0,110}?"
_GIVES = (
    r"\b(?<!will )(?<!would )(?:(?:submit|provide|present|prepare|transmit|(?<!looks )forward|deliver|give"
    r"|produce|circulate(?! to\b)|draft(?= an? )|compile)"
    r"(?:s|t?ing)?|issue|issuing)\b"
)
_NO_NEW = r"(?<!preparation of )(?<!national )(?<!on their )(?<!taking into account the )(?<!take into account the )"
_PUT_OUT = r"(?<!recommended )(?<!contained )(?<!described )(?<!proposed )(?<!outlined )(?<! out )(?<!made )(?<!identified )"
_ENGLISH = (
    # to report
    r"to (?:also )?(?:continue to )?(?:regularly |jointly |periodically |fully |orally |also )?report\b(?!ed)",
    r"continue reporting|continue to report\b|report (?:immediately|promptly) to\b",
    r"will (?:continue to )?report (?:to|on|back|thereon)\b",
    r"report (?:publicly|directly) (?:and )?",
    r"(?:shall|should|must) (?:\w+ )?(?:report|brief)\b(?! of)|(?:shall|should|must) (?:submit|provide"
    r"|present) [^;]{0,120}?\breports?\b",
    r"(?:and|or) (?:to )?(?:regularly )?report (?:thereon|on|to|back|annually|regularly)",
    r"(?:and|to) report (?:[a-z]+ ){0,3}(?:statistics|data|figures|cases|results|findings|seizures|progress|incidents"
    r"|violations|information|all|any)\b",
    r"(?:requests|for) (?:enhanced |regular |further |more )?reporting (?:by|from)\b",
    # to give what reports
    rf"{_GIVES}[^;]{{0,400}}?{_NO_NEW}\b(?:reports?\b(?! of the (?:Secretary|Advisory))|review of progress)",
    r"(?:submit|present)\b[^;]{0,45}?\bnational reports?\b",
    rf"{_GIVES}{_GAP}\b(?:recommendations|updates?|programme of work|work programme|work ?plan|briefings?"
    rf"|assessments?|analys[ie]s"
    r"|overview|summary)\b",
    r"make public\b[^;]{0,70}\breports?\b",
    r"(?:provide|submit)\b[^;,]{0,60}?\breporting\b(?! (?:procedures|mechanisms?|systems?))",
    r"provide (?:(?:the )?[A-Z][\w -]{2,40}? with |it with )?(?:more |further |additional |detailed |updated )+information\b"
    r"(?! (?:that|for|intended|which))",
    rf"provide (?:the )?{_ORGAN} with [^;]{{0,70}}?\b(?:information|report|reporting|advice|updates?|analysis|description|plan"
    r"|assessment|details)\b",
    r"(?:provide|providing) the (?:Office|Committee|Secretariat|Panel|Commission|Group of Experts) with"
    r" (?:[\w-]+,? ){0,5}?information\b(?! (?:that|for|intended))",
    r"provide to the (?:[A-Z][\w-]+ )*(?:Committee|Council|Assembly|Commission)\b[^;]{0,60}?"
    r"\b(?:names|information|proposals?|details)\b",
    r"provide the Committee with [^;]{0,70}?\b(?:information|report|advice|updates?|analysis|description"
    r"|plan|assessment|details)\b",
    rf"provide (?:advice|information|observations|comments|inputs?) [^;]{{0,120}}?\bto (?:the"
    rf" )?(?:{_ORGAN}\b|Committee|Secretary-General)",
    r"as a contribution to the report\b|contribute to (?:a|the) report\b",
    rf"{_GIVES} (?:[\w-]+ ){{0,4}}options\b",
    r"(?<!will )(?:submit|present)\b[^;]{0,80}? (?:plans?|strategy|schedules?|timetable|concept of"
    r" operations|study|findings)\b",
    # to put something before a body
    rf"(?:submit|present)(?:t?ing)?,? (?:[^;,]{{0,40}}, )?(?:to|for (?:the )?consideration (?:of|by)) (?:the )?{_ORGAN}\b",
    rf"{_GIVES}[^;]{{0,110}}? for (?:the |its )?(?:consideration|review) (?:of|by) (?:the )?{_BODY}",
    rf"{_GIVES} for (?:the |its )?(?:consideration|information) (?:of|by) [^;]{{0,140}}?\b(?:briefing"
    rf"|report|update|options|proposals"
    r"|recommendations|assessment|list|plan|study)s?\b",
    r"submit\w*\b[^;]{0,80}? for (?:the Council|the Assembly|the Committee|its)(?:’s)? (?:consideration|approval)\b",
    rf"to be (?:submitted|presented|reported) [^;]{{0,40}}?to (?:the )?{_ORGAN}\b",
    r"(?:submit|present)\w*\b[^;]{0,160}? (?:plans?|proposals?|strategy|options|findings|concepts?|study"
    r"|list|information|results"
    rf"|outcome)\b[^;]{{0,60}}? to (?:the )?{_BODY}",
    rf"(?:submit|present)\w* to (?:the )?{_BODY}[^;]{{0,120}}?\b(?:plans?|proposals?|strategy|options"
    rf"|findings|concept|study|results)\b",
    rf"(?:make|offer|formulate)\w* [^;]{{0,60}}?\brecommendations\b[^;]{{0,60}}? to (?:the )?{_BODY}",
    rf"(?:recommend|revert|propose)\b(?: [^;]{{1,220}}?,?)? to (?:the )?{_BODY}",
    rf"bring\b [^;]{{0,90}}?to the attention of (?:the )?{_ORGAN}\b|refer to (?:the )?{_ORGAN} [^;]{{0,60}}?\binformation\b",
    r"submit\w* (?![^;,]*(?:names?|candidat|nominat|claims?|applications?|bids?)\b)[^;,]{1,60}?"
    r" to (?:the Secretary-General|Member States)\b",
    r"(?:provide|give|offer) (?:\w+ ){0,2}feedback to\b",
    r"submit(?: [^;,]{1,40})? (?:written )?(?:comments|observations)\b|submit (?:these|them|it|this) to the\b",
    r"submit proposals for (?:the )?consideration (?:of|by)\b",
    r"advise the (?:[A-Z][\w-]+ )*(?:Commission|Committee|Secretary-General|Secretariat) (?:accordingly|of|whether|that)\b",
    r"brief(?: them| it)\b",
    # to put something into a report
    r"include in the (?:above-mentioned|aforementioned|said|same) report\b",
    r"report on and make recommendations\b",
    r"includ(?:e|ing) [^;]{0,60}\b(?:report|information on)\b",
    r"include [^;]{0,90}? (?:in|as part of) their (?:[\w-]+ ){0,2}reports\b",
    rf"includ(?:e|ing)\b[^;]{{0,220}}\breports?\b[^;]{{0,40}}? to (?:the )?{_ORGAN}\b",
    r"include\b[^;]{0,200}? in (?:[\w-]+ ){0,3}briefings\b",
    r"(?:include|provide) therein\b",
    r"(?:incorporat|reflect|integrat)\w+ [^;]{0,300}?\b(?:into|in) [^;,]{0,40}?\breport(?:s|ing)\b",
    r"ensure that (?:the|his|its|their|all|future) [^;]{0,60}?\breports? [^;]{0,80}?\b(?:includes?|contains?|provides?)\b",
    rf"{_PUT_OUT}in (?:his|its|the|their|the Secretary-General’s) (?:\w+ )?(?:forthcoming |next |aforementioned )?reports?\b",
    r"in (?:his|her|its|the|their) (?:(?:next|final|first|upcoming|regular|periodic|annual|[\w-]+-(?:day"
    r"|month)) )+report(?:s|ing)?\b",
    # to tell a body
    r"inform(?: _+)? (?:the |those |its |all |relevant )*(?:(?-i:[A-Z])[\w-]+(?![\w’'])|bodies) (?:[^;]{0,90}? )?"
    r"(?:of|about|on|that|whether)\b",
    r"(?:submit|transmit)\w* to (?:the )?(?-i:[A-Z])[^;]{0,90}?\binformation\b(?! (?:that|for|intended|which))",
    r"notify (?:the )?(?:(?-i:[A-Z])[\w-]+ )*(?:Committee|Secretariat|Secretary-General|Panel|Commission)\b",
    r"keep (?!them\b)(?:the |it\b|its )?[^;]{0,150}\b(?:informed|updated|apprised)",
    r"inform(?: _+)? (?:the )?(?:General Assembly|Assembly|(?:Security )?Council|it\b|Committee)(?![’'])",
    r"inform the Secretary-General\b[^;]{0,90}? (?:of|on|about)\b|inform (?:the SRSG|the Special"
    r" Representative|its Committee)\b",
    r"update(?: _+)? (?:the )?(?:General Assembly|Assembly|(?:Security )?Council|it\b|Member States|Committee|Commission)",
    r"brief(?: _+)? (?:the )?(?:Security Council|Council|Assembly|it\b|members)",
    r"brief(?: _+)? (?:the )?(?:[A-Z][\w-]+ ){0,4}(?:Committee|Group|Commission|Board|Member States|Member)\b",
    rf"(?:communicate|apprise|notify|convey)\b [^;]{{0,80}}?(?<!Department for )\b{_ORGAN}\b",
    r"communicate [^;]{0,40}?to the (?:[A-Z][\w-]+ )*Committee\b",
    r"requests? to (?:be |receive )(?:kept |regularly )*(?:updated|informed|briefed|apprised|updates|reports)\b",
)
_FOREIGN = (
    r"(?:présenter|soumettre|établir|faire|communiquer|remettre)\b[^;]{0,250}?\b(?:rapports?|exposés?|recommandations)\b",
    r"faire rapport|rendre compte|(?:tenir|tient) [^;]{0,90}inform|informer (?:le Conseil|l’Assemblée)",
    r"(?:представ|подготов|доклад|доложить|информировать|сообщ|отчит)\w*(?<!доклад)(?<!докладе)(?<!доклада)\b[^;]{0,250}?"
    r"\b(?:доклад|отчет|информаци|рекомендаци)\w*",
    r"доложить|докладывать|(?:держать|информировать)\w* [^;]{0,60}(?:в курсе|Ассамбле|Совет)",
)
_REPORT = re.compile("|".join(rf"\b(?:{way})" for way in (*_ENGLISH, *_FOREIGN)), re.I)
_TO_WHOM = re.compile(
    r"\b(?:to|inform|keep|brief|update) (?:the )?(General Assembly|Assembly|Security Council|Economic and"
    r" Social Council|Human Rights "
    r"Council|(?:[A-Z][\w-]+ ){0,4}(?:Council|Commission|Committee|Conference|Board)(?: (?:on|for|of)"
    r" (?:[A-Z][\w-]+|and|the|of)"
    r"(?: (?:[A-Z][\w-]+|and|the|of|for))*)?|Secretary-General|it\b)"
    r"|\b(?:à|au|lui) ?(?:l’)?(Assemblée(?: générale)?|Conseil(?: de sécurité| économique et social)?)"
    r"|\b(Генеральной Ассамблее|Ассамблее|Совету(?: Безопасности)?)"
)
_SHOULD = re.compile(
    r"(?:decides|resolves)[^;.]{0,40}? that\b.* (?:should|shall|will) |decides (?:also |further )?to (?:re-?)?"
    r"(?:establish|create|appoint)\b|\b(?:is|are) (?:tasked|mandated|requested|invited) to\b|requests? to (?:be|receive)\b"
    r"|^[“ ]*(?:provide|submit|report|brief|inform|present|monitor|continue to|assist|support|collect|observe|investigate|examine"
    r"|review|contribute)\b|^[“ ]*that .* shall |\bauthorizes [^;]* and to report\b"
    r"|\brequests (?:him|her|it|them) to\b|\brequests that (?:he|she|it|they) (?:continue to )?"
    r"(?:report|submit|provide|keep|inform|brief|update)\b"
    r"|^(?:In [^,]{4,20}, )?the [^;:]{0,80}? (?:should|shall) "
    r"|^[“ ]*(?:also |and )?to (?!this|that|these|the\b"
    r"|an?\b|our\b|all\b|achieve\b)[a-z]+",
    re.I,
)  # the last: an item of a list whose opening words are not at hand
_IN_REPORT = re.compile(
    r"\b(?:requests|invites|asks|encourages) [^,;]+,? in (?:his|her|its|the|their) (?:[\w-]+ ){0,3}report\b[^;]* to "
    r"(?:provide|include|present|set out|address|give|assess|describe|continue|examine|analy[sz]e|elaborate|outline|identify"
    r"|report|cover|reflect|recommend|propose|make)\b",
    re.I,
)
_WANTED = re.compile(
    r"\b(?:requests|urges|demands|invites|encourages) (?:an? |the |further |regular"
    r" )?(?:(?!to\b)(?-i:[a-z])[\w-]*,? (?:and )?){0,5}?"
    r"(?:information from|(?:updates?|reports?|reporting|briefings?)\b)(?! (?:mechanism|system|arrangement"
    r"|dissemination|to (?:be|ensure)))"
    r"|\bwould (?:be grateful for|appreciate|welcome) (?:an? |the |further |regular )*(?:[a-z-]+ )?"
    r"(?:reports?|updates?|briefings?)\b",
    re.I,
)  # a report asked for without a word on by whom: “requests a detailed update”
_REPORTS = re.compile(
    r"(?:(?:also|regularly|jointly|then) )?reports?\b(?! of\b)", re.I
)  # “requests that the Panel report”
_ASIDE = re.compile(
    r", (?:by|before|no later|not later|as soon|as early|as appropriate|as necessary|as required|within|in"
    r"|during|through|after|under"
    r"|at|on|where|when|with|upon|taking|including|together|prior|if|following|preferably|inter alia|and"
    r" for|for the)\b[^,;]{0,130},"
)  # between commas


def read_reporting(text: str, asked: list[Asked], rhythms: list[str]) -> Reporting | None:
    """Return the duty to report, where somebody other than the organ itself is asked, or should."""
    others = [clause for clause in asked if SELF not in clause.actors]
    should = _SHOULD.search(text)
    if not others and not should and not _WANTED.search(text):
        return None
    place = text if should else " ".join(clause.measure for clause in others)
    words = _duty(place, others) or _found(_IN_REPORT, text) or _found(_WANTED, text)
    if not words:
        return None
    to = _TO_WHOM.search(place)
    return Reporting(next(filter(None, to.groups())) if to else "", rhythms[0] if rhythms else "", words)


def _duty(place: str, others: list[Asked]) -> str:
    """Return the words of a duty to report in what is asked, asides between verb and report left out of account."""
    found = _REPORT.search(place) or _REPORT.search(
        _ASIDE.sub(lambda aside: " " + "_" * (len(aside[0]) - 1), place)
    )
    if found:
        return place[found.start() : found.end()]
    return next((match[0] for match in (_REPORTS.match(clause.measure) for clause in others) if match), "")


def _found(rule: re.Pattern[str], text: str) -> str:
    match = rule.search(text)
    return match[0] if match else ""
