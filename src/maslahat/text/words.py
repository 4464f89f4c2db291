"""Words the readers of plain text go by: enacting formulas, preambular openings, lines of the cover."""

from __future__ import annotations

import re

FORMULA = re.compile(
    r"^[“\"«]?(?:(?:The (?:General Assembly|Security Council|Economic and Social Council|"
    r"Economic and Social Commission for [A-Z][\w ]+|Commission on [A-Z][\w ]+)"
    r"|L[’']Assemblée générale|إن الجمعية العامة|إن مجلس الأمن|إن المجلس الاقتصادي والاجتماعي) ?[,،:]?"
    r"|(?:Le Conseil (?:de sécurité|économique et social)|La Asamblea General|El Consejo (?:de "
    r"Seguridad|Económico y Social)"
    r"|Генеральная Ассамблея|Совет Безопасности|Экономический и Социальный Совет"
    r"|大会|安全理事会|经济及社会理事会) ?[,，])\d{0,2}$"
)
ADVERB = (
    "Also|Further|Deeply|Gravely|Strongly|Seriously|Firmly|Again|Once|In|Fully|Particularly|Equally|Profoundly"
    "|Unequivocally|Greatly|Urgently|Still|Being|While|Whilst|Ever|And|Solemnly|Extremely|Additionally"
)
PREAMBULAR = re.compile(
    rf"^(?:(?:{ADVERB}),? (?:also |further |more |again )*)*"
    r"(?:[A-Z]?[a-z-]+ing|Convinced|Mindful|Concerned|Aware|Conscious|Guided|Determined|Cognizant|Alarmed|Desirous"
    r"|Encouraged|Committed|Resolved|Disappointed|Seized|Appalled|concerned|convinced|mindful|aware|conscious"
    r"|alarmed|disturbed|Disturbed|encouraged|Inspired|Willing|Grateful|troubled|Gratified|saddened|Respectful|Distressed|distressed|shocked|Shocked|moved|appreciative|Appreciative|determined|committed)\b"
)
OPERATIVE = re.compile(
    rf"^(?:(?:{ADVERB}),? (?:also |further |again |more |with [a-z ]+)*)*[A-Za-z][a-z-]*s\b(?!’)"
)
OPENING_PARTICIPLE = re.compile(
    rf"^[“\"]?(?:(?:{ADVERB}),? (?:also |further |more |again )*)*(?i:Recalling|Reaffirming|"
    rf"Recognizing|Noting|Welcoming|Expressing|Taking|Stressing|Emphasizing|Reiterating|Having|Acknowledging|Acting|Underlining|Commending|Determining|Bearing|Condemning|Encouraging|Affirming|Calling|Underscoring|Urging"
    r"|Considering|Deploring|Highlighting|Remaining|Echoing|Supporting|Looking|Referring|Paying|Demanding|Believing|Responding|Reminding|Recognising|Regretting|Agreeing|Re-emphasizing|Wishing|Confirming|Continuing|Endorsing|Concurring|Honouring|Appreciating|Sharing|Renewing"
    r"|Being|Emphasising|Recommitting|Congratulating|Inviting|Realizing|Reconfirming|Commemorating|Resolving|Applauding|Observing|Trusting|Marking|Thanking|Proceeding|Rejecting|Understanding|Praising|Extolling|Pledging|Declaring|Requesting|Committing|Remembering|Registering|Drawing|Anticipating|Seeking|Aiming"
    r"|Convinced|Mindful|Concerned|Aware|Conscious|Guided|Determined|Cognizant|Alarmed|Desirous|Encouraged"
    r"|Committed|Resolved|Disappointed|Seized|Appalled|Disturbed|Inspired|Willing|Grateful)\b"
)
OPENING_VERB = re.compile(
    r"^(?:Requests|Decides|Calls upon|Calls for|Calls on|Underscores|Remains (?:actively )?seized|Deplores|Asks|Reminds"
    r"|Commits|Encourages|Welcomes|Urges|Reaffirms|Notes|Recognizes"
    r"|Expresses|Recalls"
    r"|Takes note|Stresses|Reiterates|Invites|Emphasizes|Underlines|Acknowledges|Demands|Commends|"
    r"Endorses|Condemns"
    r"|Authorizes|Affirms|Recommends|Supports|Approves|Adopts|Appeals|Declares|Forwards|Appoints|Resolves)\b"
)
NOT_VERBS = frozenset(
    [
        "This",
        "Its",
        "Has",
        "Is",
        "Was",
        "As",
        "Us",
        "Thus",
        "Always",
        "Its",
        "States",
        "Parties",
        "Members",
        "Services",
        "Nations",
        "Persons",
        "Benefits",
        "Progress",
    ]
)
ANNEX = re.compile(
    r"^(?:Annex|ANNEX|Appendix|Enclosure|Attachment|Annexe|Приложение|Anexo|附件|المرفق)(?: "
    r"?[IVX\d]{1,5}| ?[A-H])?[.:]?[\d*]?$"
)
MEETING = re.compile(
    r"^(?P<meeting>\d{1,4}(?:st|nd|rd|th)\.? (?:\(?(?:resumed|closed|private)\)? )?(?:plenary )?"
    r"(?:\(?(?:resumed|closed)\)? )?meeting"
    r"|\d{1,4}[-‑]?[ейя]{1,2} (?:возобновленное )?пленарное заседание|\d{1,4}e séance plénière(?: "
    r"\(reprise\))?"
    r"|\d{1,4}a?ª?\.? ?sesión plenaria|الجلسة العامة (?:المستأنفة )?\d{1,4}|第 ?\d{1,4} "
    r"?次全体会议)(?:[ ,]+|$)(?P<date>.*)$"
)
SESSION = re.compile(
    r"^(?:(?:Resumed )?(?:[A-Z][a-z]+(?:-[a-z]+)? )+(?:emergency )?(?:special )?session|\d{4} session"
    r"|.{3,60} (?:сессия|session|período de sesiones))$"
)
AGENDA = re.compile(r"^(?:Agenda items? |البند(?:ان)? |议程项目 ?|Пункты? |Points? |Tema[s]? )\d.{0,160}$")
STATUS = re.compile(
    r"^(?:Resolutions?(?: and decision)? adopted (?:by|on)|"
    r"Adopted at the \d{1,4}(?:st|nd|rd|th) (?:\(?resumed\)? )?plenary meeting|Adopted by the Security Council at its|"
    r"Резолюци[яи], принят"
    r"|Résolutions? adoptée|Resoluci(?:ón|ones) aprobada|Decision adopted|قرار اتخذ|قراران? |"
    r"(?:\d{4}年\d{1,2}月\d{1,2}日)?大会决议|Statement by the President of the Security)"
)
SYMBOL = re.compile(
    r"^(?:A|S|E|ST)/(?:RES|PRST|DEC|C\.\d|\d{2,4}|L\.|S-\d+|ES-\d+)[\w/.()-]*(?: \(\d{4}\)| "
    r"?[A-Z](?:-[A-Z])?| \(vol\. [IVX]+\)(?: and Corr\.\d)?)*\*?$"
)
NUMBER_TITLE = re.compile(
    r"^(?P<number>(?:\d{2,4}|[SE]{1,2}-\d{1,2})/\d{1,4}(?: ?[A-Z](?:[- ]+(?:and "
    r")?[A-Z])?)?\.?)(?:\s+|(?=[A-ZА-Я]))(?P<title>.*)$"
)
SC_NUMBER = re.compile(
    r"^(?:Resolution|Résolution|Резолюция|Resolución) (?P<number>\d{1,4}) ?\((?P<year>\d{4})\)$", re.I
)
ADOPTED_AT = re.compile(
    r"^Adopted by the Security Council at its (?P<meeting>\S+(?: \([a-z]+\))? meeting),? ?(?:held )?on ?"
    r"(?P<date>.+?)(?:, (?:by|with) .*|, unanimously)?\.?$"
)
PRESIDENT = re.compile(
    r"^(?:Statement by the President of the Security Council|Déclaration d[ue] (?:la )?Présidente? du Conseil de"
    r" sécurité|Заявление Председателя Совета Безопасности|Declaración de(?:l Presidente| la Presidencia) del"
    r" Consejo de Seguridad)\b"
)
_SPOKEN = (
    r"At the \d{1,4}(?:st|nd|rd|th) meeting of the Security Council\b|À la \d{1,4}e séance du Conseil de sécurité\b"
    r"|На (?:своем )?\d{1,4}-м заседании Совета Безопасности\b|En la \d{1,4}a?ª?\.? sesión del Consejo de Seguridad\b"
)
SPOKEN = re.compile(rf"^(?:{_SPOKEN})")
INTRO = re.compile(rf"^(?:{_SPOKEN}|.{{0,200}}(?:meeting|statement).*:$)")
ISSUED = re.compile(r"^\d{1,2}(?:er)? (?:de )?[A-Za-zà-ÿА-я]{3,}(?: de)? \d{4}(?: года)?$")
PROPONENT = re.compile(
    r"^\[(?:on |without |sur |sans |sin |sobre |по |без |على |دون |بناء|未|根据|.*[ASE]/).*\]$", re.I
)
ORIGINAL = re.compile(
    r"^(?:Original ?: ?[A-Za-zà-ÿ/ ,]{4,40}|(?:Язык оригинала|Оригинал) ?: ?[А-яё/ ,]{4,40})$"
)
QUOTED_NUMBER = re.compile(
    r"\bresolution (?:(?P<council>\d{3,4} \(\d{4}\))|(?P<assembly>(?:ES-|S-)?\d{1,3}/\d{1,3}))(?!\d).*:$"
)
PROVISIONAL = re.compile(r"^(?:Provisional|Предварительный|Provisoire|Provisional?)$", re.I)
COMMITTEE = re.compile(
    r"^(?:First|Second|Third|Fourth|Fifth|Sixth) Committee$|^(?:Первый|Второй|Третий|Четвертый|Пятый|Шестой) комитет$"
)
DISTRIBUTION = re.compile(r"^(?:Distr\.?|Distribution) ?: ?(.*)$")
ORIGIN = re.compile(r"\((?P<origin>(?:[ASE]/|A/C)[^()]*(?:\([^()]*\)[^()]*)*)\)")
# The first words of preambular paragraphs in the other official languages: gerunds of any verb, and the participles
# and nouns that resolutions open with beside them. Russian and Chinese have no capital to go by.
OTHER_OPENING = re.compile(
    r"^(?:(?:Profondément |Vivement |Gravement |Également |Réaffirmant |Toujours )?(?:Se |S[’'])?(?!Import|Signific|Relev|Particip|Domin|Const|Abund|Protest|Assist|Combat|Consult|Migr|Immigr|Coven|Inhabit)[A-ZÀ-Þ][a-zà-ÿ]{3,}ant(?:,| )|S[’'][a-zà-ÿ]+ant |Se [a-zà-ÿ]+ant "  # noqa: E501
    r"|(?:Guidé|Conscient|Convaincu|Préoccupé|Alarmé|Résolu|Déterminé|Attaché|Inspiré|Animé|Inquiet|Inquièt|Troublé)e? "
    r"|(?:Désireu(?:se|x)|Soucieu(?:se|x)|Considérant|Vu) "
    r"|(?:Profundamente |Gravemente )?[A-ZÁÉÍÓÚ][a-záéíóúñ]+(?:ando|endo)(?:se|lo)?,? "
    r"|(?:Guiad|Convencid|Preocupad|Alarmad|Resuelt|Decidid|Deseos|Inspirad|Empeñad|Comprometid)[ao] |Consciente "
    r"|(?:(?:глубоко|вновь|также|далее|серьезно|особо|с (?:удовлетворением|признательностью|озабоченностью|интересом)) )*"
    r"(?:[а-яё]{3,}(?:ясь|вшись|шись)|[а-яё]{3,}[ая]я, что|ссылаясь|подтверждая|отмечая|приветствуя|признавая|принимая|"
    r"напоминая|сознавая|рассмотрев|учитывая|выражая|подчеркивая|осуждая|считая|полагая|убежденн?ая|обеспокоенная|"
    r"встревоженная|заявляя|призывая|поддерживая|высоко оценивая|понимая|одобряя|воздавая|заслушав|изучив|получив|желая|"
    r"действуя|определяя|повторяя|констатируя|обращая|сожалея|побуждая|поощряя|придавая|сохраняя|испытывая|принимая)\b"
    r"|(?:будучи|стремясь|исходя|памятуя) "
    r"|و?إذ[ا-ي]? |(?:又|还|再次|深为|严重|特别|同时|重新)?(?:回顾|重申|注意到|确认|欢迎|认识到|强调|铭记|欣见|表示|深信|考虑到|意识到|赞赏|"  # noqa: E501
    r"关切|遵循|遵照|念及|承认|申明|决心|感到|忆及|审议了|收到|着重|满意地|欣慰地|赞扬|鼓励|相信|提及|指出|谴责|牢记))"
)
