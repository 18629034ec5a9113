# The portal for production: nothing of the demo, of the tests or of a compiler in it, and it does not run as root.

FROM python:3.11-slim AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends gettext \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /portal
COPY requirements/base.txt requirements/
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements/base.txt
ENV PATH=/venv/bin:$PATH
COPY . .
RUN django-admin compilemessages
# Gathering static files asks for no server; the values only satisfy the settings and stay in this stage.
RUN SECRET_KEY=0123456789012345678901234567890123456789012345678901234567890123 \
    LEDGER_SIGNING_KEY=0000000000000000000000000000000000000000000000000000000000000000 \
    ALLOWED_HOSTS=localhost PORTAL_URL=https://localhost DATABASE_URL=postgres:/// REDIS_URL=redis://localhost \
    EMAIL_URL=smtp://localhost DEFAULT_FROM_EMAIL=build@localhost CONTACT_EMAIL=build@localhost \
    python manage.py collectstatic --no-input

FROM python:3.11-slim
# What `backup` and `restore` run must not be older than the server (docker-compose.yml), and Debian's is: from PostgreSQL's own repository.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates postgresql-common \
    && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y \
    && apt-get install --yes --no-install-recommends postgresql-client-18 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /portal portal
WORKDIR /portal
COPY --from=build /venv /venv
COPY --from=build /portal /portal
# The volume of uploads takes its owner from here when it is first made.
RUN install --directory --owner=portal --mode=0750 media
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=ovop_portal.settings.production
USER portal
EXPOSE 8000
CMD ["gunicorn", "ovop_portal.wsgi", "--config", "python:ovop_portal.settings.gunicorn", "--bind", "0.0.0.0:8000", "--worker-tmp-dir", "/dev/shm"]
