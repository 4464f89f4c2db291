# Two commands do everything on a machine that has Python (3.11 or later) and make:
#   make brief    the page for the coming season on the Syr Darya
#   make test     the whole test suite
# Each makes its own environment in .venv from the lock files in requirements/.
PYTHON ?= python3
RIVER ?= syr-darya
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check
LOCK_TOOL := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet

.PHONY: brief test lint types imports docs check lock clean

brief: $(VENV)/.base
	$(BIN)/maslahat brief $(RIVER) --html out/$(RIVER).html --json out/$(RIVER).json

test: $(VENV)/.dev
	$(BIN)/python -m pytest

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

imports: $(VENV)/.dev
	$(BIN)/lint-imports

docs: $(VENV)/.dev
	$(BIN)/mkdocs build --strict --quiet

check: lint types imports docs test

# Packages are the lock file's, each held to its hash; the program itself is installed from this folder.
$(VENV)/.base: requirements/base.txt pyproject.toml
	@echo "Making the environment in $(VENV) (once; about a minute) ..."
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes --requirement requirements/base.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.base
	@echo "Adding what the tests need to $(VENV) (once) ..."
	$(PIP) install --require-hashes --requirement requirements/dev.txt
	touch $@

# For maintainers, with uv on the path: bring the lock files up to date.
lock:
	$(LOCK_TOOL) --upgrade --group build --output-file requirements/base.txt
	$(LOCK_TOOL) --upgrade --group build --group dev --extra events --extra exchange --extra seal \
	  --constraint requirements/base.txt --output-file requirements/dev.txt

clean:
	rm -rf $(VENV) out site
