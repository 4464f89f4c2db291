"""The page made once from a result: the rendering changes nothing in it."""

from __future__ import annotations

from maslahat.brief.charts import storages_chart
from maslahat.brief.draft import protocol as drafted
from maslahat.brief.figures import as_saved
from maslahat.brief.page import Page
from maslahat.brief.reading import Reading
from maslahat.brief.sections.agreed import agreed_section, offer_sentence
from maslahat.brief.sections.alone import alone_section, short_sentence
from maslahat.brief.sections.basis import basis_section
from maslahat.brief.sections.checking import checking_section
from maslahat.brief.sections.drafting import drafting_section
from maslahat.brief.sections.fairness import fairness_section
from maslahat.brief.sections.holding import hardest_sentence, holding_section
from maslahat.brief.sections.season import holding_sentence, season_section
from maslahat.brief.sections.watching import watching_section
from maslahat.brief.words import listed, signed
from maslahat.core import Fault, InputError
from maslahat.options.result import OptionsResult, Package
from maslahat.regions import Region
from maslahat.regions.rows import Source
from maslahat.text import Document


def compose(result: OptionsResult, region: Region | None = None, protocol: str = "") -> Page:
    """Return the page of a result.

    `region` gives the sources and the drawing of the river; without it both are left out. `protocol` names
    the package to draft by its key; without it the draft is written from the offered package in which the
    state that gains least gains most. InputError where there is no package of that key.
    """
    result = as_saved(result)
    chosen = named_package(result, protocol) if protocol else default_package(result)
    reading = Reading(result, _sources(result, region), chosen)
    sections = (
        season_section(reading, storages_chart(reading, region) if region else None),
        alone_section(reading),
        agreed_section(reading),
        fairness_section(reading),
        holding_section(reading),
        drafting_section(reading, bool(protocol)),
        watching_section(reading),
        basis_section(reading, region),
        checking_section(reading),
    )
    return Page(
        result.river_name, reading.season_words, _basis(reading), _answer(reading), sections, protocol
    )


def draft_of(result: OptionsResult, protocol: str = "") -> Document | None:
    """Return the draft protocol that stands on the page, as a document; None where no package is offered."""
    result = as_saved(result)
    chosen = named_package(result, protocol) if protocol else default_package(result)
    return None if chosen is None else drafted(result, chosen)


def default_package(result: OptionsResult) -> Package | None:
    """Return the offered package whose least expected gain is largest, the first of equals."""
    offered = [package for package in result.packages if package.offered]
    return max(offered, key=lambda package: round(package.least_margin_usd_m, 6)) if offered else None


def named_package(result: OptionsResult, key: str) -> Package:
    """Return the package of that key, offered or not; InputError names the keys there are."""
    for package in result.packages:
        if package.key == key:
            return package
    known = ", ".join(package.key for package in result.packages) or "none"
    raise InputError(Fault("--protocol", repr(key), f"the key of a package: {known}"))


def _sources(result: OptionsResult, region: Region | None) -> tuple[Source, ...]:
    """Return the works that the figures of this river come from, in the order of the region."""
    if region is None:
        return ()
    tables = [table for name, table in region.only(result.settings.river).tables() if name != "sources"]
    used = {row.source for table in tables for row in table}
    return tuple(source for source in region.sources if source.source in used)


def _basis(reading: Reading) -> str:
    result = reading.result
    return (
        f"Computed from {result.figures:,} figures, {result.assumed_figures:,} of them assumptions, over"
        f" {reading.traces} possible years of inflow. Money in million US dollars (USD) of"
        f" {result.settings.price_year}."
    )


def _answer(reading: Reading) -> tuple[str, ...]:
    sentences = [holding_sentence(reading), short_sentence(reading), offer_sentence(reading)]
    if reading.chosen is not None and reading.chosen.offered:
        sentences += [_gains_sentence(reading, reading.chosen), hardest_sentence(reading, reading.chosen)]
    return tuple(sentence.replace("; the reasons stand below.", ".") for sentence in sentences)


def _gains_sentence(reading: Reading, package: Package) -> str:
    gains = [f"{reading.name(o.party)} {signed(o.gain_usd_m.mean)}" for o in package.outcomes]
    return (
        f"The draft below follows “{package.title}”; in the mean of all years it gives {listed(gains)}"
        " million USD."
    )
