"""What is counted in sentences, and the scores made from the sums.

`registry` finds the measures: `readability` (with `syllables`), `sentiment` (with `vader`), `frames`,
`stance`, `terms`. `coverage` (with `facts`), `copies` and `word_shift` hold texts against each other instead.
"""
