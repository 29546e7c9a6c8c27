# Everything one does with Knotenpunkt; `make help` lists it.
PORT ?= 8080
DATA ?= var
RUNS ?= 200
ARGS ?=
WORKERS ?= 2
LANES ?= 3
FLOOR := 92
UV := 0.13.9
PYTHON := .venv/bin/python
RUNTIME := .venv/.runtime-$(shell cksum < requirements.lock | cut -d' ' -f1)
DEVELOPMENT := .venv/.development-$(shell cksum < requirements-dev.lock | cut -d' ' -f1)
COMPILE := .venv/bin/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --no-header
MEASURED := var/coverage.json
SCRIPTS := .ci/run $(wildcard deploy/*.sh deploy/*/*.sh)
run run-real: export PORT := $(PORT)
run run-real: export DATA := $(DATA)
run run-real: export KNOTENPUNKT_PORT := $(PORT)
run run-real: export KNOTENPUNKT_DATA := $(DATA)

# Compiling the tests takes as long as importing them.
unexport PYTHONDONTWRITEBYTECODE

# Of arguments those that are more than "tests": then all of it runs.
quick: MORE = $(if $(filter-out tests,$(ARGS)),$(ARGS))

# A package for the tests, its program if that is called otherwise, and one that does instead, slowly:
# installed by root on Debian; others are told what they go without.
define program
@if command -v $(or $(2),$(1)) >/dev/null; then :; \
elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then deploy/debian.sh $(1) || command -v $(or $(3),$(1)) >/dev/null; \
elif ! command -v $(or $(3),$(2),$(1)) >/dev/null; then echo "No $(1) on this machine: its tests are skipped (Debian: apt-get install $(1))."; fi
endef

.DEFAULT_GOAL := help
.PHONY: run run-real quick test together alone coverage check benchmark faults capability event hooks freeze lock clean help assets chromium-headless-shell prometheus caddy clamav-daemon postfix curl

run: $(RUNTIME) assets ## Run everything in one process, nothing else needed (PORT=8080 DATA=var)
	@exec $(PYTHON) -m deploy.demo

run-real: $(DEVELOPMENT) assets ## The same on a real Kafka and PostgreSQL, a process per service (KEYCLOAK=1: to sign in at)
	@exec $(PYTHON) -m deploy.demo --real $(if $(KEYCLOAK),--keycloak)

quick: $(DEVELOPMENT) assets ## What a change concerns, without servers, browser and long exploring (ARGS=tests: of all what is cheap)
	@cheap=; places="$(if $(MORE),,$(or $(ARGS),$$($(PYTHON) -m tests.near)))"; \
	test "$$places" != tests || cheap=" and not dear"; \
	$(PYTHON) -m pytest -n $(WORKERS) --dist worksteal --hypothesis-profile=quick \
		-m "not real and not browser and not alone and not thorough$$cheap" $(or $(MORE),$$places)

test: $(DEVELOPMENT) assets chromium-headless-shell prometheus caddy clamav-daemon postfix curl ## Run the tests (ARGS="tests/shared -k name"; WORKERS=2)
	@missing=$$($(PYTHON) -c 'from deploy.local.kafka import missing_tools as m; print(" and ".join(m()))'); \
	test -z "$$missing" || echo "No $$missing on this machine: tests on a real Kafka and a real Keycloak are skipped."
	@if test -n '$(ARGS)'; then $(PYTHON) -m pytest $(ARGS); else \
		failed=0; for part in together alone; do \
			$(MAKE) --no-print-directory $$part || failed=1; done; exit $$failed; fi

together: $(DEVELOPMENT) # What may run beside others.
	@$(PYTHON) -m pytest -n $(WORKERS) -m "not alone"

alone: $(DEVELOPMENT) # What waits, or ends servers of its own: a few files side by side.
	@$(PYTHON) -m pytest -n $(LANES) --dist loadfile --no-loadscope-reorder -m alone

coverage: $(DEVELOPMENT) ## Run what runs together once more and measure it: lines and branches (at least 92 %)
	@mkdir -p var && rm -f $(MEASURED)
	@$(PYTHON) -m slipcover --json --out $(MEASURED) -m pytest -p tests.covering -n $(WORKERS) -m "not alone"
	@$(PYTHON) -m slipcover --merge $(MEASURED) --out /dev/null --fail-under $(FLOOR)

check: $(DEVELOPMENT) ## Style, types, import directions, Dockerfile, shell scripts
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/hadolint deploy/Dockerfile
	.venv/bin/shellcheck $(SCRIPTS)

benchmark: $(DEVELOPMENT) ## Measure, and print what docs/performance.md says
	@$(PYTHON) -m tests.benchmarks

faults: $(DEVELOPMENT) ## Kill processes, broker and database, and count what got lost (RUNS=200)
	@$(PYTHON) -m tests.faults --runs $(RUNS)

capability event: $(DEVELOPMENT) ## Begin a capability, or an event (SERVICE=directory NAME=posts)
	@$(PYTHON) -m deploy.scaffold $@ "$(SERVICE)" "$(NAME)"

hooks: $(DEVELOPMENT) ## Let git check style and types before each commit
	.venv/bin/pre-commit install

freeze: $(DEVELOPMENT) ## Write down the contracts as they are now (tests/contracts)
	@$(PYTHON) -m tests.contracts.freeze

lock: .venv/bin/uv ## Resolve pyproject.toml into both lock files anew
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) --extra dev pyproject.toml -o requirements-dev.lock

clean: ## Remove everything that was made here: .venv, assets, caches, and all data in var
	rm -rf .venv node_modules shared/web/static/vendor var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## This list
	@sed -n 's/^\([a-z -]*\):.*## /\1|/p' Makefile | while IFS='|' read -r name text; do printf '  make %-16s %s\n' "$$name" "$$text"; done

assets: .venv/bin/uv
	@$(PYTHON) -m deploy.assets

chromium-headless-shell:
	$(call program,chromium-headless-shell,,chromium)

prometheus:
	$(call program,prometheus)

caddy:
	$(call program,caddy)

clamav-daemon:
	$(call program,clamav-daemon,clamd)

postfix:
	$(call program,postfix)

curl:
	$(call program,curl)

.venv/bin/uv:
	@for each in python3.11 python3; do \
		if $$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$each; break; fi; \
	done; \
	if [ -z "$$python" ]; then echo "Knotenpunkt needs Python 3.11 or newer, which this machine lacks."; exit 1; fi; \
	echo "Creating .venv ..."; $$python -m venv .venv
	@echo "Installing uv ..."; $(PYTHON) -m pip install -q --disable-pip-version-check uv==$(UV)

$(RUNTIME): | .venv/bin/uv
	@test -n "$$(ls $(DEVELOPMENT) 2>/dev/null)" || { echo "Installing Python packages ..."; \
		.venv/bin/uv pip install -q --python $(PYTHON) --require-hashes -r requirements.lock; }
	@rm -f .venv/.runtime-* && touch $@

$(DEVELOPMENT): | .venv/bin/uv
	@echo "Installing Python packages for development ..."
	@.venv/bin/uv pip install -q --python $(PYTHON) --require-hashes -r requirements-dev.lock
	@rm -f .venv/.development-* && touch $@
