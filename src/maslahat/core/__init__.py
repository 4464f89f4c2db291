"""What every other package stands on: faults as sentences, periods of time, provenance, canonical JSON.

Takes nothing from the rest of the house and knows no subject matter.
"""

from maslahat.core.canonical import digest, document_text, dumps, rounded, write_json
from maslahat.core.faults import Fault, InputError
from maslahat.core.period import Period, months_from
from maslahat.core.provenance import Provenance
from maslahat.core.workers import workers

__all__ = [
    "Fault",
    "InputError",
    "Period",
    "Provenance",
    "digest",
    "document_text",
    "dumps",
    "months_from",
    "rounded",
    "workers",
    "write_json",
]
