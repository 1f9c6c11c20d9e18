# Two commands matter: `make demo` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV   ?= .venv
# Where torch and torchvision come from. Empty: the ordinary package index (on
# Linux that may be a CUDA build of several GB). Set it to PyTorch's CPU index.
TORCH_INDEX ?=
BIN := $(abspath $(VENV))/bin
# nbgrader starts `alembic` by name, so the environment must be on PATH even in an unactivated shell.
export PATH := $(BIN):$(PATH)
# A relative FASHION_MNIST_ROOT means relative to here, wherever a command then runs.
ifneq ($(wildcard $(FASHION_MNIST_ROOT)/.),)
export FASHION_MNIST_ROOT := $(abspath $(FASHION_MNIST_ROOT))
endif
STAMP := $(VENV)/.installed

.PHONY: help system setup demo test nightly acceptance browser release verify bench fuzz pictures clean
help:           ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## */\t/'

setup: $(STAMP) ## make .venv and install everything

$(STAMP): pyproject.toml Makefile
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) torch==2.13.0
	$(BIN)/pip install --quiet $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) --no-deps torchvision==0.28.0
	$(BIN)/pip install --quiet --editable '.[dev]' pillow
	@touch $(STAMP)

demo: setup     ## a simulated class, graded, with feedback and a table
	$(BIN)/wallgrade demo

# What looks at real pages needs this first, so that a missing Chromium is told before anything is installed or run.
system:         ## see to it that there is a Chromium: as root, or with sudo, from Debian's packages
	$(PYTHON) tools/screenshots/browser.py

test: system setup ## lint, types, import contracts and the tests that a developer needs: ten minutes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet autograder quizzes tests benchmarks tools
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/actionlint .github/workflows/*.yml
	$(BIN)/pytest -n 2 --dist loadgroup --no-loadscope-reorder

nightly: system setup ## the tests that `make test` leaves out
	$(BIN)/pytest -n 2 --dist loadgroup --no-loadscope-reorder -m nightly

acceptance: setup ## before a release, what takes an hour or more; says what it ran
	$(BIN)/wallgrade verify --train
	@echo "acceptance: passed: the whole catalogue, trained with too (wallgrade verify --train)"
	$(BIN)/wallgrade verify --secrets 20
	@echo "acceptance: passed: no score of the catalogue depends on the secret (wallgrade verify --secrets 20)"
	$(BIN)/wallgrade verify --mutants
	@echo "acceptance: passed: no small change of right code keeps full points unless it is right (wallgrade verify --mutants)"
	$(BIN)/python tools/peer_suites.py $(PEERS)
	@echo "acceptance: passed: nbgrader's own tests pass with the kit as without it (tools/peer_suites.py)"

browser: system setup ## only the tests that drive real pages in Chromium
	$(BIN)/pytest -m "nightly or not nightly" tests/browser

release: setup  ## make release/ and solutions/ anew from source/
	$(BIN)/wallgrade release

verify: setup   ## grade the whole catalogue: does the assignment prove itself?
	$(BIN)/wallgrade verify

bench: setup    ## ours and its peers side by side, into the README's table: half an hour; BENCH=--quick: two minutes
	$(BIN)/python benchmarks/bench.py $(BENCH)

FUZZ ?= notebook --minutes 1
fuzz: setup     ## random input for what reads a stranger's bytes: FUZZ="wire --minutes 60", notebook, lines or quiz
	$(BIN)/python tools/fuzz $(FUZZ)

pictures: system setup ## take the documentation's pictures anew from the real pages
	PYTHONPATH=tools $(BIN)/python -m screenshots

clean:          ## remove the demo class and caches
	rm -rf demo .pytest_cache .mypy_cache .ruff_cache
