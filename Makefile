# Each word does one thing, on a machine that has Python 3.11 or later and make.
#   make serve   build the bundled packs and serve them on 127.0.0.1:8000
#   make demo    build the bundled packs and resolve the names of the README
#   make test    run the tests
#   make test-compose   run the containers for real; needs Docker
#   make lint    check style, types and the pages that are made from the code
#   make format  put code and pages into the form that lint wants
#   make quality QUESTIONS=DIR   draw how right scores are on labelled data, into docs/quality/
#   make bench   measure; results go to docs/benchmarks/. Give it TABLE= and QUESTIONS= (docs/retrieval.md)
#                to measure retrieval too

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
READY := $(VENV)/.ready
PAGES := README.md docs/*.md

.PHONY: serve demo test test-compose lint format bench quality

serve: $(INSTALLED)
	$(BIN)/resolver serve

demo: $(INSTALLED)
	$(BIN)/resolver import
	$(BIN)/resolver compile
	$(BIN)/resolver resolve "Gen. Ali Reza Zahdi"
	$(BIN)/resolver resolve "Reza Zahidi" --type person
	$(BIN)/resolver resolve "محمد رضا زاهدی"
	$(BIN)/resolver resolve "Babil/Babylon province"
	$(BIN)/resolver resolve "X, formerly Twitter"
	$(BIN)/resolver resolve "Robert Zahn"

test: $(READY)
	$(BIN)/pytest

test-compose:
	tests/compose/run.sh

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/cog --check --check-fail-msg="run: make format" $(PAGES)
	$(BIN)/resolver check aliases/*/
	$(BIN)/python tools/countries/make_countries.py --check aliases/countries
	$(BIN)/python tools/words/make_country_names.py --check aliases/countries resolver/text/countries.csv
	$(BIN)/python tools/han/make_han.py --check resolver/text/han.txt

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/python tools/countries/make_countries.py aliases/countries
	$(BIN)/python tools/words/make_country_names.py aliases/countries resolver/text/countries.csv
	$(BIN)/python tools/han/make_han.py resolver/text/han.txt
	$(BIN)/cog -r $(PAGES)

quality: $(READY)
	$(BIN)/python -m benchmarks.quality $(QUESTIONS) $${TMPDIR:-/tmp}/resolver-quality

bench: $(READY)
	$(BIN)/python -m benchmarks.cold
	$(BIN)/python -m benchmarks.http
	$(if $(TABLE),$(BIN)/python -m benchmarks.retrieval $(TABLE) $(QUESTIONS))

# What serving needs, then what tests and lint need on top.
$(INSTALLED): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "error: $(PYTHON) is older than Python 3.11 — run: make PYTHON=python3.11" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(READY): $(INSTALLED)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@
