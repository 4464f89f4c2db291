"""Check it yourself: the command that computes the result again, and what it was computed from."""

from __future__ import annotations

import shlex

from maslahat.brief.page import Block, Heading, Item, Items, Paragraph, Section
from maslahat.brief.reading import Reading
from maslahat.brief.words import counted


def checking_section(reading: Reading) -> Section:
    """Return the section on checking."""
    blocks: list[Block] = [
        Paragraph(
            "Nobody needs to trust this page. Save the result, then let the program compute it again from its"
            " inputs and check its proofs; any changed number is named:"
        ),
        Paragraph(_command(reading), "command"),
        Paragraph("maslahat verify brief.json", "command"),
    ]
    certificates = len(reading.result.certificates)
    if certificates:
        verb = "is" if certificates == 1 else "are"
        blocks.append(
            Paragraph(
                f"{counted(certificates, 'proof').capitalize()} {verb} stored with the result and can be"
                " checked without the program that made them, in exact arithmetic."
            )
        )
    blocks += [Heading("Computed from"), _inputs(reading)]
    return Section("checking", "Check it yourself", tuple(blocks))


def _command(reading: Reading) -> str:
    settings = reading.result.settings
    words = ["maslahat", "brief", settings.river, "--json", "brief.json"]
    words += ["--traces", str(settings.traces), "--seed", str(settings.seed)]
    words += ["--water-value", f"{settings.water_value_usd_per_m3:g}"]
    for node, value in sorted(settings.storage_mm3.items()):
        words += ["--storage", f"{node}={value:g}"]
    for node, value in sorted(settings.forecast_percent.items()):
        words += ["--forecast", f"{node}={value:g}%"]
    for work in settings.works:
        words += ["--works", work]
    return shlex.join(words)


def _inputs(reading: Reading) -> Items:
    settings, provenance = reading.result.settings, reading.result.provenance
    entries = [
        Item("Program", f"maslahat {provenance.version}, seed {provenance.seed}"),
        Item("Money", f"million US dollars of {settings.price_year}"),
        Item("Worth of irrigation water", f"{settings.water_value_usd_per_m3:g} USD per m³"),
        *(Item(name, digest) for name, digest in sorted(provenance.inputs.items())),
    ]
    return Items(tuple(entries))
