"""Times that a paragraph sets, by every way of saying them (DESIGN §11)."""

from __future__ import annotations

from datetime import date

import pytest

from maslahat.commitments.deadlines import ordinal, period, read_deadlines
from maslahat.commitments.extract import read_paragraph


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("to report within 90 days of the adoption of this resolution", {"within:P90D"}),
        ("to report annually to the Council", {"every:P1Y"}),
        (
            "Decides that it will be held on Tuesday, 14 March, and Wednesday, 15 March 2033",
            {"on:2033-03-14"},
        ),
        ("to continue it for a further planned period of 12 months", {"for:P12M"}),
        ("Decides to extend the mandate until 31 August 2013", {"until:2013-08-31"}),
        ("to submit a report no later than 30 June 2011", {"by:2011-06-30"}),
        ("to renew it for a further period of six months", {"for:P6M"}),
        ("to consider it at its seventy-fifth session", set()),
        ("to observe 21 September each year as a day of peace", set()),
        ("to report every six months", {"every:P6M"}),
        ("to report in six months’ time", {"within:P6M"}),
        ("to report after 180 days", {"within:P180D"}),
        ("to report no later than 30 days before its expiry", {"before:P30D"}),
        ("to report at its seventy-ninth and eighty-first sessions", {"session:79", "session:81"}),
        ("to report at the first part of its resumed seventy-ninth session", {"session:79"}),
        ("to transmit the records of the seventy-eighth session", set()),
        ("Decides that it will be held from 10 to 13 December 2024", {"on:2024-12-10"}),
        ("Decides to extend it for six months from 30 March 2030", {"for:P6M"}),
        ("Decides to extend it for a period terminating on 15 February 2029", {"until:2029-02-15"}),
        ("to report on a semi-annual basis", {"every:P6M"}),
        ("Decides to hold regular meetings", {"regular"}),
        ("to draw on the periodic report of the Secretary-General", set()),
        ("Décide de l’inscrire à l’ordre du jour de sa soixante-dix-huitième session", {"session:78"}),
    ],
)
def test_deadlines_become_dates_sessions_and_periods(words: str, expected: set[str]) -> None:
    assert {str(deadline) for deadline in read_deadlines(words, session=77)} == expected


DAY = date(2020, 5, 1)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("to report by August 31, 2021", ["by:2021-08-31"]),
        (
            "to submit a report by March, 1, 2021 and a final one by 1 July 2021",
            ["by:2021-03-01", "by:2021-07-01"],
        ),
        ("to provide reports by 31 March and 30 September 2021", ["by:2021-03-31", "by:2021-09-30"]),
        ("will be held from 28 November to 2 December 2022", ["on:2022-11-28"]),
        (
            "will be held from Tuesday, 5 July, to Friday, 8 July and Tuesday, 12 July 2022",
            ["on:2022-07-05", "on:2022-07-12"],
        ),
        ("shall meet in Geneva in both 2022 and 2023", ["on:2022", "on:2023"]),
        ("Decides to extend the mandate from 1 July 2020 to 31 December 2020", ["until:2020-12-31"]),
        ("Decides to extend the mandate until the end of June 2021", ["until:2021-06"]),
        ("to complete the deployment by mid-2021", ["by:2021-06"]),
        ("to report no later than the first quarter of 2021", ["by:2021-03"]),
        ("Decides to hold a meeting in the first half of 2021", ["on:2021"]),
        ("to report by June", ["by:2020-06"]),
        ("Requests an assessment in his December report", ["on:2020-12"]),
        ("to submit a programme before the end of each May", ["every:P1Y"]),
        ("to achieve the 2030 Agenda and Agenda 2063", []),
        ("to prepare for the 2021 elections", []),
        ("condolences to the family of those killed on 5 April", []),
        ("the period that was to expire on 30 June 2020", []),
        (
            "to report at its seventy-ninth to eighty-first sessions",
            ["session:79", "session:80", "session:81"],
        ),
        ("to report to the General Assembly at its next session", ["session:75"]),
        ("Requests the Commission to consider it at its next session", ["session:next"]),
        ("the Council to consider it at its session in 2021", ["session:2021"]),
        (
            "the World Health Assembly, by the seventy-third session of the World Health Assembly",
            ["session:73"],
        ),
        ("Takes note of the convening of the seventh session of the Expert Mechanism", []),
        ("adopted by the Committee at its forty-sixth session", []),
        ("to inform the Council within 48 hours", ["within:PT48H"]),
        (
            "within three months of the adoption and every three months thereafter",
            ["within:P3M", "every:P3M"],
        ),
        ("to inform the Council in nine months of the progress made", ["within:P9M"]),
        ("no later than one week before the first day", ["before:P1W"]),
        ("informing it at least five days in advance by letter", ["before:P5D"]),
        ("for a period not exceeding twelve months", ["for:P12M"]),
        ("to hold a session for two weeks", []),
        ("children under 5 years of age", []),
        ("his tireless efforts over four years", []),
        ("to report at three-monthly intervals", ["every:P3M"]),
        ("in his regular 90-day reports", ["every:P90D"]),
        ("at a monthly rate of 5,075,742 dollars", []),
        ("to update the list monthly thereafter", ["every:P1M"]),
        ("Decides that, as of 15 April 2021, the ceiling shall decrease", ["on:2021-04-15"]),
        ("the Council from July 2021 to July 2022 will be held on 23 July 2021", ["on:2021-07-23"]),
        ("Requests the Secretary-General undertake a review in June 2021", ["on:2021-06"]),
        ("the regular budget and the annual session", []),
        ("to implement the recommendations of the universal periodic review", []),
        ("to hold regular and in-depth consultations", ["regular"]),
        ("to interact with them in a regular, transparent and inclusive manner", ["regular"]),
        (
            "shall commence on 1 July 2022 (branch for the ICTR) and 1 July 2023 (branch for the ICTY)",
            ["on:2022-07-01", "on:2023-07-01"],
        ),
        ("to submit under the item entitled “The year 2025 and the seventy-ninth session”", []),
        (
            "Prie le Secrétaire général de lui faire rapport dans un délai de 90 jours, puis tous les six mois",
            ["within:P90D", "every:P6M"],
        ),
        ("Décide de proroger le mandat jusqu’au 30 juin 2021", ["until:2021-06-30"]),
        (
            "просит представить доклад в течение 90 дней, а затем каждые шесть месяцев",
            ["within:P90D", "every:P6M"],
        ),
        ("постановляет продлить мандат до 30 июня 2021 года", ["until:2021-06-30"]),
        ("просит представить доклад до конца июня 2021 года", ["by:2021-06"]),
        ("постановляет продлить мандат на дополнительный шестимесячный период", ["for:P6M"]),
        ("просит докладывать Совету раз в три месяца", ["every:P3M"]),
        ("Prie le Groupe de remettre un rapport final le 15 mars 2021 au plus tard", ["by:2021-03-15"]),
        ("Décide de tenir la conférence du 5 au 9 juin 2023", ["on:2023-06-05"]),
        (
            "Prie le Groupe de présenter un rapport à ses soixante-seizième et soixante-dix-septième sessions",
            ["session:76", "session:77"],
        ),
        ("for a period of three months commencing no later than 10 July 2020", ["for:P3M", "by:2020-07-10"]),
        (
            "to report six months and eleven months after the adoption of this resolution",
            ["within:P6M", "within:P11M"],
        ),
        ("to undertake at least one visiting mission a year", ["every:P1Y"]),
        (
            "the Commission to hold, during its twenty-seventh session, in 2024, and its twenty-eighth session, in 2025, talks",
            ["session:27", "session:28"],
        ),
        ("Welcomes the holding of the fifth session of the Group of Experts", []),
        ("as presented on 5 April in Pristina", []),
        ("Welcomes the intention to maintain an operation from May 2020", ["on:2020-05"]),
        ("to provide an assessment in the next 60 day report", []),
    ],
)
def test_the_grammar_of_time(words: str, expected: list[str]) -> None:
    assert [str(deadline) for deadline in read_deadlines(words, session=74, adopted=DAY)] == expected


def test_ordinals_and_periods() -> None:
    assert [ordinal(word) for word in ("first", "seventy-seventh", "eightieth", "2024", "plenary")] == [
        1,
        77,
        80,
        2024,
        None,
    ]
    assert period("twelve", "months") == "P12M"


def test_rhythms_that_come_equally_often_are_one() -> None:
    found = read_deadlines("to brief the Council every twelve months within his annual briefing")
    assert [str(one) for one in found] == ["every:P12M"]


def test_a_time_that_is_welcomed_or_decided_later_is_read() -> None:
    words = "Welcomes the offer of Botswana, and decides that the Conference will be held on 10 May 2029;"
    record = read_paragraph(words)
    assert record is not None
    assert [str(one) for one in record.deadlines] == ["on:2029-05-10"]


def test_days_after_adoption_are_set_and_days_before_are_past() -> None:
    day = date(2020, 5, 1)

    def found(words: str) -> list[str]:
        return [str(deadline) for deadline in read_deadlines(words, 74, day)]

    assert found("to restore the position prior to 30 June 2000") == []
    assert found("to complete the case by the end of March 2021") == ["by:2021-03"]
    assert found("to report at the end of March 2021") == ["on:2021-03"]
    assert found("to report before the end of the year") == ["by:2020"]
    assert found("a conference to be held on 14 June") == ["on:2020-06-14"]
    assert found("Decides that the meeting shall be held in New York in 2022") == ["on:2022"]
    assert found("to report to the Commission at its thirty-first session") == ["session:31"]
    assert found("recalls the report to the General Assembly at its sixty-first session") == []
    assert found("in the past five years") == []
