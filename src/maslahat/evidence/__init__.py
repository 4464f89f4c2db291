"""Readers: files and services of others become graded, cited observations with their coverage (DESIGN §2,
§9).

Takes a file as its source publishes it (or a service's answer); gives a `Reading`: a table of records,
what was
observed at all (`Coverage`, so that not observed is never nothing happened), and faults in sentences. A
source
that sends an error, an empty page, half a file or a changed column is a named failure, never an empty
success.
"""

from maslahat.evidence.places import Place, resolve_place
from maslahat.evidence.read import read_evidence
from maslahat.evidence.records import Coverage, EventRecord, Reading

__all__ = ["Coverage", "EventRecord", "Place", "Reading", "read_evidence", "resolve_place"]
