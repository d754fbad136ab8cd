# Everything a newcomer types. Each target sets the checkout up first, which is quick when it is.

PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$name && break; done)
BIN := .venv/bin
SOURCES := config crm devices fixtures fleet pages reports suites tests tools conftest.py

.DEFAULT_GOAL := help
.PHONY: help setup demo check lint test defects pictures bench lock clean clean-cache

help: ## this list
	@echo "fleet: make TARGET [PYTHON=python3.12]"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1|\2/p' Makefile | while IFS='|' read -r target text; \
		do printf '%-14s %s\n' "$$target" "$$text"; done

setup: ## make this checkout ready to run (the others do it themselves)
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; none was found on PATH." >&2; exit 1; }
	@"$(PYTHON)" tools/bootstrap.py

demo: setup ## watch the real Appium take a virtual phone through a test of each promise
	@$(BIN)/fleet demo

check: lint ## linters, types, import rules and the fast tests: a few minutes
	@$(BIN)/pytest tests -m "not e2e" -n auto -q

lint: setup ## linters, types and import rules
	@$(BIN)/ruff check $(SOURCES)
	@$(BIN)/ruff format --check --quiet $(SOURCES)
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/fleet lint

test: check ## everything: what `check` does, and the tests that run whole labs
	@$(BIN)/pytest tests -m e2e -n 2 --dist loadfile

defects: setup ## every seeded defect against the suites, as before a release: twenty minutes
	@$(BIN)/fleet defects

pictures: setup ## the documentation's picture of the permission prompts, from the virtual phones
	@$(BIN)/python -m devices.virtual.gallery docs/images/permission-prompts.png

bench: setup ## the project's numbers, beside a bare Appium client doing the same
	@$(BIN)/pytest tests/benchmarks/bench_*.py -s

lock: setup ## resolve all dependencies anew and write the lock files
	@$(BIN)/python -m tools.lock

clean: ## remove what this checkout has made: .venv, caches, reports
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .benchmarks
	@rm -rf reports/out
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

clean-cache: ## remove what all checkouts of this user share: Appium, its drivers, Allure
	@rm -rf "$${FLEET_CACHE:-$${XDG_CACHE_HOME:-$$HOME/.cache}/fleet}"
