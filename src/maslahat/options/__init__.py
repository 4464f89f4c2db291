"""A dossier's problem put to `accord`: no agreement, named packages, what each state gains, whether it holds.

Takes a region and a question (`Request`); gives back an `OptionsResult`: the season, what happens if every state goes
alone, packages with releases, power and payments, the rules side by side, what keeping one's word takes, sensitivity
to every assumption, and certificates.
"""

from maslahat.options.compute import compute
from maslahat.options.request import Request
from maslahat.options.result import SCHEMA, OptionsResult

__all__ = ["SCHEMA", "OptionsResult", "Request", "compute"]
