# Two commands do everything: `make report` and `make test`. Each sets up .venv when needed.

PYTHON ?= python3
PY := .venv/bin/python
NOTEBOOKS := $(wildcard notebooks/*.ipynb)
CORPUS ?= seeds

.PHONY: help report test lab refresh lint bench lock clean

help:  ## what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

report: .venv/ready  ## the report on the seeds (another corpus: make report CORPUS=folder)
	$(PY) -m analysis report $(CORPUS)

test: .venv/ready  ## unit, property, notebook and report tests
	$(PY) -m pytest --nbval tests notebooks

lab: .venv/ready  ## JupyterLab on the notebooks
	$(PY) -m jupyter lab --notebook-dir=. --LabApp.default_url=/lab/tree/notebooks/start.ipynb

refresh: .venv/ready  ## run the notebooks in place, keeping only outputs worth keeping
	$(PY) -m analysis refresh

lint: .venv/ready  ## style of code and notebooks
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

bench: .venv/ready  ## speed and memory, as ratios against peers
	$(PY) -m benchmarks

lock: .venv/ready  ## compile requirements.txt from requirements.in
	$(PY) -m pip install --quiet uv
	$(PY) -m uv pip compile --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --quiet requirements.in -o requirements.txt

.venv/ready: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || \
		{ echo "Parallax needs Python 3.11 to 3.13; name one, as in: make PYTHON=python3.12 report" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(PY) -m analysis.validate.ratings || echo "Human ratings were not fetched; the validation page says what that means."
	@touch $@
