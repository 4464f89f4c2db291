"""Who is to report, where the words for it are less common ones (DESIGN §11)."""

from __future__ import annotations

from datetime import date

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
    "Invites States parties to include information on trafficking as part of their national reports;",
    "Encourages its Committees to continue to invite the Special Representative to brief them on abuses;",
    "Monitor the embargo and in particular observe and report on flows of military personnel;",
    "Monitor, report immediately to the Security Council, and follow up on violations;",
    "Invites States to submit by the end of 2023 written comments and observations on the draft articles;",
    "Invites States that have used the Model Law to advise the Commission accordingly;",
    "Encourages States to provide the Office with relevant information to promote good practices;",
    "Invites the Secretary-General to submit proposals for consideration by the relevant committees;",
    "Encourages the Panel of Experts to provide to the Committee when appropriate the names of individuals;",
    "Authorizes the Secretary-General to use the Fund if necessary, and to report thereon in the next report;",
    "The Council appreciates his intention. It requests that he continue to report to the Council twice a year.",
    "That Member States shall notify the Committee upon delivery of all arms;",
    "assist the Committee, including through providing the Committee with information on the designation;",
    "Requests him to also continue to report regularly, and at least every three months, on the situation;",
    "Contribute to a report information on their activities;",
    "Invites Governments to provide feedback to the Subcommittee on the steps taken;",
    "Requests the President to bring the list to the attention of the Assembly for a final decision;",
    "Decides that, if they agree, the working group will submit the results thereof to the Secretary-General;",
]
NOT_ASKED = [
    "To circulate to Member States the annual reports mentioned in paragraph 5 above;",
    "Requests the Secretary-General to inform world public opinion of any activity in the Territories;",
    "Notes that the Commission will consider the standards and report thereon to the General Assembly;",
    "Calls upon all members to share any information, so that it may help inform the Committee’s decision on it;",
    "Welcomes the regular briefings by women from civil society;",
    "Requests the Secretary-General to continue to provide the Committee with all the facilities necessary;",
    "Calls on the security services to continue to submit themselves fully to civilian control;",
    "To support the development of State institutions through provision of up to 45 civilian advisers;",
    "Invites the Committee to continue to advise the Council on how to support the Goals;",
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


def test_a_meeting_at_which_something_is_done_sets_its_year() -> None:
    words = (
        "Requests the Council to elect the additional member at a meeting of its management segment in 2023."
    )
    record = read_paragraph(words, session=77, adopted=date(2022, 12, 15))
    assert record is not None
    assert [str(deadline) for deadline in record.deadlines] == ["on:2023"]


@pytest.mark.parametrize(
    ("words", "reports"),
    [
        ("Requests the Secretary-General to establish the Office, as recommended in his report;", False),
        ("Calls upon States to share what may inform the Committee’s decision;", False),
        ("Requests the Secretary-General to make recommendations in this regard to the Council;", True),
        (
            "Requests the Secretary-General to submit to the Council within ten days his views on the matter;",
            True,
        ),
        ("Requests the Secretary-General to brief the Special Committee at its next session;", True),
        ("Requests the Committee to revert to the Council on the outcome of the consultations;", True),
        (
            "Encourages the Kimberley Process to inform, as appropriate, the Security Council about its assessment;",
            True,
        ),
        ("The Working Group is tasked to consider all proposals and to report to the Council;", True),
        ("Decides to establish a Committee of the Council, and to report on its work to the Council;", True),
        ("To collate, assess, monitor and report on the measures;", True),
        ("Requests that the Panel of Experts report to the Council on its observations;", True),
        (
            "Requests the Secretary-General to submit, as soon as possible, recommendations to the Council;",
            True,
        ),
        ("Requests the Committee to provide it with the facilities necessary for its work;", False),
        ("Encourages delegations to adhere to the structured work programme;", False),
        ("Takes note of the progress, and requests to be updated on it by May;", True),
        ("Requests UNMIL to ensure that the report on investment includes information on plans;", True),
        ("Encourages States to help others in the preparation of national reports;", False),
        ("Invites Governments to take steps and to keep them updated;", False),
        ("Requests the Secretary-General to act, and looks forward to a report;", False),
        (
            "Requests the Secretary-General, in his final 90-day report due in May, to provide benchmarks;",
            True,
        ),
    ],
)
def test_a_duty_to_report(words: str, reports: bool) -> None:
    record = read_paragraph(words)
    assert record is not None
    assert (record.reporting is not None) is reports
