"""Forecasts of violence that keep score (DESIGN §9).

Takes a panel of deaths by unit and month (`read_panel`); gives a predictive distribution a unit and month
(`combined`), its scores beside the simple baselines (`score_challenge`, `backtest`), the probability of any
death, alerts, a ledger of frozen forecasts and the monthly bulletin.
"""

from maslahat.outlook.events.combination import Forecast, combined
from maslahat.outlook.events.panel import Panel
from maslahat.outlook.events.panel_read import read_panel

__all__ = ["Forecast", "Panel", "combined", "read_panel"]
