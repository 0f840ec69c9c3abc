# Each target makes sure of the set-up (a moment, once it is done), then asks `labs`.
# Recipes are plain commands without a shell, so that a signal to make reaches them.
.DEFAULT_GOAL := help
.PHONY: help setup tools lab test test-quick prove render check lock clean

PYTHON ?= python3
labs = @.venv/bin/labs
unit = $(or $(UNIT),$(error Which unit? Say for example: make $@ UNIT=J05.1))

help:
	@echo 'make lab                    the course in JupyterLab (BROWSER=0: no browser; PORT=8899: that port)'
	@echo 'make check UNIT=J05.1       grade your copy of a unit, and explain what passed'
	@echo
	@echo 'For authors and contributors:'
	@echo 'make test                   the tests of the course, but for what takes hours'
	@echo 'make test-quick UNIT=J05.1  all that proves one unit'
	@echo 'make prove                  the whole proof: hours; goes on where it was (FRESH=1: all anew)'
	@echo 'make render UNIT=J05.1      run a source notebook and store its outputs'
	@echo 'make lock                   make every lock anew, of pyproject.toml'
	@echo 'make clean                  remove .venv and what was built; work/ and gradebooks stay'
	@echo
	@echo 'PYTHON=python3.12 names the Python to set up with (3.11 to 3.13).'

setup:
	@$(PYTHON) labs/bootstrap.py

tools:
	@$(PYTHON) labs/bootstrap.py test cluster

lab: setup
	$(labs) lab $(if $(PORT),--port $(PORT)) $(if $(filter 0 no,$(BROWSER)),--no-browser)

test: tools
	$(labs) test

test-quick: tools
	$(labs) test $(unit)

prove: tools
	$(labs) prove $(if $(filter 1 yes,$(FRESH)),--fresh)

render: setup
	$(labs) render $(unit)

check: setup
	$(labs) check $(unit)

lock: tools
	@.venv/bin/python -m labs.machine.locks

clean:
	-$(labs) down
	rm -rf .venv build/up build/jupyter build/lab.log data/build
