"""One picture a question (DESIGN §12): made from one specification, its title the answer in a sentence.

Takes a `Reading`; gives back `Chart` blocks with the table behind them, none where there is nothing to show.
"""

from maslahat.brief.charts.gains import gains_chart
from maslahat.brief.charts.inflow import inflow_chart
from maslahat.brief.charts.releases import releases_chart
from maslahat.brief.charts.river import storages_chart
from maslahat.brief.charts.rules import rules_chart
from maslahat.brief.charts.shortage import shortage_chart

__all__ = [
    "gains_chart",
    "inflow_chart",
    "releases_chart",
    "rules_chart",
    "shortage_chart",
    "storages_chart",
]
