"""One page out of a result (DESIGN §3, §12): what a diplomat reads before the meeting.

Takes an `OptionsResult` and its `Region`; gives back a `Page` of sections, tables, charts and the draft
protocol, and renders it in the terminal, as one HTML file that needs no network, and as JSON. Every sentence
comes from the numbers.
"""

from maslahat.brief.compose import compose, draft_of
from maslahat.brief.draft import protocol
from maslahat.brief.html import render_html
from maslahat.brief.page import Page
from maslahat.brief.record import to_json
from maslahat.brief.terminal import print_page

__all__ = ["Page", "compose", "draft_of", "print_page", "protocol", "render_html", "to_json"]
