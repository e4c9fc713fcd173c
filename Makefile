# The daily commands. `make` alone lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCKS := infra/requirements
UV_COMPILE := $(BIN)/uv pip compile -q --universal --generate-hashes --no-header --no-annotate
INSTALLED := $(VENV)/.installed

.PHONY: help demo test check bench chaos deploy destroy sbom audit fmt lint types generate lock setup clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

demo: setup ## set up, start the local stack, run experiments, open the dashboard (ARGS="--help")
	@$(BIN)/errata demo $(ARGS)

test: setup ## set up what is missing and run all the tests
	@$(BIN)/python -m infra.setup --for-tests
	@$(BIN)/python -m pytest -q -n auto --dist loadfile --no-loadscope-reorder tests $(ARGS)

check: $(INSTALLED) fmt lint types ## format, lint, types, import contract, unit tests: under a minute
	@$(BIN)/python -m pytest -q -n auto tests/unit

chaos: setup ## break everything while 10,000 failures pour in, and print the ledger (half an hour)
	@ERRATA_CHAOS_FAILURES=10000 $(BIN)/python -m pytest -q tests/chaos $(ARGS)

bench: setup ## measure speed and print ratios against named rivals
	@$(BIN)/python -m benchmarks $(ARGS)

deploy: setup ## deploy this commit to AWS, asking for parameters (ARGS="--yes --set Name=value")
	@$(BIN)/errata deploy $(ARGS)

destroy: $(INSTALLED) ## delete the stack on AWS; table, artifacts and users are kept
	@$(BIN)/errata destroy $(ARGS)

sbom: $(INSTALLED) ## write bills of materials (CycloneDX) and the list of licences, and judge those
	@$(BIN)/python -m infra.supply_chain sbom

audit: $(INSTALLED) ## look for known vulnerabilities, where a database of them can be reached
	@$(BIN)/python -m infra.supply_chain audit

fmt: $(INSTALLED)
	@$(BIN)/ruff format -q .
	@$(BIN)/ruff check -q --fix --exit-zero .

lint: $(INSTALLED)
	@$(BIN)/ruff format --check -q .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports
	@$(BIN)/cfn-lint template.yaml

types: $(INSTALLED)
	@$(BIN)/mypy

generate: $(INSTALLED) ## write what is generated from code: JSON Schemas, OpenAPI, the tables of costs
	@$(BIN)/python -m errata.schemas
	@$(BIN)/python -m lambdas.admin_api.openapi
	@$(BIN)/python -m infra.scaling

setup: $(INSTALLED) ## set up what is missing, without starting anything
	@$(BIN)/python -m infra.setup

lock: $(INSTALLED) ## resolve the dependencies anew, with hashes
	$(UV_COMPILE) --all-extras --group dev pyproject.toml -o $(LOCKS)/dev.txt
	for extra in diagnoser upgrader admin-api authorizer machine; do \
	  $(UV_COMPILE) --extra $$extra -c $(LOCKS)/dev.txt pyproject.toml -o $(LOCKS)/$${extra//-/_}.txt || exit 1; \
	done
	for tool in bootstrap emulator node; do \
	  $(UV_COMPILE) $(LOCKS)/$$tool.in -o $(LOCKS)/$$tool.txt || exit 1; \
	done

clean: ## remove what was set up and built; keeps the data of the local stack
	rm -rf $(VENV) dashboard/node_modules dashboard/dist .errata/tools .errata/build

# The environment is made anew when its locks change.
$(INSTALLED): $(LOCKS)/bootstrap.txt $(LOCKS)/dev.txt pyproject.toml
	@PYTHON=$(PYTHON) infra/bootstrap.sh $(VENV)
	@touch $@
