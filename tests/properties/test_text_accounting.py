"""Every character of a plain text is in the model or listed as dropped, whatever the damage (§10)."""

from __future__ import annotations

import textwrap

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.text.accounting import unaccounted

from maslahat.core import InputError
from maslahat.text.plain.reader import read_text

RESOLUTION = """United Nations
A/RES/77/1*
General Assembly
Distr.: General
12 October 2022
Seventy-seventh session
Agenda item 65
Peacebuilding and sustaining peace
Resolution adopted by the General Assembly on 7 October 2022
[without reference to a Main Committee (A/77/L.53)]
77/1. Role of a centre for preventive diplomacy
The General Assembly,
Recalling its resolution 72/7,1 and the exchange of letters on the establishment of the centre in the region,
Welcoming the close interaction of the centre with the country teams, as well as the fund,
1. Encourages the centre to continue to liaise with the Governments of the region:
(a) On the use of water;
(b) On energy, and in particular:
(i) Hydropower;
2. Requests the Secretary-General to report at its seventy-ninth session.
55th plenary meeting
7 October 2022
Annex
Rules of the centre
Article 1
Seat
1. The seat is in the region.
Office\tPosts\tLevel
First\t1\tP-4
1 See S/2007/279.
2 Resolution 60/288.
"""
STATEMENT = """S/PRST/2007/42
Security Council
Distr.: General
6 November 2007
Statement by the President of the Security Council
At the 5776th meeting of the Security Council, held on 6 November 2007, the President made this statement:
“The Security Council reaffirms its commitment to the Charter.
“The Council invites the parties to talk.”
"""
COUNCIL = """United Nations
S/RES/2339 (2017)
Security Council
Resolution 2339 (2017)
Adopted by the Security Council at its 7872nd meeting, on 27 January 2017
The Security Council,
Recalling its resolutions,
1. Decides to renew the measures;
2. Decides to remain seized of the matter.
"""
TREATY = """Agreement on the shared use of a river
The Parties,
Desiring to share water,
Article 1. Purpose
1. The purpose is to share.
Article 2
Payments
2. Payments are yearly.
Done at Tashkent on 3 March 2021, in two originals.
For the Republic of Uzbekistan: ______
For the Kyrgyz Republic
"""
ODD = st.sampled_from(
    [
        "1.",
        "(a)",
        "Annex",
        "12 May 2021",
        "55th plenary meeting",
        "2/4",
        "A/RES/77/1",
        "* * *",
        "_______",
        "A\tB\tC",
        "| a | b |",
        "",
        "The General Assembly,",
        "[on the report (A/1)]",
        "Distr.: Limited",
        "I",
        "3",
        "Article 4",
        "Resolution 12 (2001)",
        "For Tajikistan: ____",
        "Seventy-first session",
        "¹ Note",
        "\f",
        "x-",
        "soft\u00ad",
    ]
)
DAMAGE = st.lists(
    st.tuples(
        st.sampled_from(["cut", "glue", "insert", "double", "swap", "letter", "join"]),
        st.integers(0, 400),
        ODD,
    ),
    max_size=12,
)


def damaged(lines: list[str], damage: list[tuple[str, int, str]]) -> list[str]:
    """Return `lines` with each kind of damage done at its place."""
    for kind, place, odd in damage:
        n = place % len(lines)
        line = lines[n]
        if kind == "cut":
            lines[n : n + 1] = [line[: place % (len(line) + 1)], line[place % (len(line) + 1) :]]
        elif kind == "glue":
            lines[n] = line.replace(" ", "", place % 3 + 1)
        elif kind == "insert":
            lines.insert(n, odd)
        elif kind == "double":
            lines.insert(n, line)
        elif kind == "swap":
            lines[n], lines[-n - 1] = lines[-n - 1], line
        elif kind == "letter":
            lines[n] = line[: place % (len(line) + 1)] + odd + line[place % (len(line) + 1) :]
        elif len(lines) > 1:
            lines[n : n + 2] = ["".join(lines[n : n + 2])]
    return lines


@given(st.sampled_from([RESOLUTION, STATEMENT, COUNCIL, TREATY]), DAMAGE, st.integers(0, 3))
@settings(max_examples=250, deadline=None)
def test_every_character_is_held_or_listed(text: str, damage: list[tuple[str, int, str]], form: int) -> None:
    lines = damaged(text.split("\n"), damage)
    if form:
        lines = [part for line in lines for part in textwrap.wrap(line, 60) or [""]]
    text = ("\n", "\n", "\r\n", "\n\n")[form].join(lines)
    try:
        doc = read_text(text)
    except InputError:
        return
    lost, invented = unaccounted(text, doc)
    assert not lost
    assert not invented
