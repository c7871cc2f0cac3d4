# Every task of the project. Needs make, a shell and Python 3.11 or newer; `make help` lists the tasks.

PYTHON ?= python3
VENV ?= .venv
UV ?= uv
ARGS ?=
LANGUAGES = fr nl de en
IN = $(VENV)/bin/
# Real geocoders for tests, each with its own libraries. Debian's Python, for Debian's PyICU has no wheel.
GEOCODERS ?= .venv-geocoders
DEBIAN_PYTHON ?= /usr/bin/python3

.DEFAULT_GOAL := help
.PHONY: help run test test-geocoders geocoder-packages chaos simulate bench screens roles lint messages lock clean

help: ## this list
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /\1|/' | \
		awk -F'|' '{ printf "make %-14s %s\n", $$1, $$2 }'

run: $(VENV)/.run ## the whole service on this machine; PORT=8001 and DATA_DIR=folder change where
	@exec $(IN)python -m covidsol.dev

test: $(VENV)/.test ## all tests, on SQLite and on PostgreSQL; ARGS="-k words" goes to pytest
	@$(IN)python -m tests.run $(ARGS)

test-geocoders: $(VENV)/.test $(GEOCODERS)/nominatim/.ready $(GEOCODERS)/addok/.ready ## against a real Nominatim and addok (Debian); ARGS="-m addok"
	@GEOCODERS_VENV=$(GEOCODERS) $(IN)python -m tests.geocoders.run $(ARGS)

chaos: $(VENV)/.test ## kill and cut what the letters need, and count; ARGS="worker_kills --short --json"
	@$(IN)python -m chaos $(ARGS)

simulate: $(VENV)/.run ## play two months with invented people; ARGS="--seeds 3 --set first_wave=12"
	@$(IN)python -m django simulate --settings=covidsol.settings $(ARGS)

lint: $(VENV)/.test ## style, types and templates
	$(IN)ruff check .
	$(IN)mypy .
	$(IN)djlint --lint --quiet templates

messages: $(VENV)/.test ## collect the texts to translate, and compile them (needs gettext)
	$(IN)python -m django makemessages $(LANGUAGES:%=--locale=%) --settings=covidsol.settings \
		'--ignore=.venv*' --ignore=data --ignore=tests --no-wrap --no-location
	$(IN)python -m django compilemessages --settings=covidsol.settings '--ignore=.venv*'

bench: $(VENV)/.bench ## measure this house against others; ARGS="search --volunteers 100000 --json"
	@$(IN)python -m bench $(ARGS)

screens: $(VENV)/.test ## photograph the main pages for docs/screens (needs Chromium)
	@$(IN)python -m tests.screens

roles: $(VENV)/.test ## print who may open which page into docs/privacy.md
	@$(IN)python -m tests.team

lock: ## fix every version and hash of the libraries anew (needs uv)
	for each in "base" "run --extra run" "test --extra run --extra test" \
		"bench --extra run --extra test --extra bench"; do set -- $$each; name=$$1; shift; \
		$(UV) pip compile --quiet --upgrade --generate-hashes --universal --python-version 3.11 --no-header \
			pyproject.toml $$@ --output-file requirements/$$name.txt || exit 1; done
	for each in "nominatim --no-emit-package pyicu" "addok --override requirements/addok-override.txt"; do \
		set -- $$each; name=$$1; shift; \
		$(UV) pip compile --quiet --upgrade --generate-hashes --universal --python-version 3.11 --no-header \
			requirements/$$name.in $$@ --output-file requirements/$$name.txt || exit 1; done

clean: ## remove what was built; the data stay
	rm -rf $(VENV) $(GEOCODERS) staticfiles test-results .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed, as in: make run PYTHON=python3.12" >&2; exit 1; }
	@echo "Making the virtual environment $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.txt | $(VENV)/bin/pip
	@echo "Installing the libraries (a minute or two, only the first time) ..."
	@$(IN)pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@touch $@

# What tests need holds all that a run needs.
$(VENV)/.test: requirements/test.txt requirements/run.txt | $(VENV)/bin/pip
	@echo "Installing the libraries and the tools for tests (a few minutes, only the first time) ..."
	@$(IN)pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $(VENV)/.run $@

$(VENV)/.bench: requirements/bench.txt requirements/test.txt requirements/run.txt | $(VENV)/bin/pip
	@echo "Installing the libraries and what the benches measure against (a few minutes, only the first time) ..."
	@$(IN)pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@touch $(VENV)/.run $(VENV)/.test $@

geocoder-packages:
	@scripts/debian.sh $$(cat requirements/debian-geocoders.txt)

# PyICU and nothing else comes from Debian's packages: what is pinned goes before it.
$(GEOCODERS)/nominatim/.ready: requirements/nominatim.txt | geocoder-packages
	@echo "Installing Nominatim in $(@D) ..."
	@$(DEBIAN_PYTHON) -m venv --clear --system-site-packages $(@D)
	@$(@D)/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/nominatim.txt
	@touch $@

$(GEOCODERS)/addok/.ready: requirements/addok.txt | $(VENV)/bin/pip
	@echo "Installing addok in $(@D) ..."
	@$(PYTHON) -m venv --clear $(@D)
	@$(@D)/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/addok.txt
	@touch $@
