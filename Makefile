# `make demo` and `make test` are all the set-up there is; both work on a fresh machine.
PYTHON ?= python3
BOOTSTRAP = $(PYTHON) packaging/bootstrap.py

.PHONY: demo test check run setup package smoke docs lock clean

demo:   ## analyse the samples with the built-in packs, write workbooks, open the window
	$(BOOTSTRAP) demo

test:   ## lint, types, then every test
	$(BOOTSTRAP) check
	$(BOOTSTRAP) test

check:  ## lint and types alone
	$(BOOTSTRAP) check

run:    ## open the window
	$(BOOTSTRAP) run

setup:  ## make the virtual environment and stop
	$(BOOTSTRAP) setup

package: ## freeze the program and make this system's installer, in dist/
	$(BOOTSTRAP) package

smoke:  ## run the frozen program's own test
	$(BOOTSTRAP) smoke

docs:   ## the user guide as a web site, in build/guide
	$(BOOTSTRAP) docs

lock:   ## resolve requirements.lock anew (needs uv)
	.venv/bin/python packaging/lock.py

clean:  ## remove what the other targets made
	rm -rf .venv demo-output build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
