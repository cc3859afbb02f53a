"""Figures: nothing overlaps, nothing leaves the page, and the text alternative says what is drawn."""

import ast
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.text import Text

from analysis import schema
from analysis.present import figures, palette
from analysis.present.figures import _measure, _shorten, _wrap

LONG = "An organisation with a name so long that no figure on a phone could hold it in a single line"
LABELS = {
    "rate": "Frame-associated words per 100 words",
    "grade": "Flesch-Kincaid grade (US school year, higher is harder)",
    "ease": f"Flesch reading ease (0 to 100 for most texts); {LONG}",
}
MANY = [f"Outlet {n}" if n % 3 else f"{LONG[:38]} {n}" for n in range(12)]


def estimates(scores, items, sides, seed=0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    rows = []
    for score in scores:
        for item in items:
            for number, side in enumerate(sides):
                middle, half = rng.gamma(2, 2), rng.gamma(2, 0.4)
                rows.append(
                    (score, item, side, middle, middle - half, middle + half, "article", 8 + number, "")
                )
    columns = ["score", "item", "side", "estimate", "low", "high", "unit", "n", "reason"]
    return pd.DataFrame(rows, columns=columns).assign(confidence=0.95)


def texts(figure) -> list:
    """Every piece of text that is drawn, with its box in pixels."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    beyond = {label for axes in figure.axes for label in ticks_beyond(axes)}
    shown = [t for t in figure.findobj(Text) if t.get_text().strip() and t.get_visible() and t not in beyond]
    return [(t.get_text(), t.get_window_extent(renderer)) for t in shown]


def ticks_beyond(axes) -> list:
    """Labels of ticks that are not drawn: outside of the axes, or switched off."""
    out = []
    for axis, (low, high) in ((axes.xaxis, sorted(axes.get_xlim())), (axes.yaxis, sorted(axes.get_ylim()))):
        for tick in axis.get_major_ticks():
            drawn = low <= tick.get_loc() <= high
            out += [tick.label1] * (not (drawn and tick.label1.get_visible())) + [tick.label2]
    return out


def assert_legible(plot: figures.Plot) -> None:
    """No text overlaps another, leaves the page, or is smaller than 9 pixels on a phone."""
    figure = plot.figure
    pieces = texts(figure)
    wide, tall = figure.get_size_inches() * figure.dpi
    for text, box in pieces:
        assert box.x0 >= -1 and box.x1 <= wide + 1 and box.y0 >= -1 and box.y1 <= tall + 1, text
    for (one, a), (two, b) in combinations(pieces, 2):
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        along = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert across <= 1 or along <= 2.5, f"{one!r} overlaps {two!r}"
    sizes = [text.get_fontsize() for text in figure.findobj(Text) if text.get_text().strip()]
    assert min(sizes) * 360 / 72 / figure.get_size_inches()[0] >= 9
    assert plot.alt.endswith((".", "?", "!"))


TERMS = pd.DataFrame(
    {
        "term": ["summit", LONG, "deal", "war", "peace", "talk"],
        "side": ["Axios"] * 3 + ["The Hill"] * 3,
        "count_a": [4, 3, 2, 6, 5, 1],
        "count_b": [0, 1, 1, 0, 1, 0],
        "z": [2.2, 1.4, 0.3, 3.0, 1.1, 0.5],
        "rank": [1, 2, 3, 1, 2, 3],
        "p_adjusted": np.nan,
    }
)
SHARES = pd.DataFrame(
    {
        "article_id": ["a"] * 9 + ["b"],
        "kind": ["kept", "ad", "bio", "byline", "caption", "credit", "headline", "nav", "share", "kept"],
        "characters": [500, 200, 90, 80, 70, 60, 50, 40, 30, 900],
    }
)


def course(sides) -> pd.DataFrame:
    frame = estimates(["tone"], range(1, 11), sides)
    frame.loc[3, ["estimate", "low", "high"]] = np.nan
    return frame


def holes(frame: pd.DataFrame) -> pd.DataFrame:
    frame.loc[0, ["estimate", "low", "high"]] = np.nan
    frame.loc[0, "reason"] = f"too little text: {LONG}"
    frame.loc[1, ["low", "high"]] = np.nan
    return frame


def alternatives() -> pd.DataFrame:
    names = {
        "as analysed": 0.2,
        "without quotations": 0.15,
        f"split by {LONG}": -0.05,
        "doubtful left out": np.nan,
        "without quotations + doubtful left out": -0.12,
    }
    frame = pd.DataFrame({"alternative": list(names), "difference": list(names.values())})
    return frame.assign(score="grade", item="", side_a="Axios", side_b="The Hill")


def multiverses(sides) -> pd.DataFrame:
    return pd.concat([alternatives().assign(side_a=side, side_b="rest") for side in sides])


def terms_of(sides) -> pd.DataFrame:
    one = pd.DataFrame({"term": list("abcdefghijkl"), "rank": range(1, 13), "z": 3.0})
    frames = [one.assign(side=side, count_a=5, count_b=1, p_adjusted=np.nan) for side in sides]
    return pd.concat(frames, ignore_index=True)


def shifts(words=20) -> pd.DataFrame:
    names = [f"word{n}" for n in range(words)]
    frame = pd.DataFrame({"shift": [(-0.5) ** n for n in range(words)]}, index=names)
    return frame.assign(times_first=2, times_second=1)


def dated(sides) -> pd.DataFrame:
    days = pd.date_range("2019-02-20", periods=3 * len(sides), freq="D")
    return pd.DataFrame({"date": days, "side": list(sides) * 3, "value": np.sin(range(len(days)))})


def places(sides) -> pd.DataFrame:
    turn = np.linspace(0, 5, len(sides))
    spread = {"xx": 0.01, "xy": 0.002, "yy": 0.02, "sentences": 20, "fit": 0.61}
    return pd.DataFrame({"side": list(sides), "x": np.cos(turn), "y": np.sin(turn)}).assign(**spread)


FIGURES = {
    "dates": lambda: figures.draw_dates(dated(["Axios", "The Hill"]), LABELS["grade"]),
    "dates of twelve": lambda: figures.draw_dates(dated(MANY), LABELS["ease"]),
    "positions": lambda: figures.draw_positions({"Frames": places(MANY), LONG: places("ABCD")}),
    "no positions": lambda: figures.draw_positions({"Frames": places("ABCD")[:0]}),
    "shift": lambda: figures.draw_shift(shifts(), ("Axios", LONG), "difference in mean tone"),
    "words": lambda: figures.draw_words(TERMS.assign(rate_a=TERMS["z"].abs(), rate_b=0.2), "Axios"),
    "intervals": lambda: figures.draw_intervals(
        holes(estimates(["grade", "ease"], [""], ["Axios", "The Hill"])), LABELS
    ),
    "one side": lambda: figures.draw_intervals(estimates(["grade"], [""], ["Axios"]), LABELS),
    "long names of sides": lambda: figures.draw_intervals(
        estimates(["grade"], [""], [LONG, "B", f"{LONG} 2"]), LABELS
    ),
    "twelve sides": lambda: figures.draw_intervals(holes(estimates(["grade"], [""], MANY)), LABELS),
    "items": lambda: figures.draw_intervals(
        holes(estimates(["rate"], [LONG, *"abcdefg"], ["Axios", "The Hill"])), LABELS
    ),
    "matrix": lambda: figures.draw_matrix(
        pd.DataFrame(np.arange(60).reshape(5, 12), [LONG, *"abcd"], MANY), "mentions"
    ),
    "multiverse of twelve": lambda: figures.draw_multiverse(multiverses(MANY), LABELS),
    "terms of twelve": lambda: figures.draw_terms(terms_of(MANY)),
    "items of twelve": lambda: figures.draw_intervals(estimates(["rate"], list("abcd"), MANY), LABELS),
    "multiverse": lambda: figures.draw_multiverse(alternatives(), LABELS),
    "multiverse of several": lambda: figures.draw_multiverse(
        pd.concat([alternatives(), alternatives().assign(side_a=LONG)]), LABELS
    ),
    "terms": lambda: figures.draw_terms(TERMS),
    "course": lambda: figures.draw_course(course(["Axios", "The Hill"]), LABELS["ease"]),
    "course of twelve": lambda: figures.draw_course(course(MANY), LABELS["rate"]),
    "actors": lambda: figures.draw_actors(
        holes(estimates(["rate", "grade", "ease"], [LONG, "b"], ["Axios", "The Hill"])),
        LABELS,
        scores=["rate", "grade", "ease"],
    ),
    "actors of twelve": lambda: figures.draw_actors(
        estimates(["rate"], ["a", "b"], MANY), LABELS, scores=["rate"]
    ),
    "removed": lambda: figures.draw_removed(SHARES, {"a": LONG}),
    "nothing": lambda: figures.draw_terms(TERMS.assign(z=-1.0)),
}


@pytest.mark.parametrize("name", FIGURES)
def test_nothing_overlaps_or_leaves_the_page(name):
    assert_legible(FIGURES[name]())


def dots(figure) -> list[float]:
    """Values at which single markers stand on a scale."""
    lines = [line for ax in figure.axes for line in ax.lines if line.get_marker() not in ("", "None", None)]
    return [float(line.get_xdata()[0]) for line in lines if len(line.get_xdata()) == 1]


def test_dots_stand_at_the_estimates_in_the_order_of_difference():
    frame = pd.DataFrame(
        {
            "score": "rate",
            "item": ["conflict", "conflict", "morality", "morality"],
            "side": ["Axios", "The Hill"] * 2,
            "estimate": [1.0, 3.0, 2.0, 1.5],
            "low": 0.5,
            "high": 4.0,
            "unit": "sentence",
            "n": 10,
            "reason": "",
            "confidence": 0.95,
        }
    )
    plot = figures.draw_intervals(frame, LABELS)
    assert dots(plot.figure) == [2.0, 1.5, 1.0, 3.0]
    assert plot.alt == (
        "Estimates by side. Estimates with 95% intervals in brackets. "
        "morality: Axios 2.00 [0.50, 4.00], The Hill 1.50 [0.50, 4.00]. "
        "conflict: Axios 1.00 [0.50, 4.00], The Hill 3.00 [0.50, 4.00]."
    )


def test_an_undefined_value_is_said_and_never_drawn_as_zero():
    frame = holes(estimates(["grade"], [""], ["Axios", "The Hill"]))
    plot = figures.draw_intervals(frame, LABELS)
    assert "Axios undefined" in plot.alt
    assert any("too little text" in text for text, _ in texts(plot.figure))
    assert 0.0 not in dots(plot.figure)


def words(plot) -> list[str]:
    """What is written in a figure."""
    return [text for text, _ in texts(plot.figure)]


def test_many_sides_are_named_beside_each_of_their_lanes():
    frame = estimates(["rate"], ["a"], MANY)
    for plot in (figures.draw_intervals(frame, LABELS), figures.draw_actors(frame, LABELS, scores=["rate"])):
        told = words(plot)
        assert [told.count("Outlet 1 (9)"), told.count("Outlet 11 (19)")] == [1, 1]
        assert "how many articles." in " ".join(told).replace("\n", " ")
    figure = figures.draw_intervals(frame, LABELS).figure
    names = max(box.x1 for text, box in texts(figure) if text.startswith("Outlet "))
    panel = figure.axes[0]
    assert all(panel.transData.transform((value, 0))[0] > names for value in frame["low"])
    few = words(figures.draw_intervals(estimates(["rate"], ["a", "b"], MANY[:3]), LABELS))
    assert few.count("Outlet 1 (n = 9 articles)") == 1


def test_many_sides_stand_in_the_order_of_their_values():
    frame = estimates(["rate"], ["a"], MANY)
    assert dots(figures.draw_intervals(frame).figure) == sorted(frame["estimate"], reverse=True)
    plot = figures.draw_actors(frame, scores=["rate"])
    assert dots(plot.figure) == sorted(frame["estimate"], reverse=True)


def test_of_many_sides_a_row_of_several_names_the_highest_and_the_lowest():
    frame = estimates(["rate"], ["a", "b"], [f"S{n}" for n in range(12)])
    plot = figures.draw_intervals(frame, LABELS)
    values = frame.groupby("item")["estimate"]
    ends = frame.loc[[*values.idxmax(), *values.idxmin()]]
    named = [text for text in words(plot) if text.startswith("S")]
    assert sorted(named) == sorted(f"{row.side} ({row.n})" for row in ends.itertuples())
    assert words(plot).count("10 others") == 2
    assert plot.figure.get_figheight() < 3
    many = figures.draw_intervals(estimates(["rate"], list("abcdefgh"), MANY), LABELS)
    assert words(many).count("10 others") == figures.MOST_ROWS
    assert "The table has 3 further rows." in " ".join(words(many)).replace("\n", " ")


def test_of_many_differences_each_has_one_lane_and_says_how_many_choices_turn_it():
    plot = figures.draw_multiverse(multiverses([f"S{n}" for n in range(8)]), LABELS)
    assert words(plot).count("S3 − rest (2 of 3)") == 1
    assert plot.figure.get_figheight() < 4
    assert "S3 − The Hill" not in plot.alt


def test_many_sides_get_few_words_and_small_panels_each():
    assert figures.draw_terms(terms_of(MANY)).alt.count("(5 : 1)") == 2 * len(MANY)
    assert figures.draw_course(course(MANY), "Rate").figure.get_figheight() < 6


def test_what_repeats_itself_for_many_sides_is_folded():
    few = MANY[: figures.MANY]
    for sides in (few, MANY):
        plots = [
            figures.draw_terms(terms_of(sides)),
            figures.draw_dates(dated(sides), "grade"),
            figures.draw_course(course(sides), "grade"),
        ]
        assert [plot.folded for plot in plots] == [len(sides) > figures.MANY] * 3


def test_all_words_are_drawn_for_each_of_several_sides():
    terms = terms_of(MANY).assign(rate_a=0.4, rate_b=0.2)
    terms.loc[terms["side"].eq(MANY[9]) & terms["rank"].eq(1), "z"] = 9.0
    terms.loc[terms["side"].eq(MANY[0]), "z"] = -9.0
    chosen = figures.choose_word_sides(terms)
    assert len(chosen) == figures.MANY
    assert chosen[-1] == MANY[9]  # in the order of the sides
    assert MANY[0] not in chosen
    assert figures.choose_word_sides(terms_of(["A", "B"])) == ["A"]
    assert figures.choose_word_sides(terms_of(["A"]).iloc[:0]) == []
    plot = figures.draw_words(terms, MANY[9])
    assert plot.folded
    assert plot.alt.startswith(f"12 words by their rate in {MANY[9]} and in the rest.")
    dots = plot.figure.axes[0].collections[0].get_facecolors()
    seen = {
        to_hex(dot)
        for dot in figures.draw_words(terms, MANY[0]).figure.axes[0].collections[0].get_facecolors()
    }
    assert seen == {palette.MUTED}  # the rest is no side
    assert {to_hex(dot) for dot in dots} == {palette.assign_looks(MANY)[MANY[9]].color}
    assert plot.figure.axes[0].collections[0].get_rasterized()  # thousands of dots would be megabytes of SVG


def test_a_matrix_counts_what_most_sides_tell_first():
    counts = pd.DataFrame({"A": [9, 1, 0], "B": [0, 2, 0], "C": [0, 1, 1]}, ["one", "all", "few"])
    plot = figures.draw_matrix(counts, "mentions", top=2)
    assert plot.alt == "Mentions by side. all: A 1, B 2, C 1. one: A 9."
    assert "0" not in words(plot)
    assert figures.draw_matrix(counts[:0], "mentions").alt == "There are no mentions to draw."
    uncounted = figures.draw_matrix(counts.astype("Int64").mask(counts == counts.iloc[0, 0]), "mentions")
    (axes,) = uncounted.figure.axes
    assert "–" in [text.get_text() for text in axes.texts]
    assert "nan" not in uncounted.alt


def test_dates_are_told_by_side():
    plot = figures.draw_dates(dated(["Axios", "Vox"]), "Tone")
    assert plot.alt.startswith("Articles by date. Tone. Axios: 20 Feb 2019 0.0, 22 Feb 2019 0.909, ")
    assert len(figures.draw_dates(dated(MANY), "Tone").figure.axes) == 12


def test_positions_tell_who_stands_next_to_whom():
    table = places("ABCD").assign(x=[0.0, 0.1, 1.0, 1.3], y=0.0)
    told = "Frames: A is nearest to B (0.100); B is nearest to A (0.100); C is nearest to D (0.300);"
    assert told in figures.draw_positions({"Frames": table}).alt
    assert figures.draw_positions({}).alt.startswith("There are too few sides")


def test_more_than_twelve_sides_are_cut_turned_or_left_without_a_key():
    crowd = [f"S{number}" for number in range(14)]
    counts = pd.DataFrame(1, index=["one", "two"], columns=crowd)
    (axes,) = figures.draw_matrix(counts, "mentions").figure.axes
    assert [len(axes.get_xticks()), len(axes.get_yticks())] == [2, 14]
    plot = figures.draw_terms(
        pd.DataFrame(
            {"term": crowd, "side": crowd, "z": range(14), "rank": 1, "count_a": 2, "count_b": 0},
        ).assign(p_adjusted=np.nan)
    )
    assert "S1:" not in plot.alt
    assert "S2:" in plot.alt
    assert "Of 14 sides, the 12 most set apart." in plot.alt
    plot = figures.draw_actors(estimates(["rate"], ["a"], crowd), LABELS, scores=["rate"], top=2)
    assert len(dots(plot.figure)) == 12
    assert "S9" in " ".join(words(figures.draw_positions({"Frames": places(crowd)})))
    assert not figures.draw_positions({"Frames": places(crowd)}).figure.legends


def test_many_multiverses_have_a_lane_for_each_choice():
    one = alternatives()
    several = pd.concat([one, one.assign(side_a="Vox")])
    told = words(figures.draw_multiverse(several, LABELS))
    assert sum(text.startswith("without quotations (0.150)") for text in told) == 2
    assert figures.draw_multiverse(several, LABELS).figure.get_figheight() < (
        2 * figures.draw_multiverse(one, LABELS).figure.get_figheight()
    )


@pytest.mark.parametrize("end", ["", " (264)"])
def test_a_shortened_name_keeps_its_number(end):
    assert _shorten(f"Vox{end}", 1.5, 8.5) == f"Vox{end}"
    told = _shorten(LONG + end, 1.5, 8.5)
    assert told.startswith("An ")
    assert told.endswith(f"…{end}")
    assert _measure(told, 8.5) <= 1.5


def test_the_frame_says_how_wide_the_intervals_are():
    frame = estimates(["grade"], [""], ["Axios"]).assign(confidence=0.9)
    assert "90% intervals" in figures.draw_intervals(frame).alt


def test_a_changed_sign_is_said():
    assert "without quotations 0.150;" in figures.draw_multiverse(alternatives()).alt
    assert "−0.050, the sign changes" in figures.draw_multiverse(alternatives()).alt


def test_distinctive_words_list_occurrences_and_skip_single_ones():
    plot = figures.draw_terms(TERMS)
    assert "The Hill: war (6 : 0), peace (5 : 1)." in plot.alt
    assert "talk" not in plot.alt
    assert "do not test" in plot.alt


def test_terms_that_hold_up_are_filled():
    frame = TERMS.assign(p_adjusted=[0.01, 0.2, 0.3, 0.01, 0.4, 0.5])
    figure = figures.draw_terms(frame).figure
    marks = [line for ax in figure.axes for line in ax.lines if line.get_markersize() == 6.0]
    filled = [line.get_markerfacecolor() == line.get_color() for line in marks if line.get_marker() != "None"]
    assert sum(filled) == 2


def test_a_written_label_is_shown_for_the_term():
    frame = TERMS.assign(label=TERMS["term"].replace("summit", "Summit"))
    assert "Axios: Summit (4 : 0)" in figures.draw_terms(frame).alt


def test_shares_of_removed_text_add_up():
    alt = figures.draw_removed(SHARES).alt
    assert (
        "a (1,120 characters): kept 45%, ad 18%, bio 8%, byline 7%, caption 6%, credit 5%, other kinds 11%"
        in alt
    )
    assert "b (900 characters): kept 100%." in alt


def test_no_distinctive_term_is_said_in_the_figure():
    plot = figures.draw_terms(TERMS.assign(z=-1.0))
    assert plot.alt == "No term is distinctive: there is one side only, or too little text."


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: figures.draw_intervals(estimates([], [], [])), "nothing to draw"),
        (lambda: figures.draw_course(estimates(["a", "b"], [1], ["x"]), "y"), "one score"),
        (
            lambda: figures.draw_actors(estimates(list("abcd"), ["x"], "y"), scores=list("abcd")),
            "three scores",
        ),
        (lambda: figures.draw_removed(SHARES[:0]), "no article"),
    ],
)
def test_what_cannot_be_drawn_is_said(draw, message):
    with pytest.raises(schema.InputError, match=message):
        draw()


def test_dollars_and_unknown_letters_are_drawn_as_they_are():
    plot = figures.draw_intervals(estimates(["x"], [""], ["$5 and $6", "新华社"]), {"x": "_a^b$"})
    drawn = [text for text, _ in texts(plot.figure)]
    assert any("$5 and $6" in text for text in drawn)
    assert "新华社" in plot.alt


@settings(deadline=None, max_examples=50)
@given(st.text(alphabet="abc WM.,é—", max_size=120), st.floats(0.5, 4))
def test_wrapped_text_fits_and_loses_no_letter(text, inches):
    lines = _wrap(text, inches, 10)
    assert all(_measure(line, 10) <= inches + 1e-6 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_no_figure_goes_through_pyplot():
    for path in (Path(__file__).parents[1] / "analysis").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [a.name for a in node.names] + [getattr(node, "module", None) or ""]
                assert not any("pyplot" in name for name in names), path.name


def test_words_that_only_balance_each_other_are_folded():
    gap = shifts()
    assert not figures.draw_shift(gap, ("A", "B"), "tone").folded
    none = pd.concat([gap, gap.assign(shift=-gap["shift"]).rename("no {}".format)])
    assert figures.draw_shift(none, ("A", "B"), "tone").folded
