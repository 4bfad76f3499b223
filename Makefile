SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
export PORT ?= 8050

VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev

# The pip of $(PYTHON) installs into the environment, so the environment needs no pip of its own
# (on Debian, venv cannot install one without python3-venv).
PIP_INSTALL = $(PYTHON) -m pip --python $(BIN)/python --disable-pip-version-check install -qq

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "Variables: PYTHON=python3, HOST=127.0.0.1 (serve: 0.0.0.0), PORT=8050"

# ------------------------------------------------------------------------------------- environment

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "losscore needs Python 3.11 or newer; choose one, for example: make PYTHON=python3.12 run" >&2; exit 1; }
	@$(PYTHON) -m pip --help 2>/dev/null | grep -e --python >/dev/null || { \
	  echo "losscore needs pip 22.3 or newer for $(PYTHON) (Debian: apt install python3-pip)" >&2; exit 1; }
	@$(PYTHON) -m venv --without-pip $(VENV)

$(RUNTIME): requirements.txt $(VENV)/pyvenv.cfg
	@echo "Installing the packages for running the lab into $(VENV)"
	@$(PIP_INSTALL) --requirement requirements.txt
	@touch $@

$(DEV): requirements-dev.txt $(RUNTIME)
	@echo "Installing the packages for tests, lint and types into $(VENV)"
	@$(PIP_INSTALL) --requirement requirements-dev.txt
	@touch $@

.PHONY: browser
browser:
	@tools/browser.sh

# ---------------------------------------------------------------------------------------- the page

.PHONY: run
run: export HOST ?= 127.0.0.1
run: $(RUNTIME) ## Serve the lab on http://127.0.0.1:8050
	@$(BIN)/python app.py

.PHONY: serve
serve: export HOST ?= 0.0.0.0
serve: $(RUNTIME) ## Serve the lab to other machines, too (on 0.0.0.0)
	@$(BIN)/python app.py

.PHONY: figures
figures: $(RUNTIME) ## Write the published figures into build/figures, and smaller copies for the docs
	@$(BIN)/python app.py export --batch figures.toml --out-dir build/figures --force
	@$(BIN)/python tools/gallery.py build/figures docs/images/gallery

.PHONY: site
site: $(RUNTIME) ## Write the lab as a static site into site/, for any web host
	@$(BIN)/python app.py site site

# ------------------------------------------------------------------------------------------ checks

# One process per core. Browser tests run one at a time, because a browser that draws WebGL in
# software keeps all cores busy.
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
test: browser lint types ## Run make check and the browser tests in Chromium: everything that CI runs
	$(PYTEST) $(PARALLEL)
	$(PYTEST) -m browser

.PHONY: format
format: $(DEV) ## Fix what ruff can fix automatically, and format the Python code
	$(BIN)/python -m ruff check --fix-only
	$(BIN)/python -m ruff format

.PHONY: bench
bench: $(DEV) ## Run the benchmarks; fail if a gate fails (BENCH=--quick for a short run)
	$(BIN)/python -m benchmarks $(BENCH)

.PHONY: bench-browser
bench-browser: browser $(DEV) ## Measure bytes, clicks and frames in Chromium; fail if a gate fails
	$(BIN)/python -m benchmarks.browser $(BENCH)

.PHONY: ids
ids: $(RUNTIME) ## Write the ids of components as a JavaScript module
	@$(BIN)/python -m tools.ids_module

.PHONY: motion
motion: $(RUNTIME) ## Write how runs move and look for the page's JavaScript
	@$(BIN)/python -m tools.motion_module

.PHONY: options
options: $(RUNTIME) ## Write docs/options.md, the tables of all options
	@$(BIN)/python -m tools.option_tables

# --------------------------------------------------------------------------------------- packaging

.PHONY: wheel
wheel: $(DEV) ## Build the wheel of losscore into dist/
	@rm -f dist/losscore-*.whl
	$(BIN)/python -m build --wheel --no-isolation --outdir dist

PIP_COMPILE := $(BIN)/python -m piptools compile --quiet --upgrade --allow-unsafe --no-build-isolation \
  --strip-extras --no-header --no-annotate --no-emit-options

# pip-compile drops the markers of indirect dependencies; one from flask-compress matters.
MARKERS := s/^backports-zstd==.*/& ; python_version < "3.14"/

.PHONY: lock
lock: $(DEV) ## Pin the newest versions that pyproject.toml allows into both requirements files
	@$(PIP_COMPILE) --all-extras --output-file $(VENV)/all.txt pyproject.toml
	@$(PIP_COMPILE) --extra fast --extra lab --constraint $(VENV)/all.txt \
	  --output-file $(VENV)/lab.txt pyproject.toml
	@{ echo "# Packages for running the lab. Written by 'make lock' from pyproject.toml."; \
	  grep == $(VENV)/lab.txt | sed '$(MARKERS)'; } > requirements.txt
	@{ echo "# Further packages for tests, lint and types. Written by 'make lock' from pyproject.toml."; \
	  echo "-r requirements.txt"; \
	  grep == $(VENV)/all.txt | grep -vxFf $(VENV)/lab.txt; } > requirements-dev.txt
	@npm install --package-lock-only --omit-lockfile-registry-resolved --silent --no-audit --no-fund

.PHONY: clean
clean: ## Remove the environment, caches and everything that was built
	rm -rf $(VENV) node_modules build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
