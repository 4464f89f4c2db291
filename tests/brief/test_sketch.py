"""Small pictures made of letters."""

from __future__ import annotations

from maslahat.brief import sketch


def test_the_highest_month_is_full_and_nothing_is_a_dot() -> None:
    line = sketch.months_line("Naryn", [0.0, 50.0, 100.0], "m³/s")
    assert line.endswith("· ▄ █  highest 100 m³/s")
    assert sketch.months_line("Dry", [0.0, 0.0], "m³/s").endswith("· ·  none")


def test_lines_can_share_a_scale() -> None:
    assert "▄" in sketch.months_line("a", [50.0], "m³/s", top=100.0)


def test_the_month_letters_stand_over_their_bars() -> None:
    head, line = sketch.months_head(["Apr", "May"]), sketch.months_line("x", [1.0, 2.0], "GWh")
    assert line[head.index("A")] == "▄"
    assert line[head.index("M")] == "█"


def test_an_interval_runs_from_low_to_high_with_zero_marked() -> None:
    line = sketch.interval_line("Kyrgyzstan", -10.0, 0.0, 10.0, (-10.0, 10.0))
    drawn = line[sketch.LABEL_WIDTH + 1 :]
    assert drawn[0] == "├"
    assert drawn[-1] == "┤"
    assert drawn.count("●") == 1
    apart = sketch.interval_line("Kyrgyzstan", 5.0, 7.0, 10.0, (-10.0, 10.0))
    assert apart.index("│") < apart.index("├")


def test_a_bar_starts_at_zero_and_a_long_name_is_cut() -> None:
    assert sketch.bar_line("x", 10.0, (0.0, 10.0)).count("█") == sketch.LINE_WIDTH
    assert sketch.bar_line("x" * 50, 0.0, (0.0, 1.0)).startswith("x" * (sketch.LABEL_WIDTH - 1) + "…")


def test_a_span_holds_zero_and_has_a_width() -> None:
    assert sketch.span_of([3.0, 5.0]) == (0.0, 5.0)
    assert sketch.span_of([-3.0]) == (-3.0, 0.0)
    assert sketch.span_of([]) == (0.0, 1.0)
