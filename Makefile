# Mintmark. `make` alone prints the targets.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT ?=
VECTORS ?=
STAMPS := $(VENV)/.stamps

.PHONY: help run test check lint types imports proto proto-check proto-lint proto-breaking proto-clients vectors clients interop bench soak locks
.PHONY: locks-check clean dev

help: ## Print the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMPS)/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info < (3, 15) else "Mintmark needs Python 3.11 to 3.14; this is %s. Try make PYTHON=python3.12 ..." % sys.version.split()[0])'
	@$(PYTHON) -m venv $(VENV)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/server: $(STAMPS)/python server/requirements.txt pyproject.toml
	@echo "Installing Mintmark and what it runs on into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r server/requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(STAMPS)/dev: $(STAMPS)/python tests/requirements.txt pyproject.toml
	@echo "Installing Mintmark and its development tools into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $(STAMPS)/server $@

dev: $(STAMPS)/dev ## Install the development environment

run: $(STAMPS)/server ## Serve a demo project, issue a token and show where each claim came from
	@$(BIN)/mintmark-server demo

test: $(STAMPS)/dev ## Run the tests (those marked long excepted)
	@$(BIN)/python -m pytest -m "not long" -n 2

check: $(STAMPS)/dev locks-check lint types imports proto-lint proto-check proto-breaking ## All that CI runs
	@$(MAKE) --no-print-directory clients
	@$(MAKE) --no-print-directory interop
	@$(BIN)/python -m pytest -n 2 --timeout 300
	@$(MAKE) --no-print-directory vectors

lint: $(STAMPS)/dev ## Lint and check the format
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(STAMPS)/dev ## Check the types
	@$(BIN)/mypy client/mintmark server/mintmark_server

imports: $(STAMPS)/dev ## Check the import contracts
	@$(BIN)/lint-imports --no-cache

proto: $(STAMPS)/dev ## Generate the stubs from protos/
	@$(BIN)/python protos/generate.py write

proto-check: $(STAMPS)/dev ## Check that the committed stubs are fresh
	@$(BIN)/python protos/generate.py check

proto-lint: $(STAMPS)/dev ## Lint the contract
	@$(BIN)/python protos/generate.py lint

proto-breaking: $(STAMPS)/dev ## Check that the contract breaks no caller of the last released one
	@$(BIN)/python protos/generate.py breaking

vectors: $(STAMPS)/dev ## Run claims cases: make vectors [VECTORS=dir]
	@$(BIN)/python -m tests.vectors $(VECTORS)

# $(call with,LANGUAGE,COMMANDS): make with-LANGUAGE where the commands are there, else say what is missing.
with = missing=; for command in $(2); do command -v $$command >/dev/null || missing="$$missing $$command"; done; \
	if [ -n "$$missing" ]; then echo "$(1) skipped:$$missing not found on the PATH; see client/$(1)/README.md"; \
	else $(MAKE) --no-print-directory with-$(1); fi

# Each language's targets stand beside its client.
CLIENTS :=
include $(wildcard client/*/client.mk)
.PHONY: $(foreach language,$(CLIENTS),clients-$(language) proto-clients-$(language) with-$(language))

clients: $(CLIENTS:%=clients-%) ## Build, lint and test the other languages' clients

proto-clients: $(CLIENTS:%=proto-clients-%) ## Generate the other languages' code from protos/

interop: $(STAMPS)/dev ## Run the scenarios with every language's client, and compare
	@$(BIN)/python -m tests.interop

bench: $(STAMPS)/dev ## Measure, as ratios to floors of the same run: make bench [OUT=file]
	@$(BIN)/python -m tests.bench $(if $(OUT),--out $(OUT))

soak: $(STAMPS)/dev ## Check every token of a minute of load and changes over two workers: make soak [SECONDS=60]
	@$(BIN)/python -m tests.workers.load $(or $(SECONDS),60)

LOCK := --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-strip-markers --quiet --python-version 3.11 --custom-compile-command "make locks"

locks: $(STAMPS)/dev ## Resolve the locks anew
	@$(BIN)/uv pip compile $(LOCK) --extra server pyproject.toml -o server/requirements.txt
	@$(BIN)/uv pip compile $(LOCK) --extra server --group dev pyproject.toml -o tests/requirements.txt

locks-check: $(STAMPS)/dev ## Check that the locks satisfy pyproject.toml
	@$(BIN)/python tests/architecture/locks.py

clean: ## Remove the environment and caches; data stays
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .bench dist
