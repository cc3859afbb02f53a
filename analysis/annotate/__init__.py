"""Articles to sentences and tokens, with offsets into the untouched source; only this room knows spaCy."""

from analysis.annotate.parsing import PIPELINE, parse_tokens
from analysis.annotate.sentences import SPLITTERS, split_sentences
