# A convenience for developers: `python3 run.py` and `python3 run.py test` do the same without make.
LOCK = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-header --group build $(LOCKFLAGS)

.DEFAULT_GOAL := help
.PHONY: help run test check format lock

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

lock: ## write requirements/*.txt anew from pyproject.toml (LOCKFLAGS=--upgrade: newest of all it allows)
	$(LOCK) pyproject.toml -o requirements/run.txt
	$(LOCK) --extra postgres --extra redis -c requirements/run.txt pyproject.toml -o requirements/scale.txt
	$(LOCK) --all-extras -c requirements/scale.txt pyproject.toml -o requirements/test.txt
	echo "uv==$$(.venv/bin/uv --version | cut -d' ' -f2)" | .venv/bin/uv pip compile --quiet --universal \
		--generate-hashes --no-annotate --no-header - -o requirements/uv.txt
