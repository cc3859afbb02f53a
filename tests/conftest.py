"""What every test may use."""

import os
import shutil
import warnings
from pathlib import Path

import pytest
from filelock import FileLock

from analysis.__main__ import main

ROOT = Path(__file__).parents[1]
LONGEST = ("test_robustness", "test_site", "test_compare_truth", "test_lab", "test_notebooks", "test_corpora")


def pytest_collection_modifyitems(items):
    """Begin with the files that take longest, so that no process ends long after the others."""
    items.sort(key=lambda item: item.path.stem not in LONGEST)


@pytest.fixture(scope="session")
def of_this_run(tmp_path_factory) -> Path:
    """A folder that all processes of this test run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session", autouse=True)
def own_cache(of_this_run):
    """Measure into a cache of the test run's own, so that no earlier run can make a test pass."""
    before = os.environ.get("PARALLAX_CACHE")
    os.environ["PARALLAX_CACHE"] = str(of_this_run / "cache")
    yield
    if before is None:
        del os.environ["PARALLAX_CACHE"]
    else:
        os.environ["PARALLAX_CACHE"] = before


@pytest.fixture(scope="session")
def seeds() -> Path:
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def plain_report(seeds, of_this_run, own_cache) -> Path:
    """All notebooks on the seeds as two plain files, with a cleaning rule off: made once in a test run."""
    corpus, out = of_this_run / "two", of_this_run / "report"
    with FileLock(of_this_run / "report.lock"):
        if not out.exists():
            corpus.mkdir(exist_ok=True)
            for name, file in zip(("Axios", "The Hill"), sorted(seeds.glob("*.txt")), strict=True):
                shutil.copy(file, corpus / f"{name}.txt")
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", "No outlet is named")
                assert main(["report", str(corpus), "-o", str(out), "-p", "off", "go-deeper"]) == 0
    return out


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real articles beside the checkout, which only some machines have."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no folder of further real articles beside the checkout")
    return folder
