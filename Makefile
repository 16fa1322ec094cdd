# Every target sets up what it needs and says so; a second run does only what is missing.
#
#   make site    build the sample portfolio       make test       run every test
#   make serve   preview it while you edit        make clean      remove all of it
#   make check   ruff and mypy                    make snapshots  accept changed pages
#   make bench   measure speed and memory         make screenshots  take the README's again
#   make lock    refresh the lock files

PYTHON ?= python3
# The sample is set in November 2026; on this day it shows what it was written to show.
TODAY := 2026-11-19

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCK := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --strip-extras \
	--no-config --no-emit-index-url --no-emit-find-links --quiet \
	--custom-compile-command "make lock" $(UPGRADE)
PYTEST := $(BIN)/python -m pytest --numprocesses auto --dist loadgroup

# Python keeps what it compiles: without it each of a thousand short processes compiles all again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help site serve test check bench snapshots screenshots lock clean

help:
	@sed -n 's/^#  //p' Makefile

site: $(VENV)/.runtime
	@echo "→ Building the sample portfolio as of $(TODAY)"
	@$(BIN)/python -m afterword build --today $(TODAY)
	@echo "Open this file in a browser: $(CURDIR)/output/index.html"

serve: $(VENV)/.runtime
	@$(BIN)/python -m afterword serve --today $(TODAY) $(ARGS)

test: $(VENV)/.dev node_modules/.installed
	@.ci/need "the browser tests" chromium,chromium-browser,google-chrome chromium fonts-liberation
	@.ci/need "the HTML checker" java default-jre-headless
	@.ci/need "the tests of publishing" rsync rsync
	@.ci/need "the tests of publishing" rclone rclone
	@echo "→ Running every test"
	@$(PYTEST) $(ARGS)

check: $(VENV)/.dev
	@echo "→ Checking style (ruff), layout (ruff format) and types (mypy)"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: $(VENV)/.dev
	@$(BIN)/python -m benchmarks $(ARGS)

snapshots: $(VENV)/.dev
	@echo "→ Taking the pages as they are now; look at the difference before you commit it"
	@$(BIN)/python -m pytest tests/test_snapshots.py --snapshot-update

screenshots: $(VENV)/.dev site
	@.ci/need "the pictures" chromium,chromium-browser,google-chrome chromium fonts-liberation
	@fc-list | grep -q P052 || .ci/need "a face like Palatino in the pictures" missing fonts-urw-base35
	@$(BIN)/python -m tests.support.pictures

# Keeps the versions that still fit; `make lock UPGRADE=--upgrade` takes the newest.
lock: $(VENV)/.made
	@echo "→ Resolving dependencies for every supported system"
	@$(PIP) install 'uv>=0.8'
	@$(LOCK) pyproject.toml --output-file requirements.lock
	@$(LOCK) pyproject.toml --extra dev --constraints requirements.lock \
		--output-file requirements-dev.lock
	@echo hatchling | $(LOCK) - --constraints requirements-dev.lock \
		--output-file requirements-build.lock
	@.ci/need "the test tools" npm nodejs npm
	@npm install --package-lock-only --loglevel=error

clean:
	@echo "→ Removing the environment, the test tools, the site and every cache"
	@rm -rf $(VENV) node_modules build dist .afterword .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find output -mindepth 1 ! -name .gitkeep -delete
	@find generator tests benchmarks -name __pycache__ -prune -exec rm -rf {} +

# Stamps: each says that a step of the set-up was done with the files it depends on.

$(VENV)/.made:
	@.ci/environment $(PYTHON) $(VENV)
	@touch $@

$(VENV)/.runtime: $(VENV)/.made requirements.lock requirements-build.lock pyproject.toml
	@echo "→ Installing Afterword, editable, with the pinned dependencies"
	@$(PIP) install --require-hashes -r requirements.lock -r requirements-build.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
	@echo "→ Installing the development tools"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

node_modules/.installed: package.json package-lock.json .npmrc
	@.ci/need "the test tools" npm nodejs npm
	@echo "→ Installing axe and the Nu HTML checker from npm"
	@npm ci --loglevel=error
	@touch $@
