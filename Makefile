# Every target sets up what it needs; a set-up that is already done takes no time.
SHELL := /bin/bash
.DEFAULT_GOAL := help

BIN := .venv/bin
BATCH := fixtures/sample/xinxiang-2024-001
OUT := out/$(notdir $(BATCH))

# The readers run one thread a process; libraries that start more only get in their way.
export OMP_NUM_THREADS ?= 1

.PHONY: help setup setup-dev setup-cluster demo cluster-demo serve test lint format bench lock clean

help: ## what there is to make
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

setup: ## install what running needs
	@scripts/setup.sh run

setup-dev: ## install what tests need as well
	@scripts/setup.sh dev

setup-cluster: ## install what a machine of a cluster needs
	@scripts/setup.sh cluster

demo: setup ## check the sample batch and write its rosters
	$(BIN)/heyan run $(BATCH) --out $(OUT)

cluster-demo: ## several machines on one: two workers share a batch (ARGS="--stay --object-store")
	@scripts/setup.sh cluster-demo
	@$(BIN)/python -m benchmarks.cluster_demo $(ARGS)

serve: setup ## the review desk and the Dagster UI, with the inbox watched
	$(BIN)/heyan serve

test: setup-dev ## all tests (ARGS="-k roster" for some)
	$(BIN)/python -m pytest -n auto --dist loadscope --no-loadscope-reorder $(ARGS)

lint: setup-dev ## rules, format, types, and who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	HEYAN_HOME=$(CURDIR)/.mypy_cache/desk $(BIN)/mypy
	$(BIN)/lint-imports

format: setup-dev ## put the code into its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

BENCHMARKS := reading reading_cost looks broken_input safety judging authorities verdicts handling desk ops round_trip patents scale

bench: setup-dev ## every benchmark, one script a question
	@for script in $(BENCHMARKS); do \
	  echo "== $$script"; $(BIN)/python -m benchmarks.$$script || exit 1; \
	done

# Only what the public index has may be locked, so a machine's own pip settings stay out.
PIP_COMPILE := env -u PIP_FIND_LINKS PIP_CONFIG_FILE=/dev/null CUSTOM_COMPILE_COMMAND="make lock" \
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	--no-emit-index-url --no-emit-find-links --build-deps-for editable

lock: ## write the lock files anew (ARGS=--upgrade for newer versions)
	@# An environment that lacks what was just added to pyproject.toml will do.
	@[ -x $(BIN)/pip-compile ] || scripts/setup.sh dev
	$(PIP_COMPILE) $(ARGS) --output-file requirements.lock pyproject.toml
	$(PIP_COMPILE) $(ARGS) --extra cluster --constraint requirements.lock \
	  --output-file requirements-cluster.lock pyproject.toml
	$(PIP_COMPILE) $(ARGS) --extra dev --extra cluster --constraint requirements.lock \
	  --output-file requirements-dev.lock pyproject.toml

clean: ## remove what was built; batches, records and decisions stay
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
