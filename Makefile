# make help says what there is. Everything is installed in .venv, nothing outside this folder.

VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_REQUIRE_VIRTUALENV := 1

# The first Python here that will do. Another one: make setup PYTHON=/where/it/is/python3.12
SUPPORTED := 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))'
WHOLE := 'import sys, pip; sys.exit(sys.prefix == sys.base_prefix)'
PYTHON ?= $(or $(shell for p in python3.11 python3 python3.13 python3.12; do \
	$$p -c $(SUPPORTED) 2>/dev/null && echo $$p && break; done),python3)

# PyTorch goes first and by itself. Its CPU build (about 200 MB) serves, but where pip finds only
# the standard build for Linux, that one is made for NVIDIA GPUs, brings gigabytes of CUDA packages
# and cannot be imported without them: then, and only then, it is installed with them. Whoever holds
# the CPU build's wheel names its folder or address: make setup TORCH_WHEELS=/where/the/wheel/is
TORCH := $(shell grep -o 'torch==[0-9.]*' pyproject.toml)
PIP_TORCH = -m pip install $(if $(TORCH_WHEELS),--find-links "$(TORCH_WHEELS)")
install_torch = $(1)/bin/python $(PIP_TORCH) --no-deps "$(TORCH)+cpu" 2>/dev/null \
	|| { echo "There is no CPU build of $(TORCH) here: installing the standard one."; \
	$(1)/bin/python $(PIP_TORCH) $(2) "$(TORCH)"; }

.PHONY: help run setup test coverage check format lock clean
.DEFAULT_GOAL := help

help: ## list all of this
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

run: setup ## start the app; the first time, install it and read corpus/ into the index
	@test -e "$${ASSISTANT_INDEX:-index}/CURRENT" || $(BIN)/nhs-assistant build
	$(BIN)/streamlit run streamlit_app.py $(ARGS)

setup: $(VENV)/.setup ## install what the app needs; then .venv/bin/nhs-assistant works

# More than there are processors: tests in the browser mostly wait.
PARALLEL := -n 4 --dist worksteal

test: $(VENV)/.setup-dev ## run the tests; some of them: make test ARGS="-m 'not browser'"
	$(BIN)/python -m pytest $(or $(ARGS),$(PARALLEL))

coverage: $(VENV)/.setup-dev ## run the tests without a browser, and say which lines and branches they do not reach
	$(BIN)/python -m pytest $(PARALLEL) -m "not browser" --cov --cov-report=term-missing:skip-covered

check: $(VENV)/.setup-dev ## lint, formatting and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: $(VENV)/.setup-dev ## mend what ruff can mend
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# The stamps are touched last: a set-up that broke off is taken up again by the next make.
$(VENV)/.setup: pyproject.toml requirements.lock
	@$(PYTHON) -c $(SUPPORTED) || { echo "This needs Python 3.11, 3.12 or 3.13, and '$(PYTHON)' is none of them:" \
		"install one, or name it with make PYTHON=/where/it/is" >&2; exit 1; }
	@{ $(BIN)/python -c $(SUPPORTED) && $(BIN)/python -c $(WHOLE); } 2>/dev/null \
		|| $(PYTHON) -m venv --clear $(VENV)
	@$(call install_torch,$(VENV),-c requirements.lock)
	$(BIN)/python -m pip install --no-deps -r requirements.lock
	$(BIN)/python -m pip install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.setup-dev: $(VENV)/.setup requirements-dev.lock
	$(BIN)/python -m pip install --no-deps -r requirements-dev.lock
	$(BIN)/python -m pip check
	@touch $@

LOCK := build/lock
FREEZE := $(LOCK)/bin/python -m pip freeze --all --exclude pip --exclude nhs-policy-assistant \
	| sed 's/+cpu$$//' | grep -v -i -E '^(nvidia|cuda|triton)'

lock: ## renew both locks with the newest versions that pyproject.toml allows
	rm -rf $(LOCK) && $(PYTHON) -m venv $(LOCK)
	@$(call install_torch,$(LOCK),)
	$(LOCK)/bin/python -m pip install hatchling editables .
	{ sed '/^[^#]/d' requirements.lock; $(FREEZE); } > $(LOCK)/requirements.lock
	$(LOCK)/bin/python -m pip install -c $(LOCK)/requirements.lock '.[dev,scale]'
	{ sed '/^[^#]/d' requirements-dev.lock; $(FREEZE) | grep -vxFf $(LOCK)/requirements.lock; } > $(LOCK)/requirements-dev.lock
	mv $(LOCK)/requirements.lock $(LOCK)/requirements-dev.lock .

clean: ## remove .venv and caches; corpus/ and index/ stay
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage*
