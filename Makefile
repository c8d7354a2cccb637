# What members and contributors run; `make` alone lists it. Works with GNU make 3.81 and later.

PYTHON ?= python3
VENV ?= .venv
# More than cores: half of what a test of notebooks or pages does is wait.
WORKERS ?= 4
LAB_ARGS ?=
TEST_ARGS ?=
SLIDES_ARGS ?=
SHOW_ARGS ?=

LATENCY := tests/browser/test_latency.py
START := notebooks/00_start_here.ipynb
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
# A notebook server does not start for root unless told to; in a container there is often nobody else.
ROOT := $(if $(filter 0,$(shell id -u)),--allow-root)

# Dozens of kernels are started: none has to compile the package anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help lab show slides test check notebooks bench soak clean

help: ## List these targets
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1@\2/p' $(firstword $(MAKEFILE_LIST)) | awk -F@ '{printf "%-17s %s\n", $$1, $$2}'

lab: $(STAMP) ## Open the notebooks in JupyterLab, at the page to start from
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/python -m jupyterlab $(ROOT) --LabApp.default_url=/lab/tree/$(START) $(LAB_ARGS)

show: $(STAMP) ## Show the notebooks to a room: text and live explorers, no code
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/python -m tools.show $(SHOW_ARGS)

slides: $(STAMP) ## Make slides of every notebook, to be opened without a network
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/python -m tools.slides $(SLIDES_ARGS)

test: $(STAMP) ## Run every test except the soak tests
	@# Latency is measured last and alone, so that what it measures is not the other tests.
	@# Long files come first (tests/conftest.py); in tests/quick lies what stands in for an import that takes a second.
	@PYTHONPATH="$(abspath tests/quick)$${PYTHONPATH:+:$$PYTHONPATH}" $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m 'not soak' --ignore $(LATENCY) $(TEST_ARGS); rest=$$?; \
	  $(BIN)/python -m pytest -q -s $(LATENCY) && exit $$rest

check: $(STAMP) ## Say within seconds whether style, floors and notebooks are in form
	$(BIN)/python -m ruff check .
	$(BIN)/python -m pytest -q tests/test_layers.py tests/test_house.py
	$(BIN)/python -m tools.notebooks --check

notebooks: $(STAMP) ## Bring every notebook into form and cut the exercises from the solutions
	$(BIN)/python -m tools.notebooks

bench: $(STAMP) ## Measure engine, picture and sweeps side by side with what they could cost at least
	$(BIN)/python -m tests.benchmarks
	$(BIN)/python -m tests.benchmarks.sweeps

soak: $(STAMP) ## Run the tests that take many minutes
	$(BIN)/python -m tests.soak
	@# Status 5: nothing is marked soak.
	$(BIN)/python -m pytest -m soak -n $(WORKERS) --dist loadfile $(TEST_ARGS) || [ $$? -eq 5 ]

clean: ## Remove the environment and what tests leave behind, never a notebook
	rm -rf $(VENV) build dist slides *.egg-info .pytest_cache .ruff_cache .hypothesis
	find sim tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

$(STAMP): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' || { \
	  echo 'The notebooks need Python 3.11 to 3.14, and "$(PYTHON)" is not one: try make $(MAKECMDGOALS) PYTHON=python3.12' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { \
	  echo '"$(PYTHON)" has no venv module. On Debian and Ubuntu: apt install python3-venv' >&2; exit 1; }
	@echo 'Making the environment in $(VENV): a few minutes, only this once.'
	@$(PIP) --version > /dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@$(PIP) install --quiet -r requirements.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@
