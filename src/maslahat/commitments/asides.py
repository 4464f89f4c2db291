"""What stands beside a request: for whom it is done, on which condition, with what money, and its review or end.

Read from the words of what is asked, so that what a paragraph only notes does not count (DESIGN §10).
"""

from __future__ import annotations

import re

_PEOPLE = (
    r"(?:[Cc]ountries|[Cc]ountry|States|[Gg]overnments?|[Pp]eoples?|persons|women|girls|children|youth|young"
    r" people|refugees|victims|survivors"
    r"|communities|populations?|families|farmers|migrants|civilians|workers|returnees|parties|authorities"
    r"|personnel|Territory|Territories"
    r"|candidates|participants|students|orphans|minorities|institutions|organizations|forces|police)"
)
_WHO = (
    rf"(?P<who>(?:the |all |those |other |their )?(?:(?!(?:and|or|to|in|of|for|by|with|that|which|as|on"
    rf"|from|at)\b)[\w’‑-]+,? ){{0,4}}?"
    rf"{_PEOPLE}(?: and {_PEOPLE})?(?: (?:of|with|from|in) (?:the )?[A-Z][\w’‑-]*(?:(?: and| of| the)* [A-Z][\w’‑-]*)*| with"
    rf" disabilities| of [a-z]+)?"
    r"|(?:the )?[A-Z][\w’‑-]+(?:(?: (?:of|for|and|in|the|on))* [A-Z(][\w’‑)-]*){0,7})"
)
_LEAD = (
    r"(?:\b(?:assist|assisting|support|supporting|help|helping|enable|enabling|protect|protecting|empower"
    r"|empowering|train|training)"
    r"|\b(?:assistance|support|aid|relief|services?|treatment|benefits?|training|advice|access(?:ibility)?"
    r"|funding|resources|opportunities"
    r"|protection|contributions?|help) (?:to|for)|\bfor the (?:benefit|sake) of|\bon behalf of"
    r"|\b(?:(?<!resource )needs|integration|self-determination|vulnerabilities|challenges|capacity"
    r"|capacities|rights|protection|interests|well-being"
    r"|welfare|empowerment|efforts"
    r"|development|priorities|safety|security|situation|return|participation|inclusion) (?:facing |faced by |of|by)"
    r"|\b(?:disseminated|available|accessible|transferr?ed|provided|delivered|returned?) (?:[\w ]+ )?to"
    r"|\b(?:authorities|responsibilit\w+) to"
    r"|\bcontribut\w+ (?:[\w-]+ ){0,3}to the (?:[\w-]+ ){1,5}of)"
)
_BENEFICIARY = re.compile(rf"{_LEAD} {_WHO}(?=[ ,.;)]|$)")
_CONDITION = re.compile(
    r"\b(?:with (?:their|its|the) (?:concurrence|consent|agreement|prior approval)(?: of [^,;]+)?"
    r"|(?:upon|at|on) (?:their |its |the )?request(?: of [^,;]+)?"
    r"|if (?:so )?(?:requested|necessary|needed|possible|required)|subject to [^,;.]+|provided that [^;]+"
    r"|(?:if|as|where|when) (?:he|she|it|they) (?:determines?|deems?|considers?)[^,;.]*|unless [^,;.]+"
    r"|without prejudice to [^,;.]+"
    r"|(?:as|where|when|wherever) (?:and when )?(?:(?<!\bas )possible|appropriate|applicable|necessary"
    r"|needed|feasible|pertinent|relevant"
    r"|requested|required)|to the (?:fullest |greatest )?extent (?:possible|feasible)|on a voluntary basis"
    r"|(?:on|under) mutually agreed (?:upon )?terms(?: and conditions)?"
    r"|within (?:its|their|his|her|existing) (?:respective )?(?:existing )?mandates?|in consultation with"
    r" [^,;.]+|s’(?:ils|elles) y consentent"
    r"|avec (?:leur|l’) ?(?:accord|assentiment|consentement)[^,;]*|(?:с их|с) согласия(?: [^,;]+)?|по их просьбе|à leur demande"
    r"|selon qu’il convient|le cas échéant|при необходимости|в соответствующих случаях)",
    re.I,
)
_RESOURCES = re.compile(
    r"\b(?:(?:from )?within (?:existing|available) (?:budgetary |financial )?resources|(?:from )?existing"
    r" resources|voluntary (?:contributions?|funding|funds)"
    r"|extrabudgetary (?:resources|contributions|funding)|regular budget|(?:programme|core) budget|core"
    r" (?:resources|funding|contributions)"
    r"|(?:[A-Z][\w-]+ )*[Tt]rust [Ff]und|contingency fund|at no (?:extra|additional) cost|[\d., ]+"
    r" (?:million |billion )?(?:United States )?dollars"
    r"|(?:additional|adequate|sufficient|necessary|predictable|sustainable|required|new|human and)(?:,?"
    r" (?:and )?[\w-]+){0,3} (?:resources|funding|funds)"
    r"|financial (?:support|assistance|contributions?|resources|means)|assessed contributions"
    r"|dans les limites des ressources (?:existantes|disponibles)|contributions volontaires|в пределах"
    r" имеющихся ресурсов|добровольны\w+ взнос\w+)\b",
)
_REVIEWED = (
    r"(?:mandates?|measures?|implementation|situation|sanctions|arrangements?|decision|resolution"
    r"|provisions?|exemptions?|authorization"
    r"|presence|configuration|strength|mission|operation|appropriateness|structure|activities|progress"
    r"|need|question|status|matter|tasks)"
)
_REVIEW = re.compile(
    r"\b(?:(?:keep|keeping|kept|remain)\b[^;,]{0,80}? under (?:[\w-]+ ){0,3}review\b[^;,.]{0,60}"
    rf"|(?:to (?:\w+ )?)?(?:review|re-examine|reassess) (?:of )?(?:the |its |this |these |that |all"
    rf" )?(?:[\w-]+ ){{0,3}}{_REVIEWED}\b[^.;]{{0,90}}"
    r"|(?:shall|will|to) (?:\w+ )?(?:terminate|expire|lapse|be (?:terminated|lifted|reviewed|discontinued"
    r"|dissolved))\b[^.;]{0,90}"
    r"|with the (?:intention|expectation) (?:of|to) (?:further )?(?:renew|exten|review)\w*[^.;,]{0,60}"
    r"|(?:intention|intent|intends?) to (?:consider )?(?:renew|review|exten|terminat|re-examin)\w*[^.;]{0,90}"
    r"|(?:subject to|with) (?:an? |the possibility of )?(?:\w+ )?(?:review|renewal|termination|extension)\b[^;,.]{0,60}"
    r"|unless (?:extended|renewed|the (?:Security )?Council decides otherwise)"
    r"|(?:maintenir|garder) [^;,]{0,60}à l’examen|réexaminer [^;]{0,90}|держать [^;,]{0,60}под контролем)",
    re.I,
)
_TITLE = re.compile(r"[“«][^”»]*[”»]")


def beneficiary(measure: str) -> str:
    """Return for whom something is done, as far as the words name somebody; else nothing."""
    found = _BENEFICIARY.search(measure)
    return found["who"].strip(" ,") if found else ""


def condition(measure: str) -> str:
    """Return what the duty hangs on: consent, request, need, mandate; else nothing."""
    return _first(_CONDITION, measure)


def resources(measure: str) -> str:
    """Return the money or means that are named; else nothing."""
    return _first(_RESOURCES, measure).strip()


def review(measure: str) -> str:
    """Return the words on when the thing asked or decided is looked at again or ends; else nothing."""
    return _first(_REVIEW, measure)


def _first(rule: re.Pattern[str], text: str) -> str:
    found = rule.search(_TITLE.sub(lambda match: " " * len(match[0]), text))
    if not found:
        return ""
    rest = re.match(r"[\w’-]*", text[found.end() :])
    return text[found.start() : found.end() + (rest.end() if rest else 0)].strip(" ,")
