# A convenience for developers: `python3 run.py` and `python3 run.py test` do the same without make.
COMPILE = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-header $(LOCKFLAGS)
LOCK = $(COMPILE) --group build pyproject.toml
PYBABEL = $(firstword $(wildcard .venv/bin/pybabel) pybabel)

.DEFAULT_GOAL := help
.PHONY: help run test check format messages lock

help: ## list these
	@sed -n 's/^\([a-z]*\): ## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

run: ## start web and worker at http://127.0.0.1:8000
	@python3 run.py

test: ## all checks: lint, types, templates, tests on SQLite and PostgreSQL, browser
	@python3 run.py test

check: ## the quick ones only: lint, types, templates, catalogs
	@python3 run.py test --version >/dev/null && .venv/bin/python tests/checks.py --quick

format: ## format the Python files
	@.venv/bin/ruff check --fix-only --quiet . ; .venv/bin/ruff format .

messages: ## bring new and changed sentences into the language catalogs
	@found=$$(mktemp) && \
	$(PYBABEL) -q extract -F pyproject.toml -k lazy_gettext -k lazy_ngettext:1,2 \
		--no-location --sort-output -o $$found . && \
	$(PYBABEL) -q update -d campaign/translations --ignore-pot-creation-date \
		--no-fuzzy-matching --ignore-obsolete -i $$found && rm $$found

lock: ## write requirements/*.txt anew from pyproject.toml (LOCKFLAGS=--upgrade: newest of all it allows)
	$(LOCK) -o requirements/run.txt
	$(LOCK) -c requirements/run.txt --extra postgres --extra redis -o requirements/scale.txt
	$(LOCK) -c requirements/scale.txt --all-extras -o requirements/test.txt
	echo setuptools | $(COMPILE) - -o requirements/build.txt
	echo uv | $(COMPILE) - -o requirements/uv.txt
