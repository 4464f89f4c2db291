"""Who is to report, where the words for it are less common ones (DESIGN §11)."""

from __future__ import annotations

import pytest

from maslahat.commitments.extract import read_paragraph

ASKED = [
    "Provide to the Council an interim report on its work no later than 90 days after its appointment;",
    "Also to provide to the Council a report within 120 days on the security threats;",
    "Invites Member States to submit to the Secretariat, on a voluntary basis, information on their measures;",
    "Decides that the Committee will continue to report to the Council on a regular basis;",
    "Resolves that the Secretary-General shall report to the General Assembly at its seventy-ninth session;",
    "Continues to invite the members of the Conference to inform those bodies of their national policies;",
    "Encourages States parties to inform the United Nations Office on Drugs and Crime of any impediments;",
    "Requests the Secretary-General to inform the Member States concerned about allegations of abuse;",
    "The Council invites him to follow them up, and would be grateful for a report by 30 November 2003.",
    "In 2030, the Committee should carry out a review and report to the General Assembly on the results.",
    "Decides that States providing supplies shall notify the Committee in advance;",
]
NOT_ASKED = [
    "To circulate to Member States the annual reports mentioned in paragraph 5 above;",
    "Requests the Secretary-General to inform world public opinion of any activity in the Territories;",
    "Notes that the Commission will consider the standards and report thereon to the General Assembly;",
    "Calls upon all members to share any information, so that it may help inform the Committee’s decision on it;",
    "Welcomes the regular briefings by women from civil society;",
]


@pytest.mark.parametrize("words", ASKED)
def test_a_duty_to_report_is_found(words: str) -> None:
    record = read_paragraph(words, session=77)
    assert record is not None
    assert record.reporting is not None


@pytest.mark.parametrize("words", NOT_ASKED)
def test_what_asks_nobody_to_report_gives_none(words: str) -> None:
    record = read_paragraph(words, session=77)
    assert record is None or record.reporting is None


def test_an_annual_report_that_is_to_hold_something_sets_a_rhythm() -> None:
    record = read_paragraph(
        "Requests the Secretary-General to ensure that the annual reports include a description;", session=77
    )
    assert record is not None
    assert [str(deadline) for deadline in record.deadlines] == ["every:P1Y"]


def test_more_regular_exchanges_set_no_rhythm() -> None:
    record = read_paragraph("Encourages States to hold more regular exchanges of views;", session=77)
    assert record is not None
    assert record.deadlines == ()
