# Each word does one thing, on a machine that has make and a Python of those named below.
#   make serve   build the bundled packs and serve them on 127.0.0.1:8000
#   make demo    build the bundled packs and resolve the names of the README
#   make test    run the tests
#   make test-slow   run those that take long: processes that are killed at any moment, made-up requests
#   make test-compiled   build a wheel whose matching is compiled, and test that; needs a C compiler
#   make test-spark   run the tests of Spark, on two executors here; installs PySpark, needs Java
#   make test-compose   run the containers for real; needs Docker
#   make test-openrefine   run OpenRefine against the service, and its page in a browser; needs Java and Debian's
#                openrefine, chromium and chromium-driver, skips what is not installed; installs Selenium
#   make test-browser   go through the pages in a browser as people do; needs Debian's chromium, skips without it;
#                installs Playwright and axe-core
#   make test-clients   ask the service by clients that others published; installs them in places of their own
#   make pictures   make the pictures of docs/reconciliation.md and docs/page.md anew; needs what test-openrefine
#                and test-browser need
#   make lint    check style, types, licences and the pages that are made from the code
#   make licences   check that what the program runs with is under a licence that pyproject.toml allows
#   make lock    pin the newest libraries that go together, with their hashes, in requirements/
#   make format  put code and pages into the form that lint wants
#   make quality QUESTIONS=DIR   draw how right scores are on labelled data, into docs/quality/
#   make fuzz MINUTES=N TARGET=T   look for inputs that break something, N minutes a target; default: 1,
#                all of fold, url, body, csv, index, decode
#   make faults  kill processes at any moment and see what is lost; results go to docs/benchmarks/
#   make bench   measure; results go to docs/benchmarks/. Give it TABLE= and QUESTIONS= (docs/retrieval.md)
#                to measure retrieval too
#   make peers TABLE=FILE   measure lists beside others' libraries, which it installs in a place of their own

PYTHON ?= python3
PYTHONS := 3.11 3.12 3.13 3.14
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
READY := $(VENV)/.ready
COMPILED := $(abspath $(VENV))/compiled
PIP_INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check
PAGES := README.md docs/*.md docs/packs/*.md

.PHONY: serve demo test test-slow test-compiled test-spark test-compose test-openrefine test-browser test-clients pictures lint \
	licences lock format bench peers quality fuzz faults

TESTS_OF_COMPILED ?= tests/compiled.py tests/match tests/test_engine.py tests/test_version.py \
	tests/learn/test_amounts.py tests/learn/test_calibrate.py
MINUTES ?= 1
SELENIUM ?= selenium>=4.20,<5
PLAYWRIGHT ?= playwright>=1.50,<2
AXE ?= axe-playwright-python>=0.1.4,<1
CLIENTS := $(abspath $(VENV))/clients
SPARK ?= pyspark>=3.5,<5
QUALITY ?= $${TMPDIR:-/tmp}/resolver-quality
PEERS ?= $${TMPDIR:-/tmp}/resolver-peers

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

# What measures time comes last, with nothing beside it.
test: $(READY)
	$(BIN)/pytest -n auto --dist worksteal -m "not alone and not slow"
	$(BIN)/pytest -m alone

test-slow: $(READY)
	$(BIN)/pytest -n auto --dist worksteal -m slow

# The wheel's package stands before that of the checkout, in processes that tests start too.
test-compiled: $(READY)
ifeq ($(shell command -v $(CC)),)
	@echo "SKIPPED: what is compiled was not tested, there is no C compiler ($(CC))"
else
	$(PIP_INSTALL) --require-hashes -r requirements/compile.txt
	rm -rf $(COMPILED)
	HATCH_BUILD_HOOK_ENABLE_CUSTOM=true $(BIN)/python -m hatchling build --target wheel --directory $(COMPILED)/dist
	$(PIP_INSTALL) --no-deps --target $(COMPILED) $(COMPILED)/dist/*.whl
	PYTHONSAFEPATH=1 PYTHONPATH=$(COMPILED):$(CURDIR) $(BIN)/pytest -n auto --import-mode=append $(TESTS_OF_COMPILED)
endif

test-spark: $(READY)
	$(PIP_INSTALL) "$(SPARK)"
	$(BIN)/pytest tests/test_spark.py

test-compose:
	tests/compose/run.sh

test-openrefine: $(READY)
	$(PIP_INSTALL) "$(SELENIUM)"
	$(BIN)/pytest -rs tests/openrefine/through_*.py

test-browser: $(READY)
ifeq ($(shell command -v chromium),)
	@echo "SKIPPED: the pages were not tried in a browser, there is no chromium"
else
	$(PIP_INSTALL) "$(PLAYWRIGHT)" "$(AXE)"
	$(BIN)/pytest -rs tests/browser/through_*.py
endif

# A client that cannot be installed with this Python is skipped, which the last line says.
test-clients: $(READY)
	for client in reconciler py_reconciliation; do \
		$(PYTHON) -m venv --clear $(CLIENTS)/$$client && $(CLIENTS)/$$client/bin/pip install --quiet \
			--disable-pip-version-check --only-binary :all: -r tests/clients/$$client.txt \
			|| rm -rf $(CLIENTS)/$$client; \
	done
	RESOLVER_CLIENTS=$(CLIENTS) $(BIN)/pytest -rs tests/clients/through_packages.py

pictures: $(READY)
	$(PIP_INSTALL) "$(SELENIUM)" "$(PLAYWRIGHT)" "$(AXE)"
	RESOLVER_PICTURES=docs/reconciliation $(BIN)/pytest -rs tests/openrefine/through_page.py
	RESOLVER_PICTURES=docs/page $(BIN)/pytest -rs tests/browser/through_*.py
	$(BIN)/python -m tests.browser.made_of

lint: $(READY) licences
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/cog --check --check-fail-msg="run: make format" $(PAGES)
	$(BIN)/resolver check aliases/*/
	$(BIN)/python tools/countries/make_countries.py --check aliases/countries
	$(BIN)/python tools/words/make_country_names.py --check aliases/countries resolver/text/countries.csv
	$(BIN)/python tools/words/make_english_names.py --check resolver/explaining/names.csv
	$(BIN)/python tools/han/make_han.py --check resolver/text/han.txt

licences: $(READY)
	$(BIN)/pip-licenses --packages $$(sed -n 's/==.*//p' requirements/run.txt)

lock: $(READY)
	$(BIN)/python tools/locks/make_locks.py

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/python tools/countries/make_countries.py aliases/countries
	$(BIN)/python tools/words/make_country_names.py aliases/countries resolver/text/countries.csv
	$(BIN)/python tools/words/make_english_names.py resolver/explaining/names.csv
	$(BIN)/python tools/han/make_han.py resolver/text/han.txt
	$(BIN)/cog -r $(PAGES)

quality: $(READY)
	$(BIN)/python tools/weights/fit_weights.py $(QUESTIONS) $(QUALITY)/homes $(QUALITY)/without \
		--without-each
	$(BIN)/python -m benchmarks.quality $(QUESTIONS) $(QUALITY)

fuzz: $(READY)
	$(BIN)/python -m tests.fuzz $(TARGET) --minutes $(MINUTES)

faults: $(READY)
	$(BIN)/python -m benchmarks.faults

bench: $(READY)
	$(BIN)/python -m benchmarks.cold
	$(BIN)/python -m benchmarks.http
	$(if $(TABLE),$(BIN)/python -m benchmarks.retrieval $(TABLE) $(QUESTIONS))

peers:
	$(PYTHON) -m venv --clear $(PEERS)
	$(PEERS)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(PEERS)/bin/pip install --quiet --disable-pip-version-check -r benchmarks/peers.txt
	$(PEERS)/bin/python -m benchmarks.peers $(TABLE)

# What serving needs, then what tests and lint need on top: the releases that requirements/ pins,
# each checked by its hash. The project is built with what is installed by then.
$(INSTALLED): pyproject.toml requirements/run.txt requirements/build.txt
	@$(PYTHON) -c 'import sys; here = "%d.%d" % sys.version_info[:2]; sys.exit(here not in sys.argv[2:] and \
		"error: %s is Python %s, and this runs on $(PYTHONS) — run: make PYTHON=python$(lastword $(PYTHONS))" \
		% (sys.argv[1], here))' $(PYTHON) $(PYTHONS)
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP_INSTALL) --require-hashes -r requirements/run.txt -r requirements/build.txt
	$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	touch $@

$(READY): $(INSTALLED) requirements/dev.txt
	$(PIP_INSTALL) --require-hashes -r requirements/dev.txt
	touch $@
