# The commands of the project. Each makes what it needs; python3 (3.11 or newer) and make are enough.
PYTHON ?= python3

.PHONY: run test soak check bench screenshots pictures clean

run: ## The site with demo content on http://127.0.0.1:8000 (PORT= changes it). Ctrl-C ends it.
	@exec $(PYTHON) tools/run.py

test: ## The whole suite: SQLite, PostgreSQL, a real browser, and the checks.
	@exec $(PYTHON) tools/test.py

soak: ## The suite with the long figures of its random and concurrent tests.
	@SOAK=$${SOAK:-20} exec $(PYTHON) tools/test.py

check: ## Lint, format, templates, migrations, deployment.
	@exec $(PYTHON) tools/test.py check

bench: ## Benchmarks, as ratios against a baseline of the same run.
	@exec $(PYTHON) tools/test.py bench

screenshots: ## Every public page at three widths, light and dark, into var/screenshots.
	@exec $(PYTHON) tools/test.py screenshots

pictures: ## The pictures of the writers' guide, into docs/pictures.
	@exec $(PYTHON) tools/test.py screenshots guide

clean: ## Forget the virtual environment and the stamps; the site's data stays.
	rm -rf .venv var/stamps
