"""Whatever is given: a sentence or a result, and nothing else changed on disk.

A table of bad places and bad inputs against every command that writes, damaged caches and data sets, kills at
several moments, random files. How many of each were tried stands at the end of the test run.
"""

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from test_load import BAD

from analysis import dataset, load, output
from analysis.__main__ import main
from analysis.dataset import bulk, store
from analysis.load import formats
from analysis.schema import InputError

STORY = "The talks ended on Monday. “It was a bad day,” said the envoy.\n\nNobody knows what comes next."
READ = dataset.Options(measures=("readability", "sentiment"))
COMMANDS = {
    "report": ["report", "{corpus}", "-o", "{out}", "--notebook", "readability"],
    "series": ["report", "{corpus}", "-o", "{out}", "--notebook", "readability", "--per", "outlet"],
    "measure": ["measure", "{corpus}", "-o", "{out}", "--measures", "readability"],
    "clean": ["clean", "{corpus}", "-o", "{out}"],
    "read": ["read", "{corpus}", "-o", "{out}"],
    "codesheet": ["codesheet", "{corpus}", "-o", "{out}"],
}
FOLDERS = ("report", "series", "measure", "clean")
pytestmark = [
    pytest.mark.filterwarnings("ignore::UserWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
tried: Counter = Counter()
NIGHTLY = pytest.mark.nightly


@pytest.fixture(scope="module", autouse=True)
def count(request):
    yield
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print("\nrobustness:", ", ".join(f"{number} {what}" for what, number in tried.items()))


def snapshot(folder: Path) -> dict:
    """Every file and link below a folder, with its bytes, and every folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        kind = "link" if path.is_symlink() else "folder" if path.is_dir() else "file"
        found[str(path.relative_to(folder))] = (kind, path.read_bytes() if kind == "file" else b"")
    return found


@pytest.fixture
def world(tmp_path, monkeypatch):
    """A folder of somebody's, with a corpus in it and other things they care about."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text(STORY, encoding="utf-8")
    (corpus / "b.txt").write_text(STORY.replace("bad", "good"), encoding="utf-8")
    (corpus / "articles.csv").write_text("file,outlet\na.txt,A\nb.txt,B\n", encoding="utf-8")
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "manifest.json").write_text("{}", encoding="utf-8")
    (mine / "articles").mkdir()
    (mine / "articles" / "corpus.parquet").write_bytes(b"years of work")
    (tmp_path / "page.html").write_text("<p>my page</p>", encoding="utf-8")
    (tmp_path / "sheet.csv").write_text("unit,notes\n1,mine\n", encoding="utf-8")
    (tmp_path / "link").symlink_to(mine)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(command: str, corpus: object, out: object, capsys, *more: str) -> tuple[int, str]:
    """The exit code and what was said; never a traceback."""
    arguments = [part.format(corpus=corpus, out=out) for part in COMMANDS[command]]
    code = main([*arguments, *more])
    said = capsys.readouterr().err
    assert "Traceback" not in said
    tried["commands run"] += 1
    tried["refused in a sentence" if code == 2 else "done"] += 1
    return code, said


PLACES = {
    "the folder one stands in": ".",
    "the folder above": "..",
    "somebody's folder": "mine",
    "a file": "page.html",
    "a table": "sheet.csv",
    "a link": "link",
    "below a file": "page.html/out",
    "a name of 300 characters": "x" * 300,
    "no name": "a\0b",
    "the corpus": "corpus",
    "an article": "corpus/a.txt",
    "the index": "corpus/articles.csv",
    "nowhere to write": "/proc/out",
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_nothing_of_the_users_is_replaced(world, capsys, command, place):
    before = snapshot(world)
    code, said = run(command, "corpus", place, capsys)
    assert code == 2
    assert len([line for line in said.splitlines() if not line.startswith("Note:")]) == 1
    assert snapshot(world) == before


@pytest.mark.parametrize("command", ["read", "codesheet"])
def test_no_file_is_put_among_the_articles(world, capsys, command):
    before = snapshot(world)
    assert run(command, "corpus", "corpus/new.html", capsys)[0] == 2
    assert snapshot(world) == before


@pytest.mark.parametrize("command", ["measure", "clean", "read", "codesheet"])
def test_what_was_written_may_be_written_again_but_not_by_another_kind(world, capsys, command):
    assert run(command, "corpus", "new/out", capsys)[0] == 0
    first = snapshot(world)
    assert run(command, "corpus", "new/out", capsys)[0] == 0
    assert snapshot(world) == first
    for other in COMMANDS:
        if other != command:
            assert run(other, "corpus", "new/out", capsys)[0] == 2
    assert snapshot(world) == first


def test_what_somebody_added_or_changed_stays_unless_force_says_otherwise(world, capsys):
    assert run("clean", "corpus", "out", capsys)[0] == 0
    (world / "out" / "notes.txt").write_text("mine")
    assert "out/notes.txt was added or changed" in run("clean", "corpus", "out", capsys)[1]
    (world / "out" / "notes.txt").unlink()
    (world / "out" / "texts" / "a.txt").write_text("corrected by hand")
    before = snapshot(world)
    assert run("clean", "corpus", "out", capsys)[0] == 2
    assert snapshot(world) == before
    assert run("clean", "corpus", "out", capsys, "--force")[0] == 0
    assert (world / "out" / "texts" / "a.txt").read_text(encoding="utf-8").startswith("The talks")


def test_a_coded_sheet_is_never_replaced_unless_force_says_so(world, capsys):
    assert run("codesheet", "corpus", "s.csv", capsys)[0] == 0
    assert run("codesheet", "corpus", "s.csv", capsys)[0] == 0
    sheet = pd.read_csv("s.csv", dtype="str", keep_default_na=False)
    sheet.loc[3, "tone"] = "negative"
    for separator in ",;\t":
        sheet.to_csv("s.csv", index=False, sep=separator)
        before = snapshot(world)
        code, said = run("codesheet", "corpus", "s.csv", capsys)
        assert (code, "holds codes" in said) == (2, True)
        assert snapshot(world) == before
    assert run("codesheet", "corpus", "s.csv", capsys, "--force")[0] == 0


def test_a_data_set_of_another_corpus_is_not_replaced_without_a_word(world, capsys):
    shutil.copytree("corpus", "other")
    assert run("measure", "corpus", "ds", capsys)[0] == 0
    before = snapshot(world)
    code, said = run("measure", "other", "ds", capsys)
    assert (code, "the data set of another corpus (corpus)" in said) == (2, True)
    assert run("report", "corpus", "ds", capsys)[0] == 2
    (world / "ds" / "tokens.parquet").write_bytes(b"mine")
    assert "was not written by Parallax" in run("measure", "corpus", "ds", capsys)[1]
    (world / "ds" / "tokens.parquet").unlink()
    assert snapshot(world) == before
    assert run("measure", "other", "ds", capsys, "--force")[0] == 0


def test_ids_that_look_alike_as_names_give_a_text_each(world, capsys):
    rows = [{"id": name, "text": f"Text of {name}."} for name in ("a/b", "a_b", "a b", "A_B", "..", "../x")]
    Path("t.jsonl").write_text("\n".join(map(json.dumps, rows)))
    assert run("clean", "t.jsonl", "out", capsys)[0] == 0
    assert len(list(Path("out/texts").iterdir())) == len(rows)
    assert not Path("x.txt").exists()


def test_a_second_run_to_one_target_says_so_and_stops(world, capsys):
    for command in FOLDERS:
        with output.holding(world / "out"):
            code, said = run(command, "corpus", "out", capsys)
        assert (code, "Another run is writing" in said) == (2, True)
    assert not [path for path in world.iterdir() if "parallax" in path.name]


INPUTS = {name: files for name, (files, _) in BAD.items()}


@pytest.mark.parametrize("command", ["measure", "clean", "read", "codesheet"])
@pytest.mark.parametrize("files", INPUTS.values(), ids=INPUTS)
def test_bad_input_is_set_aside_or_refused_in_a_sentence(world, capsys, command, files):
    for name, content in files.items():
        path = world / "bad" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    before = snapshot(world)
    code, said = run(command, "bad", "out", capsys)
    assert code == 2
    assert said.strip()
    shutil.rmtree(world / "out", ignore_errors=True)  # a data set that tells why nothing was measured
    assert snapshot(world) == before
    if "articles.csv" in files:
        return
    (world / "bad" / "good.txt").write_text(STORY, encoding="utf-8")
    code, said = run(command, "bad", "out", capsys)
    nothing_to_read = "a.png" in files or files == BAD["no records"][0]
    assert code == int(not nothing_to_read)
    assert code == 0 or command == "measure" or "set aside" in said


PARAMETERS = {
    "no workers": ("measure", ["--workers", "-1"]),
    "no scheduler": ("measure", ["--scheduler", "nonsense"]),
    "no measure": ("measure", ["--measures", "mood"]),
    "no seed": ("codesheet", ["--seed", "-1"]),
    "no sample": ("codesheet", ["--sample", "0"]),
    "no coders": ("codesheet", ["--coders", "0"]),
    "no side": ("read", ["--side", "mood"]),
    "no article": ("read", ["--article", "x" * 500]),
    "no rule": ("clean", ["--off", "x" * 500]),
    "no jobs": ("report", ["--jobs", "0"]),
    "half a list": ("report", ["-p", "shown", "[----", "--notebook", "reading"]),
    "a long value": ("report", ["-p", "confidence", "9" * 5000]),
    "a strange value": ("report", ["-p", "side", "\0"]),
    "no column": ("report", ["--per", "mood"]),
}


@pytest.mark.parametrize(("command", "more"), PARAMETERS.values(), ids=PARAMETERS)
def test_a_bad_parameter_is_one_sentence(world, capsys, command, more):
    before = snapshot(world)
    code, said = run(command, "corpus", "out", capsys, *more)
    assert code == 2
    assert len(said.splitlines()) == 1
    assert len(said) < 2500  # some name all valid values
    assert snapshot(world) == before


ADDRESSES = ("zip://a.zip", "ftp://a.example/x", "data:text/plain,x", "s3://a/b")
NO_PATHS = ("x" * 5000, "\0", "~nobody/x", "")


@pytest.mark.parametrize("corpus", [*ADDRESSES, *NO_PATHS], ids=lambda corpus: repr(corpus)[:20])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_corpus_that_cannot_be_is_one_sentence(world, capsys, command, corpus):
    before = snapshot(world)
    code, said = run(command, corpus, "out", capsys)
    assert (code, len(said.splitlines())) == (2, 1)
    assert len(said) < 500
    assert snapshot(world) == before


def test_strict_stops_at_what_would_be_set_aside(world, capsys):
    (world / "corpus" / "articles.csv").unlink()
    (world / "corpus" / "c.txt").write_text(" ")
    before = snapshot(world)
    for command in COMMANDS:
        code, said = run(command, "corpus", "out", capsys, "--strict")
        assert (code, "c.txt: article 'c' is empty" in said) == (2, True), command
        shutil.rmtree("out", ignore_errors=True)
    assert snapshot(world) == before


def test_what_is_set_aside_is_named_on_the_front_page(world, capsys):
    (world / "corpus" / "articles.csv").unlink()
    (world / "corpus" / "c.txt").write_text(" ")
    code, said = run("report", "corpus", "out", capsys, "--notebook", "readability")
    assert (code, "1 article was set aside" in said) == (1, True)
    assert "c.txt: article &#39;c&#39; is empty" in (world / "out" / "index.html").read_text(encoding="utf-8")
    assert json.loads((world / "out" / "manifest.json").read_text())["set_aside"] == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(sorted(formats.READERS)),
    data=st.binary(max_size=300),
    text=st.text(max_size=120),
    packed=st.booleans(),
)
@example(kind=".txt", data=b"\x0b\xef\xbb\xbf\x0c", text="", packed=True)
def test_any_file_is_loaded_or_set_aside(tmp_path, kind, data, text, packed):
    folder = tmp_path / "corpus"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "good.txt").write_text(STORY, encoding="utf-8")
    (folder / f"any{kind}").write_bytes(data if packed else text.encode("utf-8", "surrogatepass"))
    loaded = load.load_articles(folder)
    tried["random files"] += 1
    assert "good" in loaded.articles.index
    assert loaded.articles["raw"].str.strip().ne("").all()


def measured(cache: Path, corpus: Path) -> dataset.Data:
    os.environ["PARALLAX_CACHE"] = str(cache)
    return dataset.open_data(corpus, READ)


def damage(path: Path, how: str, rng: random.Random) -> None:
    data = bytearray(path.read_bytes())
    if how == "flip":
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    path.write_bytes({"cut": data[: len(data) // 2], "empty": b"", "foreign": b"x" * 99}.get(how, data))


def test_a_damaged_cache_heals(world, monkeypatch):
    monkeypatch.setenv("PARALLAX_CACHE", "")
    whole = measured(world / "cache", world / "corpus")
    rng = random.Random(1)
    files = sorted(path for path in (world / "cache").rglob("*") if path.is_file())
    assert len(files) > 8
    ways = ("cut", "flip", "empty", "foreign")
    for place, path in enumerate(files):
        damage(path, ways[place % len(ways)], rng)
        again = measured(world / "cache", world / "corpus")
        tried["damaged files of a cache, healed"] += 1
        pd.testing.assert_frame_equal(again.counts["sentiment"], whole.counts["sentiment"])
        pd.testing.assert_frame_equal(again.articles, whole.articles)


def test_a_damaged_data_set_is_named(world):
    bulk.measure_corpus(str(world / "corpus"), world / "ds", READ)
    whole = dataset.open_data(world / "ds", READ)
    rng = random.Random(2)
    keep = world / "whole"
    shutil.copytree(world / "ds", keep)
    files = sorted(path.relative_to(keep) for path in keep.rglob("*") if path.suffix in (".parquet", ".json"))
    for how in ("flip", "cut", "empty", "foreign", "gone"):
        for name in files:
            shutil.rmtree(world / "ds")
            shutil.copytree(keep, world / "ds")
            if how == "gone":
                (world / "ds" / name).unlink()
            else:
                damage(world / "ds" / name, how, rng)
            try:
                again = dataset.open_data(world / "ds", READ)
            except InputError as error:
                tried["damaged files of a data set, named"] += 1
                assert "\n" not in str(error)
            else:  # a flipped bit in the mark, or in what only `measure` reads
                tried["damaged files of a data set, harmless"] += 1
                pd.testing.assert_frame_equal(again.counts["sentiment"], whole.counts["sentiment"])


def test_a_data_set_that_is_not_finished_is_known_as_one(world, capsys):
    bulk.measure_corpus("corpus", world / "ds", READ)
    (world / "ds" / dataset.MANIFEST).unlink()
    code, said = run("report", "ds", "out", capsys)
    assert (code, "is not finished; run measure again" in said) == (2, True)


def start(world: Path, wait: float, *arguments: str) -> subprocess.Popen:
    """A command that runs, or is done, after so many seconds."""
    process = subprocess.Popen(
        [sys.executable, "-m", "analysis", *arguments],
        cwd=world,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(wait)
    return process


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("command", [pytest.param("clean", marks=NIGHTLY), "measure", "report"])
def test_killed_at_any_moment_the_next_run_puts_it_right(world, capsys, command):
    arguments = [part.format(corpus="corpus", out="out") for part in COMMANDS[command]]
    assert main(arguments) == 0
    names = set(snapshot(world / "out"))
    outside = {name: bytes for name, bytes in snapshot(world).items() if not name.startswith("out")}
    for wait in (0.4, 0.9, 1.5, 2.2):
        process = start(world, wait, *arguments)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        tried["kills"] += 1
        assert (world / "out").is_dir() or (world / ".out.parallax" / "old").is_dir()
    assert main(arguments) == 0
    assert set(snapshot(world / "out")) == names
    after = {name: bytes for name, bytes in snapshot(world).items() if not name.startswith("out")}
    assert after == outside


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("command", ["measure", pytest.param("report", marks=NIGHTLY), "series"])
def test_ctrl_c_is_one_line_and_soon_the_end_of_every_process(world, command):
    before = snapshot(world)
    for wait in (1.2, 2.5):
        process = start(world, wait, *(part.format(corpus="corpus", out="out") for part in COMMANDS[command]))
        stopped = time.monotonic()
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=20)[1]
        assert time.monotonic() - stopped < 5
        tried["interrupts"] += 1
        if process.returncode == 0:
            shutil.rmtree(world / "out")
            continue
        assert process.returncode in (130, -signal.SIGINT)
        assert "Traceback" not in said or process.returncode == -signal.SIGINT
        leftovers = {name for name in snapshot(world) if name not in before}
        assert not [name for name in leftovers if not name.startswith("out")] or command != "report"
        shutil.rmtree(world / "out", ignore_errors=True)
        shutil.rmtree(world / ".out.parallax", ignore_errors=True)


def test_a_module_beside_the_articles_is_not_run(world):
    for name in ("pandas", "numpy", "argparse", "warnings", "tqdm"):
        (world / f"{name}.py").write_text("raise SystemExit('somebody else’s code ran')")
    done = subprocess.run(
        [sys.executable, "-m", "analysis", "clean", "corpus", "-o", "out"],
        cwd=world, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_no_absolute_path_leaves_the_machine(world, capsys):
    private = world / "home-of-somebody"
    shutil.copytree("corpus", private / "corpus")
    (private / "names.csv").write_text("alias,actor\nthe envoy,Envoy\n")
    given = ["-p", "aliases", str(private / "names.csv"), "--notebook", "actors"]
    assert run("report", private / "corpus", "out", capsys, *given)[0] == 0
    assert run("measure", private / "corpus", "ds", capsys)[0] == 0
    for path in [*Path("out").rglob("*"), *Path("ds").rglob("*.json")]:
        if path.is_file():
            assert b"home-of-somebody" not in path.read_bytes(), path


def test_what_a_spreadsheet_would_run_is_guarded_in_every_table(world, capsys):
    text = f"=SUM(A1). {STORY}"
    rows = [{"id": f"=cmd{n}", "outlet": f"@{n}", "title": "+1", "text": text} for n in range(2)]
    Path("t.json").write_text(json.dumps(rows))
    assert run("clean", "t.json", "out", capsys)[0] == 0
    assert run("report", "t.json", "report", capsys)[0] == 0
    for path in [*Path("out").rglob("*.csv"), *Path("report").rglob("*.csv")]:
        for cell in pd.read_csv(path, dtype="str", keep_default_na=False).to_numpy().ravel():
            is_number = cell.replace(".", "").lstrip("-").replace("e-", "").isdigit()
            assert is_number or not cell.startswith(output.FORMULA), (path, cell)


def test_on_a_full_disk_an_older_result_stays(world, capsys):
    disk = world / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("no small disk can be made here")
    try:
        assert run("clean", "corpus", "disk/out", capsys)[0] == 0
        before = snapshot(disk)
        (disk / "filler").write_bytes(b"0" * (400 * 1024 - sum(len(b) for _, b in before.values()) - 90_000))
        for command in FOLDERS:
            code, said = run(command, "corpus", f"disk/{'out' if command == 'clean' else command}", capsys)
            assert code in (0, 2), said
        (disk / "filler").unlink()
        assert {name: one for name, one in snapshot(disk).items() if name.startswith("out")} == before
    finally:
        subprocess.run(["umount", str(disk)], check=True)


COUNTING = """
from analysis import annotate, clean, load
from analysis.measures import readability, sentiment
articles, ledger = clean.clean_articles(load.load_articles(sys.argv[1]).articles)
sentences = annotate.split_sentences(articles, ledger)
readability.count_readability(sentences), readability.find_readability_hits(sentences, ledger)
sentiment.count_sentiment(sentences), sentiment.find_sentiment_hits(sentences, ledger)"""
MEASURING = """
from analysis import dataset
dataset.open_data(sys.argv[1], dataset.Options(measures=("readability", "sentiment")))"""
PEAK = "import resource, sys\n{}\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"


@pytest.mark.skipif(sys.platform != "linux", reason="kilobytes on Linux, bytes elsewhere")
@pytest.mark.parametrize(
    ("work", "most"),
    [
        pytest.param(COUNTING, 100_000, id="counting"),
        pytest.param(MEASURING, 225_000, id="measuring", marks=NIGHTLY),  # the parse takes 16 KB a token
    ],
)
def test_a_long_text_takes_memory_in_proportion(tmp_path, work, most):
    """60 KB of emoticons, each a scored word of one sentence, took 1.4 GB; here are half as many."""
    peaks = []
    for size in (20, 10_000):
        (tmp_path / "a.txt").write_text("It was good.\n\n" + ":) " * size, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-c", PEAK.format(work), str(tmp_path / "a.txt")],
            capture_output=True, text=True, check=True,
            env=os.environ | {"PARALLAX_CACHE": str(tmp_path / "cache")},
        )  # fmt: skip
        peaks.append(int(done.stdout))
    assert peaks[1] - peaks[0] < most


def test_the_store_writes_all_or_nothing(tmp_path, monkeypatch):
    frame = pd.DataFrame({"x": [1, 2]})
    store.write(frame, tmp_path / "f" / "k.parquet")
    before = snapshot(tmp_path)
    monkeypatch.setattr(pd.DataFrame, "to_parquet", lambda *_, **__: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        store.write(frame, tmp_path / "f" / "k.parquet")
    assert snapshot(tmp_path) == before
