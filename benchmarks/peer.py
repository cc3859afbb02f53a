"""What peers do, in a process of their own environment; answers one JSON line for each it is asked.

Nothing of this project is imported here. Each task gets what was asked and returns what JSON can hold; its
``seconds`` are of the peer's work alone.
"""

import functools
import json
import random
import sys
import time

SCORES = (
    "flesch_reading_ease",
    "flesch_kincaid_grade",
    "gunning_fog",
    "smog_index",
    "coleman_liau_index",
    "automated_readability_index",
    "dale_chall_readability_score",
    "linsear_write",
    "mcalpine_eflaw",
    "lix",
    "rix",
)
RUST = SCORES[:9]  # what textstat-rs has


@functools.cache
def formulas(package):
    module = __import__(package)
    names = RUST if package == "textstat_rs" else SCORES
    found = {name: getattr(module, name, None) for name in names}
    linsear = functools.partial(module.linsear_write_formula, strict_lower=False, strict_upper=False)
    return found | {"linsear_write": linsear}


def forget():
    """Empty textstat's memories of whole texts: a second round would only look up the first."""
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] == "textstat":
            for value in [*vars(module).values(), *vars(getattr(module, "textstatistics", object)).values()]:
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


def readability(texts, package):
    """All scores of every text."""
    functions = formulas(package)
    for function in functions.values():  # dictionaries are loaded at the first call
        function("The summit ended abruptly without any declaration.")
    forget()
    begun = time.perf_counter()
    values = [{name: function(text) for name, function in functions.items()} for text in texts]
    return {"seconds": time.perf_counter() - begun, "values": values}


def splits(texts):
    """Return textstat's own words and counts of each text."""
    import textstat
    from textstat.backend.selections import list_words

    return [
        {
            "words": list_words(text),
            "sentences": textstat.sentence_count(text),
            "tokens": textstat.lexicon_count(text, removepunct=False),
            "characters": textstat.char_count(text),
            "syllables": textstat.syllable_count(text),
        }
        for text in texts
    ]


def naive(sides, replicates):
    """Resample sentences of each side, join them, score the text: the loop one writes first."""
    functions = formulas("textstat")
    for function in functions.values():
        function("The summit ended abruptly without any declaration.")
    forget()
    rng = random.Random(1)
    begun = time.perf_counter()
    differences = []
    for _ in range(replicates):
        first, second = (" ".join(rng.choices(side, k=len(side))) for side in sides)
        differences.append({name: f(first) - f(second) for name, f in functions.items()})
    return {"seconds": time.perf_counter() - begun, "values": differences}


TASKS = {task.__name__: task for task in (readability, splits, naive)}


def main():
    out, sys.stdout = sys.stdout, sys.stderr  # what a library prints is no answer
    for line in sys.stdin:
        asked = json.loads(line)
        answer = TASKS[asked.pop("task")](**asked)
        out.write(json.dumps(answer) + "\n")
        out.flush()


if __name__ == "__main__":
    main()
