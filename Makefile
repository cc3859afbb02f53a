# Two commands do everything: `make report` and `make test`. Each sets up .venv when needed.

PYTHON ?= python3
PY := .venv/bin/python
NOTEBOOKS := $(wildcard notebooks/*.ipynb)
CORPUS ?= seeds
INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check
BY_FILE := --dist loadfile --no-loadscope-reorder  # in the order of tests/conftest.py
COMPILE := $(PY) -m uv pip compile --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --quiet

.PHONY: help report test test-all lab refresh lint bench lock clean

help:  ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 18

report: .venv/ready  ## the report on the seeds (another corpus: make report CORPUS=folder)
	$(PY) -m analysis report $(CORPUS)

test: .venv/test-ready  ## unit, property, notebook and report tests
	$(PY) -m pytest -n logical $(BY_FILE) --nbval tests notebooks

test-all: .venv/test-ready  ## the long tests too
	$(PY) -m pytest -n logical $(BY_FILE) -m "nightly or not nightly" --nbval tests notebooks

lab: .venv/ready  ## JupyterLab on the notebooks
	$(PY) -m jupyter lab --notebook-dir=. --LabApp.default_url=/lab/tree/notebooks/start.ipynb \
		--LabApp.news_url=None

refresh: .venv/ready  ## run the notebooks in place, keeping only outputs worth keeping
	$(PY) -m analysis refresh

lint: .venv/test-ready  ## style and types of code and notebooks
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

bench: .venv/test-ready  ## speed and memory, as ratios against peers
	$(PY) -m benchmarks

lock: .venv/ready  ## compile the requirements from their .in files
	$(PY) -m pip install --quiet uv
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) requirements-test.in -c requirements.txt -o requirements-test.txt

.venv/ready: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || \
		{ echo "Parallax needs Python 3.11 to 3.13; name one, as in: make PYTHON=python3.12 report" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(INSTALL) --require-hashes -r requirements.txt
	$(INSTALL) --no-deps --no-build-isolation -e .
	@$(PY) -m training.ratings || echo "Human ratings were not fetched, so the tests that need them are skipped."
	@touch $@

.venv/test-ready: .venv/ready requirements-test.txt
	$(INSTALL) --require-hashes -r requirements-test.txt
	@touch $@
