"""Observations become probabilistic forecasts, their scores and alerts (DESIGN §9).

Water: takes the inflow tables of a region or a monthly series of the user's own, with a seasonal forecast;
gives back an ensemble of inflows at the heads of a river (`traces`), the kinds of year in it (`classify`),
a weighted smaller ensemble to plan on (`reduce`) and the statement of the season (`season`). Events: takes
observations of violence by unit and month; gives back predictive distributions, their scores and alerts.
Nothing in it knows what a state wants.
"""

from maslahat.outlook.classes import Reduction, YearClasses, classify, reduce
from maslahat.outlook.inflow import InflowModel, InflowModels, InflowTraces
from maslahat.outlook.inflow_draw import traces
from maslahat.outlook.inflow_region import models_from_region

__all__ = [
    "InflowModel",
    "InflowModels",
    "InflowTraces",
    "Reduction",
    "YearClasses",
    "classify",
    "models_from_region",
    "reduce",
    "traces",
]
