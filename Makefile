# Two commands: `make run` answers real questions, `make test` proves the law. Both set up what they need.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
ARGS ?=

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: run test lint bench equivalence help

run: $(VENV)/installed ## set up, answer real questions under the law of June 2020, compute the example roster
	@$(BIN)/python -m renshe demo

test: $(VENV)/installed-test ## run the tests with branch coverage, then every case of the law (ARGS="-k name" for some tests)
	$(BIN)/python -m pytest --numprocesses auto --cov $(ARGS)
	$(BIN)/renshe check tests/cases

lint: $(VENV)/installed-lint ## check style, format, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/installed-bench ## run every benchmark and write benchmarks/RESULTS.md (ARGS=--quick for a look: minutes, nothing written)
	@for file in benchmarks/bench_*.py; do \
		if [ ! -e "$$file" ]; then echo "There is no benchmark yet: none is named benchmarks/bench_*.py."; break; fi; \
		echo "== $$file"; $(BIN)/python "$$file" $(ARGS) || exit 1; \
	done

equivalence: $(VENV)/installed-test ## compare all ways of computing with the explaining one on random rows (ROWS=1000000)
	@$(BIN)/python -m benchmarks.equivalence --rows $(or $(ROWS),1000000) --record benchmarks/equivalence.json

help: ## say what each target does
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# The files `installed…` remember what was installed, and when: a later call finds nothing to do.
$(VENV)/installed: pyproject.toml $(VENV)/pyvenv.cfg
	@echo "Installing Renshe into $(VENV) …"
	@$(PIP) --editable .
	@touch $@

# What is measured against is installed here and nowhere else: it is no dependency of the package.
$(VENV)/installed-bench: pyproject.toml benchmarks/requirements.txt $(VENV)/pyvenv.cfg
	@echo "Installing Renshe and what it is measured against into $(VENV) …"
	@$(PIP) --editable '.[kernel]' --requirement benchmarks/requirements.txt
	@touch $@

$(VENV)/installed-%: pyproject.toml $(VENV)/pyvenv.cfg
	@echo "Installing Renshe and its tools ($*) into $(VENV) …"
	@$(PIP) --editable '.[$*]'
	@touch $@

$(VENV)/pyvenv.cfg:
	@command -v $(PYTHON) >/dev/null || \
		{ echo "Renshe needs Python 3.11 or newer, and there is no command $(PYTHON). Install it, or name yours: make run PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Renshe needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Name a newer one: make run PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
