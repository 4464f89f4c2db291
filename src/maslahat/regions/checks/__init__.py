"""Faults that no single row shows: unknown names, cycles, months missing, impossible storages (DESIGN §5).

Takes the tables of a region with their line numbers; gives back every fault. Names in rows that could not be
read count as known, and a check whose tables could not be read at all is left out: one broken row causes no
second fault.
"""

from maslahat.regions.checks.run import check_tables

__all__ = ["check_tables"]
