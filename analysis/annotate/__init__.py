"""Articles to sentences and tokens, with offsets into the untouched source; only this room knows spaCy.

`boundaries` says where a sentence ends, `quotations` what is quoted, `sentences` makes a frame of it, and
`parsing` has spaCy read it.
"""

from analysis.annotate.parsing import PIPELINE, parse_tokens
from analysis.annotate.sentences import SPLITTERS, split_sentences
