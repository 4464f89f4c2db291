"""Who and where: parties, rivers, plants, power systems, agreements in force; a source on every figure.

Takes a folder of CSV files (a Frictionless Data Package) or a workbook that a person wrote; gives back a
`Region`, checked, or every fault in it by file, row and column. Knows nothing of how a river is run or of
bargaining.
"""

from maslahat.regions.load import load_region
from maslahat.regions.region import Region

__all__ = ["Region", "load_region"]
