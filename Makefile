# Each target hands over to one script, which creates .venv and installs what is missing.
PYTHON ?= python3
ARGS ?=

.PHONY: help run test bench messages

help: ## Lists the targets
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 18

run: ## Starts the portal with demo content at http://localhost:8000 (PORT=8001 for another port, DEMO=0 without)
	@$(PYTHON) darmstadt_mso/bootstrap.py run $(ARGS)

test: ## Runs all tests (ARGS="-k name" for some)
	@$(PYTHON) darmstadt_mso/bootstrap.py test $(ARGS)

bench: ## Measures the portal under load
	@$(PYTHON) darmstadt_mso/bootstrap.py bench $(ARGS)

messages: ## Collects the texts for translation
	@$(PYTHON) darmstadt_mso/bootstrap.py manage messages $(ARGS)
