# make run [MUSIC=folder]   set everything up and open the window (or work on the command line)
# make test [JOBS=3]        set everything up and run every check
# make bench [MUSIC=folder] measure speed and memory, and hold the window to its limits
# make screenshots [MUSIC=folder] photograph the window for docs/screenshots
# make translations         bring the texts in other languages up to date
# make package              build the desktop program into dist/tagger

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MUSIC ?=
JOBS ?= 3
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test lint bench screenshots translations package clean system

run: $(VENV)/.app
	@sh .ci/system-packages
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh .ci/run-program "$(MUSIC)"

# Many tests wait, for a window or a process: three at once keep two cores busy.
test: $(VENV)/.all system lint
	OMP_NUM_THREADS=1 QT_QPA_PLATFORM=offscreen \
		$(BIN)/python -m pytest -q -n $(JOBS) --dist worksteal

lint: $(VENV)/.all
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.all system
	$(BIN)/python -m tests.benchmarks $(if $(MUSIC),--music "$(MUSIC)")

screenshots: $(VENV)/.all system
	$(BIN)/python -m tests.screenshots docs/screenshots $(if $(MUSIC),--music "$(MUSIC)")
	$(BIN)/python -m tests.screenshots docs/screenshots $(if $(MUSIC),--music "$(MUSIC)") \
		--scenes review --looks dark --width 1920 --height 1080 --scale 2 --suffix=-4k

translations: $(VENV)/.app
	$(BIN)/python .ci/translate.py

package: $(VENV)/.all system
	$(BIN)/pyinstaller --noconfirm --log-level WARN --distpath dist --workpath build tagger.spec
	sh .ci/check-package $(BIN)/python

# What a window and the tests need on Debian: installed when root, else the command is printed.
system:
	@sh .ci/system-packages tests

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Tagger needs Python 3.11 or newer.")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.app: pyproject.toml .ci/constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install -q -c .ci/constraints.txt -e .
	touch $@

$(VENV)/.all: pyproject.toml .ci/constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install -q -c .ci/constraints.txt -e '.[train,dev]'
	touch $(VENV)/.app $@

clean:
	rm -rf build dist .run .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
