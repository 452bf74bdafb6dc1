# Millepieds. `make demo` is all a newcomer needs; `make fix check test` before a change is shared.
python := .venv/bin/python
pytest := .venv/bin/pytest
compiled := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))

chromium := scripts/need.sh chromium chromium fonts-dejavu-core
gettext := scripts/need.sh xgettext gettext
postgresql := ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || scripts/need.sh initdb postgresql

.PHONY: help demo demo-fresh run test check test-postgres fix words soak judges bench lock wheel ready clean

help:
	@sed -n 's/^#: /  make /p' Makefile

#: demo            the example movement, in a browser, from nothing but Python
demo: .venv/base $(compiled) build/static
	@$(python) manage.py demo

#: demo-fresh      the same, begun again
demo-fresh: .venv/base $(compiled) build/static
	@$(python) manage.py demo --fresh

#: run             a server for whoever changes the code; mail is shown, not sent
run: .venv/dev $(compiled) build/static
	@$(python) manage.py migrate --verbosity 0
	@$(python) manage.py createcachetable
	@$(python) manage.py journal key >/dev/null
	@$(python) manage.py worker & trap "kill $$!" EXIT INT TERM; $(python) manage.py runserver

#: test            every test, in a real browser too
test: .venv/dev $(compiled) build/static
	@$(chromium)
	@$(gettext)
	@$(pytest) -n auto --dist loadfile --no-loadscope-reorder

#: check           all that can be said in seconds, without running the house
check: .venv/dev
	@$(gettext)
	@scripts/check.sh

# What a second database would only repeat is not told twice: civics, machines, languages, and pages that are
# only opened: tests/test_walls.py opens them all, as everyone, here too.
#: test-postgres   the tests again, on a PostgreSQL that lives as long as they do
test-postgres: .venv/dev $(compiled) build/static
	@$(postgresql)
	@$(python) scripts/postgres.py $(pytest) -n auto --dist loadfile --no-loadscope-reorder -m "not browser and not soak and not judges" \
		--ignore civics --ignore tests/test_languages.py --ignore tests/test_docs.py \
		--ignore tests/test_others_things.py -k "not _steps and not test_opening" $(ONLY)

#: judges          independent programs read every page
judges: .venv/dev $(compiled) build/static
	@$(chromium)
	@$(postgresql)
	@scripts/judges.sh
	@[ "$(PAGES)" = written ] || { rm -rf build/pages; \
		$(pytest) -n auto tests/test_doors.py tests/test_languages.py tests/test_letters.py; }
	@$(pytest) -n auto --dist load -m judges $(if $(JUDGED),-k "$(JUDGED)") tests/judges tests/test_backups.py

#: soak            the long tests
soak: .venv/dev $(compiled) build/static
	@$(pytest) -m soak --timeout 0

#: bench           one script per published figure
bench: .venv/dev $(compiled) build/static
	@for figure in bench/*.py; do $(python) "$$figure" || exit; done

#: fix             what a machine can mend
fix: .venv/dev
	@.venv/bin/ruff check --quiet --fix-only .
	@.venv/bin/ruff format --quiet .

#: words           gather the words to translate, compile those that are
words: .venv/dev
	@$(gettext)
	@$(python) scripts/words.py gather
	@$(python) scripts/words.py compile

#: lock            choose the packages again
lock: .venv/dev
	@scripts/lock.sh

#: wheel           civics alone, to give away
wheel: .venv/dev
	@.venv/bin/uv build --quiet --wheel --out-dir build/wheel civics

#: ready           what a server needs before it starts: see deploy/
ready: .venv/base $(compiled) build/static

#: clean           forget all that can be made again
clean:
	@rm -rf build .venv .*_cache .hypothesis
	@find . -name __pycache__ -prune -exec rm -rf {} +

build/static:
	@mkdir -p build/static

.venv/base: requirements/base.txt
	@scripts/venv.sh base

.venv/dev: requirements/base.txt requirements/dev.txt
	@scripts/venv.sh dev

%.mo: %.po scripts/words.py | .venv/base
	@$(python) scripts/words.py compile
