"""What the draft proposes and no computation gives: tolerances, days and terms, each open to agreement."""

from __future__ import annotations

from maslahat.brief.reading import Reading
from maslahat.brief.words import month

RELEASE_TOLERANCE = 0.05  # of the month’s mean; a proposal
CLASS_MARGIN_DAYS = 10  # days after the month's begin by which the kind of year is declared
REPORT_DAYS = 5  # days after the month's end by which readings are exchanged
PAYMENT_DAYS = 30  # days after the month's end by which money is paid
CONSULTATION_DAYS = 15  # from the notice to the meeting
MEDIATION_DAYS = 30  # from the meeting to the mediator's proposal
NOTICE_DAYS = 90  # of withdrawal
TERM_YEARS = 1


def declaration_months(reading: Reading) -> tuple[str, str]:
    """Return the months in which the kind of year is declared and confirmed."""
    growing = reading.growing_months or tuple(range(len(reading.periods)))
    periods = reading.result.season.periods
    return month(periods[growing[0]]), month(periods[growing[min(2, len(growing) - 1)]])
