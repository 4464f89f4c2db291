"""Who is asked in French and Russian paragraphs: verb, then who, then an infinitive (DESIGN §10)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from maslahat.commitments.actors import SELF, Asked


@dataclass(frozen=True, slots=True)
class Grammar:
    """How a language asks: verbs that ask, verbs by which the organ decides, where the infinitive begins."""

    asks: re.Pattern[str]
    decides: re.Pattern[str]
    act: re.Pattern[str]
    joint: re.Pattern[str]
    lead: re.Pattern[str]
    aside: re.Pattern[str]


_FRENCH_ADVERBS = (
    r"(?:également|aussi|en outre|de nouveau|une fois de plus|une nouvelle fois|instamment|vivement"
    r"|fermement|à nouveau|par "
    r"ailleurs|à cet égard|de plus|en particulier|toutefois)"
)
_FRENCH_ASKS = (
    "prie|demande|invite|encourage|engage|exhorte|appelle|recommande|exige|charge|convie|conjure|somme"
)
_RUSSIAN_ADVERBS = (
    r"(?:также|далее|вновь|еще раз|ещё раз|настоятельно|решительно|кроме того|в этой связи"
    r"|особо|снова|с удовлетворением)"
)
_RUSSIAN_ASKS = (
    "просит|призывает|предлагает|рекомендует|поощряет|требует|поручает|приглашает|побуждает|рекомендует"
)
FRENCH = Grammar(
    re.compile(
        rf"(?:^|(?<=[,;.] )|(?<= et )|(?<= elle )|(?<= il ))[«“]?\s*(?P<verb>{_FRENCH_ASKS})(?:,?"
        rf" {_FRENCH_ADVERBS},?)* "
        r"(?P<rest>.+)",
        re.I | re.S,
    ),
    re.compile(rf"(?:^|, |et )décide(?:,? {_FRENCH_ADVERBS},?)* (?:de |d’)(?=\w)", re.I),
    re.compile(
        r",? (?:de |d’|à |pour )(?:(?:ne pas|lui|leur|se|y|en|la|le|les|lui en|continuer d’|continuer de"
        r"|continuer à) |s’|l’)*"
        r"(?!(?:leur|notre|votre|titre|cadre|lutte|guerre|mer|hier|manière|matière|caractère|ministère"
        r"|territoire|terre"
        r"|chambre|membre|ordre|nombre|centre|premier|particulier|dossier|chantier|dernier)s?\b)\w+(?:er"
        r"|ir|re|oir)\b"
    ),
    re.compile(
        r",? (?:et|ainsi que|de même que),? (?:aux? |à )?(?=(?:les|le|la|l’|tous|toutes|aux|autres"
        r"|d’autres)\b|l’|[A-Z])|, (?="
        r"(?:aux |à )?(?:les|le|la|tous|toutes|aux)\b|l’|[A-Z])|,? et (?:aux )"
    ),
    re.compile(r"^(?:(?:à|aux?|les|le|la|tous|toutes|autres|d’autres) |l’)+", re.I),
    re.compile(
        r",? (?:qui|que|dont|notamment|y compris|en particulier|agissant|s’(?:il|ils|elles)|selon"
        r"|conformément|dans|en "
        r"(?:consultation|coopération|collaboration|coordination|tant|étroite)|avec|compte tenu|lorsqu|par l)"
    ),
)
RUSSIAN = Grammar(
    re.compile(
        rf"(?:^|(?<=[,;.] )|(?<= и ))[«“]?(?:{_RUSSIAN_ADVERBS} )*(?P<verb>{_RUSSIAN_ASKS})(?:,?"
        rf" {_RUSSIAN_ADVERBS},?)* "
        r"(?P<rest>.+)",
        re.I | re.S,
    ),
    re.compile(rf"(?:^|, |и )постановляет(?: {_RUSSIAN_ADVERBS})* (?=\w+(?:ть|ти|чь)(?:ся)?\b)", re.I),
    re.compile(
        r",? (?:не )?(?!\w*(?:ость|асть|сеть|есть|путь|ласть|пять|помощь|речь|цель|роль|связь)\b)\w+(?:ть"
        r"|ти|чь)(?:ся|сь)?\b"
    ),
    re.compile(
        r",? (?:и|а также|равно как и) (?=\w)|, (?=[А-ЯЁ]|(?:все|всем|друг|соответствующ|учрежден|орган"
        r"|фонд|программ|государств|"
        r"стран|частн|неправительств|международн|финансов)\w*)"
    ),
    re.compile(
        r"^(?:(?:к|все|всех|всем|другие|других|другим|соответствующие|соответствующих|соответствующим|обе"
        r"|обеих) )+",
        re.I,
    ),
    re.compile(
        r", (?:котор|которые|включая|в том числе|действу|руководству|учитывая|если|при|в соответствии|в"
        r" консультации|в "
        r"сотрудничестве|совместно|по мере)\w*| \(| в (?:сотрудничестве|консультации|координации"
        r"|соответствии|рамках|тесн\w+)\b"
    ),
)
_HOW = re.compile(
    r"(?: (?:ежегодно|регулярно|периодически|ежеквартально|ежемесячно|незамедлительно|безотлагательно"
    r"|своевременно|полностью|активно"
    r"|раз в \w+(?: \w+)?|по-прежнему|в срочном порядке))+$"
)  # adverbs that stand before the infinitive
_THING = re.compile(
    r"(?!(?:organisations?|institutions?|nations?|associations?|délégations?|populations?|départements?"
    r"|gouvernements?|parlements?)\b)"
    r"(?:\w+(?:ités?|tions?|ments?|ance|ence)|efforts?|mesures?|travaux|initiatives?|processus"
    r"|recherches?)\b",
    re.I,
)
GRAMMARS = {"fra": FRENCH, "fre": FRENCH, "fr": FRENCH, "rus": RUSSIAN, "ru": RUSSIAN}


def language_of(text: str) -> str:
    """Return `rus`, `fra` or `eng` for a paragraph, by its letters and small words."""
    if len(re.findall(r"[а-яё]", text, re.I)) > len(re.findall(r"[a-z]", text, re.I)):
        return "rus"
    french = len(re.findall(r"\b(?:les|des|du|et|aux?|le|la|une|dans|pour|par|sur|à)\b", text))
    english = len(re.findall(r"\b(?:the|of|and|to|for|by|on|with|its)\b", text))
    return "fra" if french > english else "eng"


def read_foreign(text: str, language: str) -> list[Asked]:
    """Return the clauses of a French or Russian paragraph that ask somebody to act."""
    grammar = GRAMMARS[language]
    found: list[Asked] = []
    own = grammar.decides.search(text)
    if own:
        found.append(Asked((SELF,), own[0].strip(" ,").split(" ")[0].lower(), text[own.end() :], 0.9))
    at = 0
    while match := grammar.asks.search(text, at):
        clause = _clause(grammar, match["rest"])
        act = grammar.act.search(f" {clause}")
        actors = _names(grammar, clause[: max(act.start() - 1, 0)]) if act else ()
        if act and actors:
            found.append(
                Asked(actors, match["verb"].lower(), clause[max(act.start() - 1, 0) :].strip(" ,"), 0.8)
            )
        at = match.start("rest")
    return found


def _clause(grammar: Grammar, rest: str) -> str:
    following = grammar.asks.search(rest)
    return rest[: following.start()] if following else rest


def _names(grammar: Grammar, phrase: str) -> tuple[str, ...]:
    aside = grammar.aside.search(phrase)
    kept = phrase[: aside.start()] if aside else phrase
    kept = _HOW.sub("", kept.strip(" ,"))
    parts = (grammar.lead.sub("", part.strip(" ,")).strip(" ,") for part in grammar.joint.split(kept))
    return tuple(part for part in parts if part and not _THING.match(part))
