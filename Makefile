# Targets for a fresh machine: nothing but Python 3.11 to 3.13, pip and make.
# Another interpreter:       make PYTHON=python3.12 test
# Another environment:       make VENV=.venv-3.12 PYTHON=python3.12 test
# A part of the tests:       make test ARGS=tests/unit

PYTHON ?= python3
VENV ?= .venv
ARGS ?=
# Test processes at once; 0 runs the tests in this one.
JOBS ?= auto
WHEELS ?= wheels
# For another machine: make wheels WHEELS_FOR='--platform win_amd64 --python-version 3.12'
# (pip follows this machine's conditions even so, hence colorama, which click needs there)
WHEELS_FOR ?=

CASE = examples/lgwan-chat/chat.toml

# The interpreter's version stands in a file name: another PYTHON is another VENV.
VERSION := $(shell $(PYTHON) -c \
	'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null || echo none)
MADE = $(VENV)/made-with-$(VERSION)
RUN = $(VENV)/bin

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test deep requirements lint wheels bench api venv dev clean

help: ## say what each target does (this list)
	@echo "make demo is the place to start. All targets:"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' Makefile

demo: venv ## set everything up and show the best plan for the real case
	@$(RUN)/tariffopt optimize $(CASE)

test: dev ## set everything up and run all tests (ARGS=... narrows them)
	@$(RUN)/python -m pytest -n $(JOBS) --dist worksteal $(ARGS)

deep: dev ## compare 20,000 random scenarios with the oracle (takes long)
	@$(RUN)/python -m pytest -n $(JOBS) -m deep --hypothesis-profile=deep $(ARGS) tests

requirements: dev ## hold 1,000 sets of requirements against brute force
	@$(RUN)/python -m tests.campaign $(ARGS)

lint: dev ## check style, types and the order of the layers
	@$(RUN)/ruff check
	@$(RUN)/ruff format --check
	@$(RUN)/mypy
	@$(RUN)/lint-imports --no-cache

bench: dev ## run the benchmarks and print their tables
	@$(RUN)/python -m benchmarks $(ARGS)

api: dev ## rewrite docs/api.md, the list of public names
	@$(RUN)/python -m tests.packaging.api > docs/api.new && mv docs/api.new docs/api.md

wheels: dev ## fill the folder wheels/ for installing without a network
	@mkdir -p $(WHEELS)
	@echo '*' > $(WHEELS)/.gitignore
	@rm -f $(WHEELS)/tariffopt-*.whl
	@$(RUN)/python -m pip wheel --quiet --no-deps --wheel-dir $(WHEELS) .
	@$(RUN)/python -m pip download --quiet --only-binary=:all: --dest $(WHEELS) \
		$(WHEELS_FOR) $(if $(findstring win_,$(WHEELS_FOR)),colorama) \
		$(WHEELS)/tariffopt-*.whl
	@echo "Install with: pip install --no-index --find-links $(WHEELS) tariffopt"

venv: $(VENV)/installed ## make .venv with tariffopt in it
dev: $(VENV)/installed-dev ## make .venv with tariffopt and all that tests it

clean: ## remove .venv and everything that was built
	rm -rf $(VENV) $(WHEELS) dist build .mypy_cache .ruff_cache .pytest_cache

$(MADE):
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2])' \
		2>/dev/null || { \
		echo "tariffopt needs Python 3.11 or newer; '$(PYTHON)' is: $(VERSION)."; \
		echo "Name another one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "Setting up $(VENV) with Python $(VERSION), once."
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/installed: $(MADE) pyproject.toml
	@$(RUN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/installed-dev: $(MADE) pyproject.toml
	@$(RUN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/installed
