"""The opening words of a paragraph, which the United Nations set in italics.

The rules follow the practice seen in the UN's own files: the verb or participle with the adverbs around it, the set
phrase it stands in ("Takes note", "Bearing in mind", "Calls upon"), the feeling it is said with ("with appreciation")
and, after verbs of saying, what is said where it is the organ's own ("Expresses its deep concern").
"""

from __future__ import annotations

import re

from maslahat.text.document import BlockKind
from maslahat.text.verbs import VERB
from maslahat.text.words import ADVERB, OPENING_PARTICIPLE, OPENING_VERB, OTHER_OPENING

_MORE = (
    r"(?: (?:also|further|again|once again|once more|strongly|unequivocally|in this regard|in particular))*"
)
_HOW = (
    r"(?:(?:very|its|deep|deepest|grave|gravest|great|serious|strong|particular|increasing|continued|profound|firm|"
    r"extreme|sincere|full) )*"
)
_FELT = r"(?:concerns?|appreciation|satisfaction|regret|interest|alarm|gratitude|support|outrage|condolences|disappointment)"
_WITH = rf"(?: with {_HOW}{_FELT})?"
_OWN = (
    rf"{_HOW}(?:{_FELT}|condemnation|request|call(?: upon| for)?|invitation|demand|determination|"
    r"conviction|willingness|belief|recommendation|hope|distress)"
)
_BEFORE = rf"(?:(?:{ADVERB}|Once again|While) )*"
_SET = (
    rf"(?i:(?:having )?tak(?:es|ing|en){_MORE} (?:note|into (?:account|consideration)){_WITH}{_MORE}"
    r"|having (?:also |further )?(?:considered|examined|reviewed|heard|received|taken note|regard)"
    rf"|bear(?:s|ing){_MORE} in mind|call(?:s|ing){_MORE} (?:upon|for|on|attention)"
    rf"|look(?:s|ing) forward|pay(?:s|ing){_MORE} tribute|remain(?:s|ing) (?:\w+ly )?(?:seized|concerned|convinced|committed)"
    r"|draws the attention"
    r"|condemn(?:s|ing) in the strongest (?:possible )?terms"
    rf"|(?:express|reiterat|reaffirm|renew|emphasiz|underlin|stress|affirm|recall|shar)(?:e?s|es|ing){_MORE} {_OWN}{_MORE})\b"
)
_ONE = rf"[A-Za-z-]+\b{_MORE}{_WITH}{_MORE}"
_STATE = (
    r"(?:[A-Za-z]+ly )?(?:concerned|disturbed|convinced|alarmed|distressed|conscious|aware|mindful)\b" + _MORE
)
_ENGLISH = re.compile(rf"{_BEFORE}(?:{_SET}|{_STATE}|{_ONE})")
_ADDED = {
    "fra": r"(?: (?:également|aussi|en outre|de nouveau|à nouveau|avec (?:une (?:vive|profonde) )?"
    r"(?:satisfaction|préoccupation|inquiétude|intérêt|gratitude|regret|appréciation)))*",
    "rus": r"(?: (?:также|далее|вновь))*",
    "spa": r"(?: (?:también|además|nuevamente|con (?:profunda )?"
    r"(?:beneplácito|satisfacción|preocupación|aprecio|reconocimiento|interés|inquietud|pesar)))*",
}
_HEADS = {
    "fra": r"(?:Prenant (?:note|acte|en considération)|Ayant (?:à l’esprit|examiné|présent à l’esprit)|"
    r"Accueillant|Mettant l’accent|"
    r"Prend (?:note|acte)|Rend hommage|Fait s(?:ien|iennes?)|Lance un appel|(?:Se |S[’'])[a-zà-ÿ]+|[A-ZÀ-Þ][a-zà-ÿ]+)",
    "rus": r"(?:(?:глубоко|вновь|также|далее|серьезно|особо|настоятельно|решительно|"
    r"с (?:удовлетворением|признательностью|озабоченностью|интересом|обеспокоенностью)) )*"
    r"(?:прини(?:мая|мает) (?:во внимание|к сведению)|будучи [а-яё]+|[а-яё]+)",
    "spa": r"(?:Tom(?:ando|a) (?:nota|en consideración)|Teniendo (?:en cuenta|presente)|Haciendo (?:referencia|hincapié)|"
    r"Pon(?:iendo|e) de relieve|Expres(?:ando|a) su (?:apoyo|reconocimiento|preocupación|aprecio)|"
    r"Hac(?:e|iendo) (?:un llamamiento|suy[oa]s?)|(?:Se )?[A-ZÁÉÍÓÚ]?[a-záéíóúñ]+)",
}
_OTHER = {
    language: re.compile(_HEADS[language] + added, re.I if language == "rus" else 0)
    for language, added in _ADDED.items()
}
_SPANISH_VERB = re.compile(r"(?:Se |Acoge|Hace|Pone|Toma|Expresa|[A-ZÁÉÍÓÚ][a-záéíóúñ]+[ae] )")


def opening(kind: BlockKind, text: str, language: str) -> int:
    """Return where the opening words of a paragraph end; 0 where it has none the rules are sure of.

    In Chinese the UN sets none; in Arabic the rules know only the enacting formula.
    """
    if language == "zho":
        return 0
    if kind is BlockKind.FORMULA:
        return len(text.rstrip(" ,،:0123456789"))
    if language == "eng":
        sure = OPENING_PARTICIPLE if kind is BlockKind.PREAMBLE else _is_operative
        found = _ENGLISH.match(text) if (sure(text) if callable(sure) else sure.match(text)) else None
    else:
        found = (
            _OTHER[language].match(text) if language in _OTHER and _is_other(kind, text, language) else None
        )
    return found.end() if found else 0


def _is_operative(text: str) -> bool:
    return bool(OPENING_VERB.match(text) or (text[:1].isupper() and VERB.match(text)))


def _is_other(kind: BlockKind, text: str, language: str) -> bool:
    if kind is BlockKind.PREAMBLE:
        return bool(OTHER_OPENING.match(text))
    return bool((_SPANISH_VERB if language == "spa" else VERB).match(text))
