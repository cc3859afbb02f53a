"""What is counted in sentences, and the scores made from the sums.

`registry` finds what declares a `MEASURE`; `syllables` serves readability, `vader` sentiment. `coverage`
(with `facts`), `copies` and `word_shift` declare none: they hold texts against each other.
"""
