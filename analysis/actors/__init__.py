"""Who a corpus is about: people, organisations, groups and places, and how each is shown.

`names` are what is written, `identity` says who goes by which in an article, `cast` what a corpus calls them,
`mentions` where each is named or meant, `roles` whether a person is an official, expert or citizen;
`grammar` ties verbs and describing words to a mention, `attribution` quotations to a speaker, `actor_profile`
counts these, and `actor_tone` says whether a sentence shows an actor badly or well.
"""

from analysis.actors.cast import find_actors
from analysis.actors.mentions import add_headlines, find_mentions, mark_headlines
