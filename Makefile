SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
export PORT ?= 8050

VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev

# The pip of $(PYTHON) fills the environment, so that the environment needs none (Debian's venv
# cannot make one without python3-venv).
PIP_INSTALL = $(PYTHON) -m pip --python $(BIN)/python --disable-pip-version-check install -qq

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "Variables: PYTHON=python3, HOST=127.0.0.1 (serve: 0.0.0.0), PORT=8050"

# ------------------------------------------------------------------------------------- environment

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "losscore needs Python 3.11 or newer; name one: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -m pip --help 2>/dev/null | grep -e --python >/dev/null || { \
	  echo "losscore needs pip 22.3 or newer for $(PYTHON) (Debian: apt install python3-pip)" >&2; exit 1; }
	@$(PYTHON) -m venv --without-pip $(VENV)

$(RUNTIME): requirements.txt $(VENV)/pyvenv.cfg
	@echo "Installing what the page runs on into $(VENV)"
	@$(PIP_INSTALL) --requirement requirements.txt
	@touch $@

$(DEV): requirements-dev.txt $(RUNTIME)
	@echo "Installing the tools for tests, lint and types into $(VENV)"
	@$(PIP_INSTALL) --requirement requirements-dev.txt
	@touch $@

.PHONY: browser
browser:
	@tools/browser.sh

# ---------------------------------------------------------------------------------------- the page

.PHONY: run
run: export HOST ?= 127.0.0.1
run: $(RUNTIME) ## Serve the page on http://127.0.0.1:8050
	@$(BIN)/python app.py

.PHONY: serve
serve: export HOST ?= 0.0.0.0
serve: $(RUNTIME) ## Serve the page to other machines, with a production server
	@$(BIN)/python app.py

.PHONY: figures
figures: $(RUNTIME) ## Write the published figures into build/figures, and small ones for the docs
	@$(BIN)/python app.py export --batch figures.toml --out-dir build/figures --force
	@$(BIN)/python tools/gallery.py build/figures docs/images/gallery

.PHONY: site
site: $(RUNTIME) ## Write the lab as static pages into site/, to put on any host
	@$(BIN)/python app.py site site

# ------------------------------------------------------------------------------------------ checks

# As many processes as cores. One browser, which draws WebGL in software, keeps all of them busy.
PYTEST := $(BIN)/python -m pytest
PARALLEL := --numprocesses auto --dist loadfile -m "not browser"

.PHONY: lint
lint: $(DEV) ## Check lint and format
	$(BIN)/python -m ruff check
	$(BIN)/python -m ruff format --check
	@tools/npm_tool.sh eslint .

.PHONY: types
types: $(DEV) ## Check types
	$(BIN)/python -m mypy
	@tools/npm_tool.sh tsc

.PHONY: check
check: lint types ## Check lint, format and types, and run the tests that need no browser
	$(PYTEST) $(PARALLEL)

.PHONY: test
test: browser lint types ## Check and test everything, in a real Chromium too; what CI runs
	$(PYTEST) $(PARALLEL)
	$(PYTEST) -m browser

.PHONY: format
format: $(DEV) ## Mend lint where it mends itself, and format
	$(BIN)/python -m ruff check --fix-only
	$(BIN)/python -m ruff format

.PHONY: bench
bench: $(DEV) ## Measure losscore against its peers; fails when a gate does (BENCH=--quick: sooner)
	$(BIN)/python -m benchmarks $(BENCH)

.PHONY: bench-browser
bench-browser: browser $(DEV) ## Measure the page in Chromium: bytes, clicks, frames; fails when a gate does
	$(BIN)/python -m benchmarks.browser $(BENCH)

.PHONY: ids
ids: $(RUNTIME) ## Write the components' ids for the page's JavaScript
	@$(BIN)/python -m tools.ids_module

.PHONY: motion
motion: $(RUNTIME) ## Write how runs move and look for the page's JavaScript
	@$(BIN)/python -m tools.motion_module

.PHONY: options
options: $(RUNTIME) ## Write docs/options.md, the tables of all options
	@$(BIN)/python -m tools.option_tables

# --------------------------------------------------------------------------------------- packaging

.PHONY: wheel
wheel: $(DEV) ## Build the wheel of the package losscore into dist/
	@rm -f dist/losscore-*.whl
	$(BIN)/python -m build --wheel --no-isolation --outdir dist

PIP_COMPILE := $(BIN)/python -m piptools compile --quiet --upgrade --allow-unsafe --no-build-isolation \
  --strip-extras --no-header --no-annotate --no-emit-options

# pip-compile loses the markers of indirect dependencies; flask-compress has one that matters.
MARKERS := s/^backports-zstd==.*/& ; python_version < "3.14"/

.PHONY: lock
lock: $(DEV) ## Pin the newest versions that pyproject.toml allows into both requirements files
	@$(PIP_COMPILE) --all-extras --output-file $(VENV)/all.txt pyproject.toml
	@$(PIP_COMPILE) --extra fast --extra lab --constraint $(VENV)/all.txt \
	  --output-file $(VENV)/lab.txt pyproject.toml
	@{ echo "# What the page runs on. Written by 'make lock' from pyproject.toml."; \
	  grep == $(VENV)/lab.txt | sed '$(MARKERS)'; } > requirements.txt
	@{ echo "# What tests, lint and types need besides. Written by 'make lock' from pyproject.toml."; \
	  echo "-r requirements.txt"; \
	  grep == $(VENV)/all.txt | grep -vxFf $(VENV)/lab.txt; } > requirements-dev.txt
	@npm install --package-lock-only --omit-lockfile-registry-resolved --silent --no-audit --no-fund

.PHONY: clean
clean: ## Remove the environment and everything else that was built
	rm -rf $(VENV) node_modules build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
