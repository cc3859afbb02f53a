"""What every test may use."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory):
    """Measure into a cache of the test run's own, so that no earlier run can make a test pass."""
    before = os.environ.get("PARALLAX_CACHE")
    os.environ["PARALLAX_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["PARALLAX_CACHE"]
    else:
        os.environ["PARALLAX_CACHE"] = before


@pytest.fixture(scope="session")
def seeds() -> Path:
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real articles beside the checkout, which only some machines have."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no folder of further real articles beside the checkout")
    return folder
