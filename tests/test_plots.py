"""Figures: nothing overlaps, nothing leaves the page, and the text alternative says what is drawn."""

import ast
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg

from analysis import schema
from analysis.present import plots
from analysis.present.plots import drawing

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
    return pd.DataFrame(rows, columns=columns)


def gaps(*rows) -> pd.DataFrame:
    columns = ["score", "difference", "low", "high", "p_adjusted", "verdict", "reason"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(item="", side_a="Axios", side_b="The Hill", p_value=0.01, unit="sentence", n=53)


def texts(figure) -> list:
    """Every piece of text that is drawn, with its box in pixels."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    found = [t for ax in figure.axes for t in (*ax.texts, *ax.get_xticklabels(), *ax.get_yticklabels())]
    shown = [t for t in found if t.get_text().strip() and t.get_visible()]
    return [(t.get_text(), t.get_window_extent(renderer)) for t in shown]


def assert_legible(plot: plots.Plot) -> None:
    """No text overlaps another, leaves the page, or is smaller than 8 pixels on a phone."""
    figure = plot.figure
    pieces = texts(figure)
    wide, tall = figure.get_size_inches() * figure.dpi
    for text, box in pieces:
        assert box.x0 >= -1 and box.x1 <= wide + 1 and box.y0 >= -1 and box.y1 <= tall + 1, text
    for (one, a), (two, b) in combinations(pieces, 2):
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        along = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert across <= 1 or along <= 2.5, f"{one!r} overlaps {two!r}"
    sizes = [t.get_fontsize() for ax in figure.axes for t in (*ax.texts, *ax.get_xticklabels())]
    assert min(sizes) * 360 / 72 / figure.get_size_inches()[0] >= 8
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
CLEAR = ("grade", 4.1, 2.2, 6.0, 0.0004, "clear", "")
FRAGILE = (
    "ease",
    -0.1,
    -0.2,
    -0.01,
    0.04,
    "fragile",
    "the sign changes without quotations, and more so in the other half",
)
THIN = ("other", np.nan, np.nan, np.nan, np.nan, "too little text", "fewer than 3 sentences on a side")
SECONDARY = ("rate", 0.3, 0.1, 0.5, np.nan, "", "")


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
    }
    frame = pd.DataFrame({"alternative": list(names), "difference": list(names.values())})
    return frame.assign(score="grade", item="", side_a="Axios", side_b="The Hill")


def measured() -> pd.DataFrame:
    rows = [
        ("VADER", 0.53, 0.48, 0.57, 600),
        (LONG, 0.61, 0.56, 0.66, 420),
        ("none", np.nan, np.nan, np.nan, 0),
    ]
    return pd.DataFrame(rows, columns=["label", "estimate", "low", "high", "n"]).assign(unit="pair")


def spread(sides) -> plots.Plot:
    index = pd.MultiIndex.from_product([range(len(sides)), range(30)], names=["article_id", "sentence_id"])
    values = pd.Series(np.random.default_rng(0).gamma(2, 9, len(index)), index=index)
    return plots.distribution(
        values, pd.Series(dict(enumerate(sides))), f"Words per sentence; {LONG}", title=LONG
    )


FIGURES = {
    "intervals": lambda: plots.intervals(
        holes(estimates(["grade", "ease"], [""], ["Axios", "The Hill"])), LABELS
    ),
    "one side": lambda: plots.intervals(estimates(["grade"], [""], ["Axios"]), LABELS, title=LONG),
    "twelve sides": lambda: plots.intervals(holes(estimates(["grade"], [""], MANY)), LABELS),
    "profile": lambda: plots.profile(
        holes(estimates(["rate"], [LONG, *"abcdefg"], ["Axios", "The Hill"])), LABELS
    ),
    "profile of twelve": lambda: plots.profile(estimates(["rate"], list("abcdefghij"), MANY), LABELS, most=4),
    "gaps": lambda: plots.gaps(gaps(CLEAR, FRAGILE, THIN, SECONDARY), LABELS, title=LONG),
    "gaps on one scale": lambda: plots.gaps(gaps(CLEAR, FRAGILE), LABELS, share=True),
    "multiverse": lambda: plots.multiverse(alternatives(), LABELS),
    "multiverse of several": lambda: plots.multiverse(
        pd.concat([alternatives(), alternatives().assign(side_a=LONG)]), LABELS
    ),
    "calibration": lambda: plots.calibration(measured(), LONG, reference=0.5),
    "distinctive": lambda: plots.distinctive(TERMS, title=LONG),
    "course": lambda: plots.course(course(["Axios", "The Hill"]), LABELS["ease"], title=LONG),
    "course of twelve": lambda: plots.course(course(MANY), LABELS["rate"]),
    "portraits": lambda: plots.portraits(
        holes(estimates(["rate", "grade", "ease"], [LONG, "b"], ["Axios", "The Hill"])), LABELS
    ),
    "portraits of twelve": lambda: plots.portraits(estimates(["rate"], ["a", "b"], MANY), LABELS, title=LONG),
    "removed": lambda: plots.removed(SHARES, {"a": LONG}, title=LONG),
    "distribution": lambda: spread(["Axios", "The Hill"]),
    "distribution of twelve": lambda: spread(MANY),
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
        }
    )
    plot = plots.profile(frame, LABELS)
    assert dots(plot.figure)[2:] == [2.0, 1.5, 1.0, 3.0]  # the first two are the key's
    assert plot.alt == (
        "Estimates by side. Estimates with 95% intervals in brackets. "
        "morality: Axios 2.00 [0.50, 4.00], The Hill 1.50 [0.50, 4.00]. "
        "conflict: Axios 1.00 [0.50, 4.00], The Hill 3.00 [0.50, 4.00]."
    )


def test_an_undefined_value_is_said_and_never_drawn_as_zero():
    frame = holes(estimates(["grade"], [""], ["Axios", "The Hill"]))
    plot = plots.intervals(frame, LABELS)
    assert "Axios undefined" in plot.alt
    assert any("too little text" in text for text, _ in texts(plot.figure))
    assert 0.0 not in dots(plot.figure)


def words(plot) -> list[str]:
    """What is written in a figure."""
    return [text for text, _ in texts(plot.figure)]


def test_many_sides_are_named_beside_each_of_their_lanes():
    frame = estimates(["rate"], ["a", "b"], MANY)
    for plot in (plots.profile(frame, LABELS), plots.portraits(frame, LABELS)):
        told = words(plot)
        assert [told.count("Outlet 1 (9)"), told.count("Outlet 11 (19)")] == [2, 2]
        assert "how many articles." in " ".join(told)
    figure = plots.profile(frame, LABELS).figure
    names = max(box.x1 for text, box in texts(figure) if text.startswith("Outlet "))
    panel = figure.axes[1]
    assert all(panel.transData.transform((value, 0))[0] > names for value in frame["low"])
    few = words(plots.profile(estimates(["rate"], ["a", "b"], MANY[:3]), LABELS))
    assert few.count("Outlet 1 (n = 9 articles)") == 1


def test_many_multiverses_have_a_lane_for_each_choice():
    one = alternatives()
    several = pd.concat([one, one.assign(side_a="Vox")])
    told = words(plots.multiverse(several, LABELS))
    assert sum(text.startswith("without quotations (0.150)") for text in told) == 2
    assert plots.multiverse(several, LABELS).figure.get_figheight() < (
        1.6 * plots.multiverse(one, LABELS).figure.get_figheight()
    )


@pytest.mark.parametrize("end", ["", " (264)"])
def test_a_shortened_name_keeps_its_number(end):
    assert drawing.shorten(f"Vox{end}", 1.5, 8.5) == f"Vox{end}"
    told = drawing.shorten(LONG + end, 1.5, 8.5)
    assert told.startswith("An ")
    assert told.endswith(f"…{end}")
    assert drawing.width(told, 8.5) <= 1.5


def test_each_score_has_a_scale_of_its_own_unless_they_share_one():
    frame = estimates(["grade", "ease"], [""], ["Axios", "The Hill"])
    apart = plots.intervals(frame, LABELS).figure
    together = plots.intervals(frame, LABELS, share=True).figure
    assert len(apart.axes) == len(together.axes) + 1


def test_the_frame_says_how_wide_the_intervals_are():
    frame = estimates(["grade"], [""], ["Axios"]).assign(confidence=0.9)
    assert "90% intervals" in plots.intervals(frame).alt
    assert "80% intervals" in plots.intervals(frame, confidence=0.8).alt


def test_gaps_say_verdict_interval_p_and_n():
    alt = plots.gaps(gaps(CLEAR, FRAGILE, THIN, SECONDARY), {"grade": "Grade", "rate": "Rate"}).alt
    assert "Grade: clear; 4.10 [2.20, 6.00]; adjusted p < 0.001; n = 53 sentences." in alt
    assert "fragile; −0.100 [−0.200, −0.010]; adjusted p = 0.040; n = 53 sentences; the sign changes" in alt
    assert "other: too little text: fewer than 3 sentences on a side." in alt
    assert "Rate: 0.300 [0.100, 0.500]; n = 53 sentences." in alt


def test_several_pairs_of_sides_are_named_in_their_rows():
    frame = pd.concat([gaps(CLEAR), gaps(CLEAR).assign(side_a="Vox", side_b="the rest")])
    alt = plots.gaps(frame, {"grade": "Grade"}).alt
    assert "Grade: Axios less The Hill: clear" in alt
    assert "Grade: Vox less the rest: clear" in alt


def test_a_changed_sign_is_said():
    assert "without quotations 0.150;" in plots.multiverse(alternatives()).alt
    assert "−0.050, the sign changes" in plots.multiverse(alternatives()).alt


def test_distinctive_words_list_occurrences_and_skip_single_ones():
    plot = plots.distinctive(TERMS)
    assert "The Hill: war (6 : 0), peace (5 : 1)." in plot.alt
    assert "talk" not in plot.alt
    assert "do not test" in plot.alt


def test_terms_that_hold_up_are_filled():
    frame = TERMS.assign(p_adjusted=[0.01, 0.2, 0.3, 0.01, 0.4, 0.5])
    figure = plots.distinctive(frame).figure
    marks = [line for ax in figure.axes for line in ax.lines if line.get_markersize() == 6.5]
    filled = [line.get_markerfacecolor() == line.get_color() for line in marks if line.get_marker() != "None"]
    assert sum(filled) == 2


def test_a_written_label_is_shown_for_the_term():
    frame = TERMS.assign(label=TERMS["term"].replace("summit", "Summit"))
    assert "Axios: Summit (4 : 0)" in plots.distinctive(frame).alt


def test_shares_of_removed_text_add_up():
    alt = plots.removed(SHARES).alt
    assert (
        "a (1,120 characters): kept 45%, ad 18%, bio 8%, byline 7%, caption 6%, credit 5%, other kinds 11%"
        in alt
    )
    assert "b (900 characters): kept 100%." in alt


def test_quartiles_of_sentences_are_those_of_all_points():
    index = pd.MultiIndex.from_product([["a"], range(101)], names=["article_id", "sentence_id"])
    plot = plots.distribution(
        pd.Series(np.arange(101.0), index=index), pd.Series({"a": "Axios"}), "x", most=10
    )
    assert "Axios (n = 101 sentences): median 50.0, middle half 25.0 to 75.0." in plot.alt


def test_no_distinctive_term_is_said_in_the_figure():
    plot = plots.distinctive(TERMS.assign(z=-1.0))
    assert plot.alt == "No term is distinctive: there is one side only, or too little text."


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: plots.intervals(estimates([], [], [])), "nothing to draw"),
        (lambda: plots.course(estimates(["a", "b"], [1], ["x"]), "y"), "one score"),
        (lambda: plots.portraits(estimates(list("abcd"), ["x"], ["y"]), scores=list("abcd")), "three scores"),
        (lambda: plots.removed(SHARES[:0]), "no article"),
    ],
)
def test_what_cannot_be_drawn_is_said(draw, message):
    with pytest.raises(schema.InputError, match=message):
        draw()


def test_dollars_and_unknown_letters_are_drawn_as_they_are():
    plot = plots.intervals(estimates(["x"], [""], ["$5 and $6", "新华社"]), {"x": "_a^b$"})
    drawn = [text for text, _ in texts(plot.figure)]
    assert any("$5 and $6" in text for text in drawn)
    assert "新华社" in plot.alt


@settings(deadline=None, max_examples=50)
@given(st.text(alphabet="abc WM.,é—", max_size=120), st.floats(0.5, 4))
def test_wrapped_text_fits_and_loses_no_letter(text, inches):
    lines = drawing.wrap(text, inches, 10)
    assert all(drawing.width(line, 10) <= inches + 1e-6 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0.0"),
        (-0.1234, "−0.123"),
        (12.345, "12.3"),
        (1234.5, "1,234"),
        (-0.00001, "0.000"),
        (np.nan, "undefined"),
    ],
)
def test_numbers_have_three_figures_and_a_true_minus(value, text):
    assert drawing.number(value) == text


@settings(deadline=None, max_examples=50)
@given(st.floats(-1e4, 1e4), st.just(0.0) | st.floats(0.01, 1e4))
def test_ticks_are_evenly_spaced_and_named_apart(low, size):
    figure, (axes,) = drawing.canvas([0.5], [0.3])
    drawing.scale(axes, low, low + size)
    ticks = axes.get_xticks()
    names = [label.get_text() for label in axes.get_xticklabels()]
    assert len(ticks) >= 2
    assert np.allclose(np.diff(ticks), ticks[1] - ticks[0])
    assert all(one != two for one, two in pairwise(names))
    assert figure.get_size_inches()[0] == pytest.approx(5.2)


def test_no_figure_goes_through_pyplot():
    for path in (Path(__file__).parents[1] / "analysis").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [a.name for a in node.names] + [getattr(node, "module", None) or ""]
                assert not any("pyplot" in name for name in names), path.name
