# Two commands on a fresh machine: `make demo` and `make test`. `make help` lists the rest.
PYTHON ?= python3
ARCHIVE ?= archive.db
PAGES ?= ../shared/pages
CAPTURE := tests/town/demo.warc.gz
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help demo serve crawl portals test test-long test-great test-lowest kills soak bench-crawl bench-archive bench-search test-datasette-next lint capture docs screenshots bench pins clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t16

# Warnings are off where the checkout is installed: setuptools tells in a box what concerns no user of it.
.venv/.run: requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Fangzhi needs Python 3.11 or newer")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

.venv/.dev: requirements-dev.txt .venv/.run
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	touch $@

demo: .venv/.run  ## set up, replay the shipped capture into archive.db, show what was archived
	@mkdir -p $(dir $(ARCHIVE))
	for portal in chuxiong cnjiwang gscn lzbs tianshui yunnan; do \
	  $(BIN)/scrapy crawl $$portal -s REPLAY=$(CAPTURE) -s ARCHIVE=$(ARCHIVE) -s LOG_LEVEL=ERROR || exit 1; \
	done
	$(BIN)/fangzhi stats $(ARCHIVE)
	$(BIN)/fangzhi search $(ARCHIVE) 脱贫 --limit 3
	@echo "Open it:  make serve   (http://127.0.0.1:8001)   or   $(BIN)/datasette $(ARCHIVE)"

serve: .venv/.run  ## open archive.db in Datasette (PORT=8001)
	$(BIN)/fangzhi serve $(ARCHIVE) --port $(or $(PORT),8001)

crawl: .venv/.run  ## the live job: make crawl PORTAL=gscn
	@test -n "$(PORTAL)" || { echo "name a portal: make crawl PORTAL=gscn (make portals lists them)"; exit 2; }
	$(BIN)/scrapy crawl $(PORTAL) -s ARCHIVE=$(ARCHIVE)

portals: .venv/.run  ## list the portals
	$(BIN)/fangzhi portals

test: .venv/.dev  ## all tests that take seconds
	$(BIN)/python -m pytest -n 2

test-long: .venv/.dev  ## the tests that take longer
	$(BIN)/python -m pytest -n 2 -m long

test-great: .venv/.dev  ## the tests that take minutes each
	$(BIN)/python -m pytest -m great

kills: .venv/.dev  ## kill -9 at fifty instants of a crawl, each followed by a plain run (KILLS=50)
	KILLS=$(or $(KILLS),50) $(BIN)/python -m pytest -m long tests/test_faults_storage.py -k random_instants

.datasette-next/.done: requirements-dev.txt .venv/.run
	test -x .datasette-next/bin/python || $(PYTHON) -m venv .datasette-next
	.datasette-next/bin/python -m pip install --quiet --require-hashes -r requirements.txt
	.datasette-next/bin/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	.datasette-next/bin/python -m pip install --quiet --pre --upgrade 'datasette>=1.0a0'
	PYTHONWARNINGS=ignore .datasette-next/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

test-datasette-next: .datasette-next/.done  ## the reading room's tests on Datasette's newest 1.0 alpha; writes what fails
	.datasette-next/bin/python -m tests.datasette_next docs/datasette-1.0.md

.lowest/.done: pyproject.toml
	test -x .lowest/bin/python || $(PYTHON) -m venv .lowest
	sed -n '/^dependencies/,/^]/s/.*"\([a-z-]*\)>=\([0-9.]*\).*/\1==\2/p' pyproject.toml > .lowest/pins.txt
	.lowest/bin/python -m pip install --quiet -r .lowest/pins.txt 'setuptools>=77' pytest hypothesis pyarrow
	PYTHONWARNINGS=ignore .lowest/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

test-lowest: .lowest/.done  ## the oldest dependencies that pyproject.toml allows: imports, a crawl, the archive, a search
	.lowest/bin/python -m pytest tests/test_crawl.py tests/test_archive.py tests/test_warc.py tests/test_room_search.py

soak: .venv/.dev  ## 100,000 pages of the loopback town, with faults of all kinds mixed in
	$(BIN)/python bench/soak.py

bench-crawl: .venv/.dev  ## a crawl beside a bare Scrapy spider
	$(BIN)/python bench/bench_crawl.py

lint: .venv/.dev  ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/mypy

bench-archive: .bench/.done  ## adding articles as the archive grows (ARTICLES=1000000), reprints found, merges
	.bench/bin/python -m bench.bench_archive --articles $(or $(ARTICLES),100000)
	.bench/bin/python -m bench.bench_reprints --works $(or $(WORKS),2000)
	.bench/bin/python -m bench.bench_merge --articles $(or $(MERGED),1000)

bench-search: .venv/.dev  ## full text beside FTS5's other tokenizers (ARTICLES=100000)
	$(BIN)/python -m bench.bench_search --articles $(or $(ARTICLES),100000)

capture: .venv/.dev  ## make the demo capture again, from the loopback town
	$(BIN)/python -m tests.town --articles 12 --reprints --warc $(CAPTURE)

docs: .venv/.dev  ## write docs/commands.md from the commands' own help
	$(BIN)/python -m tests.docs

screenshots: .venv/.dev  ## make the pictures of the docs again
	$(BIN)/python -m tests.screenshots docs/screenshots

.bench/.done: requirements.txt bench/requirements.txt
	test -x .bench/bin/python || $(PYTHON) -m venv .bench
	.bench/bin/python -m pip install --quiet --require-hashes -r requirements.txt
	.bench/bin/python -m pip install --quiet -r bench/requirements.txt
	PYTHONWARNINGS=ignore .bench/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

bench: .bench/.done  ## our reader and restorer beside their peers: make bench PAGES=folder of pages with gold
	.bench/bin/python bench/bench_text.py
	.bench/bin/python bench/bench_read.py $(PAGES) --peers .bench/bin/python
	.bench/bin/python -m bench.bench_changed $(PAGES)

pins: .venv/.dev  ## pin the newest dependencies, with hashes and without index addresses
	$(BIN)/python -m pip install --quiet pip-tools
	for name in "requirements.txt" "requirements-dev.txt --extra dev --extra parquet"; do \
	  $(BIN)/pip-compile --quiet --upgrade --strip-extras --allow-unsafe --generate-hashes --no-header \
	    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host pyproject.toml -o $$name || exit 1; \
	done

clean:  ## remove what the targets made, but no archive
	rm -rf .venv .datasette-next .lowest .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
