"""Sides compared: every score with its interval, its test and a verdict.

Each score is a function of summed counts, so one code path serves every measure: `compare_groups` sums the
counts of each side, scores the sums, and resamples. What is resampled decides what may be claimed:

- **sentence**: sentences drawn within each article. Supports "these texts differ", no more.
- **article**: articles drawn within each side, when both sides have at least `min_articles`. Supports
  "these outlets differ".
- **event**: where articles share events, events are drawn with the articles of both sides, and labels change
  places only within an event; otherwise the gap would measure which stories a side picks.

`design` says who is compared and makes arrays of frames, `resample` draws, tests and linearises, `intervals`
makes intervals of the draws or says why not, `verdicts` puts it together. `simulation` asks how often all
this is right. `positions` lays sides out in a plane by what they speak of.
"""

from analysis.compare.verdicts import (
    AS_ANALYSED,
    Comparison,
    Verdict,
    compare_groups,
    compare_multiverse,
    judge_difference,
)
