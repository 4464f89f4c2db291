"""Who owes what to whom by when (DESIGN §11): commitments read out of official texts.

Takes a `Document`; gives `Commitment` records, each with the words it was read from and a confidence, as
values, JSON and XLSX.
"""

from maslahat.commitments.commitment import Commitment, Deadline, Reporting, Status
from maslahat.commitments.extract import extract, obligors
from maslahat.commitments.tables import to_rows, write_xlsx

__all__ = ["Commitment", "Deadline", "Reporting", "Status", "extract", "obligors", "to_rows", "write_xlsx"]
