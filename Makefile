# One line of help behind each target: `make` shows them.
# Set-up is part of every target and takes a second when nothing is missing.

PYTHON := .venv/bin/python
# The tools are found from the root of the project, also by programs in folders below tools/.
export PYTHONPATH := .
MAKEFLAGS += --no-print-directory

.DEFAULT_GOAL := help
.PHONY: help setup run test faults check bench bench-peers screenshots audit translations

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' Makefile | while IFS='|' read -r name does; do printf '%-20s %s\n' "$$name" "$$does"; done

setup: ## install what is missing, nothing else
	@tools/setup.sh

run: ## the product with the demonstration town on http://127.0.0.1:8000 (PORT chooses another)
	@tools/setup.sh
	@$(PYTHON) -m tools.run

test: ## every test, also in a browser (PYTEST="-k word" for some)
	@tools/setup.sh --test
	@$(PYTHON) -m tools.run_tests -n 3 --dist worksteal $(PYTEST)

faults: ## everything that can fail fails, long: 500 questions, 30 rounds of bad input, ten minutes of traffic (FAULT_SEED=7 for another order)
	@tools/setup.sh --test
	@FAULT_QUESTIONS=$${FAULT_QUESTIONS:-500} FAULT_FUZZ=$${FAULT_FUZZ:-30} FAULT_CASES=$${FAULT_CASES:-200} \
		SOAK_SECONDS=$${SOAK_SECONDS:-600} $(PYTHON) -m tools.run_tests -s --timeout 3600 tests/faults tests/security/test_api_by_schema.py tests/deploy/test_reload.py
	@EVERY_EXAMPLE=1 EVERY_VALUE=1 $(PYTHON) -m tools.run_tests -n 2 --dist worksteal --timeout 3600 $$(grep -rlE '@given|EVERY_VALUE' --include='test_*.py' tests) tests/browser/test_every_page.py

check: ## format, lint, types, layers, templates, translations
	@tools/setup.sh --check
	@tools/check.sh

bench: ## the benchmarks; figures as a table, JSON under var/bench (PARTS="lighthouse phone" for some)
	@tools/setup.sh --test
	@$(PYTHON) tools/bench/run.py $(PARTS)

bench-peers: ## beside what a user would pick instead (HARNESS=folder with peers.sh; PEERS="nginx tipg" for some)
	@tools/setup.sh --test
	@$(PYTHON) -m tools.bench.peers

screenshots: ## pictures of every public page at three widths in Dutch and English, under var/screenshots
	@tools/setup.sh --test
	@$(PYTHON) -m tools.screenshots

audit: ## known vulnerabilities in the packages (needs the internet)
	@tools/setup.sh
	@tools/audit.sh

translations: ## take new texts from code and templates into the catalogues
	@tools/setup.sh --check
	@$(PYTHON) -m tools.check_translations --update
