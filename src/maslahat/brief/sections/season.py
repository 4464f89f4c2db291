"""The season before anyone decides: what is stored, what is expected to come, how years are told apart."""

from __future__ import annotations

from maslahat.brief.charts import inflow_chart
from maslahat.brief.page import Block, Chart, Column, Item, Items, Paragraph, Section, Table
from maslahat.brief.reading import Reading
from maslahat.brief.words import counted, number, volume, volume_range, years_of
from maslahat.options.result import HeadInflow, YearClass


def season_section(reading: Reading, river: Chart | None = None) -> Section:
    """Return the section on the season; `river` is the drawing of the river with its storages."""
    blocks: list[Block] = [Paragraph(storage_sentences(reading)), Paragraph(inflow_sentences(reading))]
    blocks += [river] if river else []
    blocks += [_inflow_table(reading)] if len(reading.result.season.inflows) > 1 else []
    fan = inflow_chart(reading)
    blocks += [fan] if fan else []
    if reading.classes:
        blocks += [Paragraph(_classes_sentence(reading)), _classes_list(reading)]
    return Section("season", "The season", tuple(blocks))


def storage_sentences(reading: Reading) -> str:
    """Return what the head reservoir holds, against its past, its bounds and its critical level."""
    season = reading.result.season
    sentences = [holding_sentence(reading)]
    if season.head_dead_mm3 > 0:
        sentences.append(
            f"The lowest {volume(season.head_dead_mm3)} lie below the outlets and cannot be used, so that "
            f"{volume(max(season.head_storage_mm3 - season.head_dead_mm3, 0.0))} can be released."
        )
    sentences += _rank_sentences(reading) + _critical_sentences(reading)
    return " ".join(sentences)


def holding_sentence(reading: Reading) -> str:
    """Return what the reservoir at the head of the river holds, in one sentence."""
    season = reading.result.season
    return (
        f"{season.head_name} holds {volume(season.head_storage_mm3)} on {reading.start_words}, "
        f"of {volume(season.head_full_mm3)} when full."
    )


def inflow_sentences(reading: Reading) -> str:
    """Return the inflow of the first head in the growing season, with its spread and against the norm."""
    heads = reading.result.season.inflows
    if not heads:
        return "No inflow was given."
    head = heads[0]
    expected = head.growing_season_mm3
    return (
        f"Inflow of {head.name} in the growing season, {reading.growing_words}, is expected at "
        f"{volume(expected.mean)} (8 years in 10: {volume_range(expected.low, expected.high)}); "
        f"the norm is {volume(head.growing_season_norm_mm3)}{_against_norm(head)}."
    )


def _against_norm(head: HeadInflow) -> str:
    if head.growing_season_norm_mm3 <= 0:
        return ""
    return (
        f", so that this is {100 * head.growing_season_mm3.mean / head.growing_season_norm_mm3:.0f} % of it"
    )


def _rank_sentences(reading: Reading) -> list[str]:
    season = reading.result.season
    past = [seen for seen in season.observed if seen.year != reading.periods[0].year]
    if not past:
        return ["No earlier volume of about this date is on record here."]
    lower = sum(seen.storage_mm3 < season.head_storage_mm3 for seen in past)
    first, last = min(seen.year for seen in past), max(seen.year for seen in past)
    span = f"of {first}" if first == last else f"of {first} to {last}"
    if len(past) == 1:
        word = "was lower" if lower else "was not lower"
        return [f"The one earlier volume of about this date on record here, that {span}, {word}."]
    verb = "was" if lower == 1 else "were"
    share = f"{number(lower)} {'was' if lower == 0 else verb}"
    return [
        f"Of the {len(past)} earlier volumes of about this date on record here ({span.removeprefix('of ')}),"
        f" {share} lower."
    ]


def _critical_sentences(reading: Reading) -> list[str]:
    season = reading.result.season
    critical = season.head_critical_mm3
    if critical is None:
        return []
    gap = season.head_storage_mm3 - critical
    place = (
        "exactly what is stored"
        if abs(gap) < 1
        else f"{volume(abs(gap))} {'less' if gap > 0 else 'more'} than is stored"
    )
    return [f"Below {volume(critical)} its operator speaks of a critical level; that is {place}."]


def _inflow_table(reading: Reading) -> Table:
    columns = (
        Column("Inflow", figures=False),
        Column("Expected"),
        Column("8 years in 10"),
        Column("Norm"),
        Column("Of norm"),
    )
    rows = tuple(_inflow_row(head) for head in reading.result.season.inflows)
    return Table("inflows", f"Inflow in the growing season ({reading.growing_words})", columns, rows)


def _inflow_row(head: HeadInflow) -> tuple[str, ...]:
    season, norm = head.growing_season_mm3, head.growing_season_norm_mm3
    return (
        head.name,
        volume(season.mean),
        volume_range(season.low, season.high),
        volume(norm),
        f"{100 * season.mean / norm:.0f} %" if norm > 0 else "–",
    )


def _classes_sentence(reading: Reading) -> str:
    kinds = counted(len(reading.classes), "kind")
    return (
        f"Nobody knows in April what will come. The page therefore follows {reading.traces} possible years,"
        f" and an agreement says what is due in each of {kinds} of year, told apart by the inflow of the"
        f" whole river from {reading.growing_words}:"
    ).replace("in April", f"on {reading.start_words}")


def _classes_list(reading: Reading) -> Items:
    return Items(
        tuple(
            Item(kind.name, f"{bounds(kind)}; {years_of(kind.probability, reading.traces)}.")
            for kind in reading.classes
        )
    )


def bounds(kind: YearClass) -> str:
    """Return from where to where the inflow of a kind of year goes, in words."""
    if kind.low_mm3 is None and kind.high_mm3 is None:
        return "any inflow"
    if kind.low_mm3 is None:
        return f"below {volume(kind.high_mm3 or 0.0)}"
    if kind.high_mm3 is None:
        return f"{volume(kind.low_mm3)} or more"
    return f"from {volume(kind.low_mm3)} to less than {volume(kind.high_mm3)}"
