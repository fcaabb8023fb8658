# make run: the app on port 8501 (PORT=… to change).  make test: everything the tests need, then the tests.
PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin
export STREAMLIT_SERVER_FILE_WATCHER_TYPE ?= none
# the matrices here are small: threads cost more than they bring
export OPENBLAS_NUM_THREADS ?= 1

.PHONY: run test bench lint clean

run: .venv/app
	$(BIN)/streamlit run streamlit_app.py --server.port $(PORT) --server.headless true

test: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m pytest -n 2 --dist loadgroup

bench: .venv/dev
	$(BIN)/python bench/scenes.py
	$(BIN)/python bench/latency.py

lint: .venv/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf .venv

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; PYTHON=… names another." if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv

.venv/app: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/dev: requirements-dev.txt requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ .venv/app
