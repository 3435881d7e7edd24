PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CHAPTERS := $(wildcard book/*.ipynb book/solutions/*.ipynb)
PYTEST := $(BIN)/python -m pytest --numprocesses auto --dist worksteal
NBVAL := $(BIN)/python -m pytest --numprocesses $(if $(TOGETHER),1,auto) --dist loadfile \
	--nbval --nbval-current-env --nbval-cell-timeout=120 -p no:cacheprovider
NARROW := $(CURDIR)/tests/support/narrow.conf

# One thread: the same sums in the same order, and no two cores fighting over a 4 x 4 matrix.
export OPENBLAS_NUM_THREADS := 1
export OMP_NUM_THREADS := 1
export MKL_NUM_THREADS := 1
# Whatever the reader has set up for Python, IPython or matplotlib must not change the book.
export PYTHONNOUSERSITE := 1
export PYTHONHASHSEED := 0
export MPLCONFIGDIR := $(CURDIR)/$(VENV)/matplotlib
export IPYTHONDIR := $(CURDIR)/$(VENV)/ipython
export JUPYTER_CONFIG_DIR := $(CURDIR)/$(VENV)/jupyter
export JUPYTER_PLATFORM_DIRS := 1
export PYDEVD_DISABLE_FILE_VALIDATION := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport MPLBACKEND PYTHONPATH PYTHONSTARTUP

.DEFAULT_GOAL := help
.PHONY: help book serve test test-all lint nbval newest notebooks exercises studies posters digits mutants bench clean
ifndef TOGETHER
.NOTPARALLEL:
endif

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# A changed environment can change any output, so it starts from an empty _build. What is installed and still wanted stays.
$(VENV)/book.stamp: requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet -r requirements.txt
	@$(BIN)/python -c "import matplotlib.font_manager"  # else its cache is announced in a chapter's output
	@mkdir -p $(IPYTHONDIR)/profile_default  # and its kernels warn of other users of this machine
	@echo '{"IPKernelApp": {"log_level": "ERROR"}}' > $(IPYTHONDIR)/profile_default/ipython_kernel_config.json
	rm -rf _build
	touch $@

$(VENV)/dev.stamp: $(VENV)/book.stamp requirements-dev.txt
	$(BIN)/python -m pip install --quiet -r requirements-dev.txt
	touch $@

$(VENV)/all.stamp: $(VENV)/dev.stamp requirements-all.txt
	$(BIN)/python -m pip install --quiet -r requirements-all.txt
	touch $@

# Sphinx says nothing of pages it need not read again: after a failure it must read them all.
book: $(VENV)/book.stamp ## build the book into _build/html
	$(BIN)/jupyter-book build -W -n --keep-going . || { rm -rf _build/.doctrees; exit 1; }
	$(BIN)/python tools/check_site.py _build/html

serve: book ## build the book and serve it on this machine
	$(BIN)/python -m http.server --bind 127.0.0.1 --directory _build/html 8000

# The build and nbval, which mostly wait for one kernel each, share two cores.
test: lint ## the checks of every change: code, chapters, the built pages in a browser
	$(MAKE) --jobs=2 TOGETHER=1 book nbval
	$(PYTEST)

test-all: test $(VENV)/all.stamp ## the slow checks as well: other processors, browsers and fonts, whole classes, mutants
	OPENBLAS_CORETYPE=Haswell $(NBVAL) $(CHAPTERS)
	$(NBVAL) $(CHAPTERS)
	$(PYTEST) -m long
	@FONTCONFIG_FILE=$(NARROW) fc-match sans | grep -q Condensed || { echo "install Debian's package fonts-dejavu-extra"; exit 1; }
	FONTCONFIG_FILE=$(NARROW) $(PYTEST) -m screens
	$(MAKE) mutants

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check

# The stored text must be the same on other processors: OpenBLAS can play the oldest, which differs most.
nbval: $(VENV)/dev.stamp ## execute chapters and solutions and compare their stored outputs
	OPENBLAS_CORETYPE=Nehalem $(NBVAL) $(CHAPTERS)

# Jupyter Book holds Sphinx back: this builds the book without it, from the conf.py that it writes.
newest: $(VENV)/book.stamp ## build the book with the newest Sphinx and theme
	$(PYTHON) -m venv --clear .venv-newest
	.venv-newest/bin/python -m pip install --quiet -r requirements-newest.txt
	.venv-newest/bin/python -m pip install --quiet --no-deps "jupyter-book<2"  # an extension of its own theme's
	$(BIN)/jupyter-book config sphinx .
	PYTHONPATH=book/_ext .venv-newest/bin/sphinx-build -W -n --keep-going . _build/newest; built=$$?; rm conf.py; exit $$built

notebooks: $(VENV)/book.stamp ## execute chapters and solutions and store their outputs
	$(BIN)/python tools/notebooks.py $(CHAPTERS)

exercises: $(VENV)/book.stamp ## make the learners' notebooks from the solved ones
	$(BIN)/python tools/exercise_copies.py

studies: $(VENV)/book.stamp ## run the long experiments and store their results
	$(BIN)/python -m nnbook.studies

posters: $(VENV)/dev.stamp ## photograph the widgets for readers without scripts
	$(BIN)/python tools/posters.py

digits: $(VENV)/book.stamp ## make nnlib's digits again from scikit-learn's copy
	$(BIN)/python tools/digits.py

mutants: $(VENV)/dev.stamp ## break nnlib in many small ways: a test must notice each
	$(BIN)/python tools/mutants.py

.venv-bench/stamp: requirements-bench.txt pyproject.toml
	$(PYTHON) -m venv --clear .venv-bench
	.venv-bench/bin/python -m pip install --quiet -r requirements-bench.txt
	touch $@

bench: .venv-bench/stamp ## compare nnlib's speed with other libraries: writes book/speed.md
	.venv-bench/bin/python bench/run.py

clean: ## remove everything that was made
	rm -rf _build build $(VENV) .venv-bench .venv-newest *.egg-info .pytest_cache .hypothesis .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
