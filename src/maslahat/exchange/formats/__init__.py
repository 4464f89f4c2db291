"""Files of others in, files for others out: STIX 2.1, the UNODC seizures layout, spreadsheets, JSON (§12).

A reader takes a path and gives back an `Import`: the records, what was left out and why, what it noticed. All
faults of a file are raised at once and nothing is half-read. No reader opens another file or the network.
"""

from maslahat.exchange.formats.result import Import, Left

__all__ = ["Import", "Left"]
