# Two commands from nothing: `make demo` and `make test`. They need Python 3.11 or newer with venv, and nothing else.
#
#   make demo [PORT=8123] [RESET=1] [STAGE=scoring]   the whole portal on this machine; Ctrl-C stops it
#   make test [ARGS="tests/ikm -x"] [BROWSER=0]
#   make manage ARGS="season_figures 2024"   a management command against the demo's servers
#   make screenshots [README=1]           contact sheets; README=1 renews the pictures of the README, too
#   make lint, make bench, make requirements, make clean

PYTHON ?= python3
PORT ?= 8000
ARGS ?=

ENVIRONMENT = $(PYTHON) ovop_portal/embedded/environment.py
SUPERVISOR = .venv/bin/python -m ovop_portal.embedded

.PHONY: demo test manage lint screenshots bench requirements clean

demo:
	@$(ENVIRONMENT) demo
	@$(SUPERVISOR) demo --port $(PORT) $(if $(RESET),--reset) $(if $(STAGE),--stage $(STAGE))

manage:
	@$(ENVIRONMENT) demo
	@$(SUPERVISOR) manage $(ARGS)

test:
	@$(ENVIRONMENT) dev
	@$(SUPERVISOR) test $(ARGS)

# Production as it would be told, with values that lead nowhere.
PRODUCTION = DJANGO_SETTINGS_MODULE=ovop_portal.settings.production LEDGER_SIGNING_KEY=$$(.venv/bin/python -c "import secrets; print(secrets.token_hex(32))") \
	SECRET_KEY=$$(.venv/bin/python -c "import secrets; print(secrets.token_urlsafe(60))") \
	ALLOWED_HOSTS=ovop.example.go.id PORTAL_URL=https://ovop.example.go.id DATABASE_URL=postgres:///ovop REDIS_URL=redis://localhost \
	EMAIL_URL=smtp://localhost DEFAULT_FROM_EMAIL=ovop@example.go.id CONTACT_EMAIL=bantuan@example.go.id

lint:
	@$(ENVIRONMENT) dev
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy .
	.venv/bin/lint-imports
	.venv/bin/djlint --lint --quiet templates
	.venv/bin/python manage.py messages --check --settings=ovop_portal.settings.test
	@$(SUPERVISOR) with .venv/bin/python manage.py makemigrations --check --dry-run
	@$(PRODUCTION) .venv/bin/python manage.py check --deploy --fail-level WARNING

screenshots:
	@$(ENVIRONMENT) dev
	@$(SUPERVISOR) test -m screenshots tests/screenshots $(ARGS)

bench:
	@$(ENVIRONMENT) dev
	@$(SUPERVISOR) bench $(ARGS)

# The locked requirements, from pyproject.toml. No address of an index is written down.
COMPILE = .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --python-version 3.11
requirements:
	@$(ENVIRONMENT) dev
	$(COMPILE) pyproject.toml -o requirements/base.txt
	$(COMPILE) pyproject.toml --group demo -c requirements/base.txt -o requirements/demo.txt
	$(COMPILE) pyproject.toml --group demo --group dev -c requirements/demo.txt -o requirements/dev.txt

clean:
	rm -rf .venv .cache .demo .test .bench screenshots staticfiles
