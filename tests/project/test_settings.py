"""What the settings read, demand and leave out, and the files of a deployment that must agree with them."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from typing import Any

import pytest
import yaml
from django.conf import settings as test_settings

from ovop_portal.embedded import demo, postgres
from ovop_portal.embedded.places import ROOT
from ovop_portal.settings.demands import REQUIRED, shortcomings
from tests.support.processes import GUNICORN

GOOD = {
    "SECRET_KEY": "x" * 50,
    "LEDGER_SIGNING_KEY": "0" * 64,
    "ALLOWED_HOSTS": "ovop.example.go.id",
    "PORTAL_URL": "https://ovop.example.go.id",
    "DATABASE_URL": "postgres://web@db/ovop",
    "REDIS_URL": "redis://redis:6379/0",
    "EMAIL_URL": "smtp+tls://portal:p%40ss@mail.example.go.id:587",
    "DEFAULT_FROM_EMAIL": "ovop@example.go.id",
    "CONTACT_EMAIL": "bantuan@example.go.id",
}
TELL = """
import json, django
from django.conf import settings
django.setup()
from django.urls import get_resolver
names = ["DEBUG", "INSTALLED_APPS", "EMAIL_HOST", "EMAIL_HOST_PASSWORD", "EMAIL_USE_TLS", "SECURE_PROXY_SSL_HEADER"]
told = {name: getattr(settings, name) for name in names}
told["namespaces"] = sorted(get_resolver().namespace_dict)
print(json.dumps(told))
"""


def production(environment: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    """Run Python with production's settings and nothing in the environment but this."""
    surrounding = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "ovop_portal.settings.production"}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**surrounding, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


# --- Refusing to start ---


def test_production_refuses_to_start_with_one_list_of_everything_that_is_missing() -> None:
    refused = production({"ALLOWED_HOSTS": "*"}, "manage.py", "check")
    listed = [line.split(":")[0].strip(" -") for line in refused.stderr.splitlines() if line.startswith("  - ")]
    assert refused.returncode == 1
    assert listed == [*(name for name in REQUIRED if name != "ALLOWED_HOSTS"), "ALLOWED_HOSTS"]


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ({}, None),
        ({"SECRET_KEY": "short"}, "SECRET_KEY: 5 characters, at least 50 are needed"),
        ({"ALLOWED_HOSTS": "a.id,*"}, "ALLOWED_HOSTS: `*` would let anybody choose the address in the portal's pages"),
        ({"PORTAL_URL": "http://ovop.example.go.id"}, "PORTAL_URL: must begin with https://"),
        ({"PORTAL_URL": "https://"}, "PORTAL_URL: must begin with https://"),
        ({"EMAIL_URL": ""}, "EMAIL_URL: not set (the mail server)"),
        ({"BACKUP_KEY": "ab" * 32}, None),
        ({"BACKUP_KEY": "kunci"}, "BACKUP_KEY: 64 hexadecimal digits are needed"),
        ({"LEDGER_FORMER_KEYS": f"{'a' * 64},{'b' * 64}"}, None),
        ({"SMS_URL": "https://sms.example.id/kirim", "SMS_TOKEN": "x"}, None),
        ({"SMS_URL": "https://sms.example.id/kirim"}, "SMS_TOKEN: not set, and SMS_URL is"),
        ({"SMS_URL": "http://sms.example.id/", "SMS_TOKEN": "x"}, "SMS_URL: must begin with https://"),
        (
            {"WHATSAPP_TOKEN": "x", "WHATSAPP_PHONE_NUMBER_ID": "1", "WHATSAPP_APP_SECRET": "x"},
            "WHATSAPP_VERIFY_TOKEN: not set, and WHATSAPP_TOKEN is",
        ),
        ({"WHATSAPP_API_URL": "http://graph.facebook.com/v25.0"}, "WHATSAPP_API_URL: must begin with https://"),
        *(
            (
                {"LEDGER_FORMER_KEYS": keys},
                "LEDGER_FORMER_KEYS: public keys of 64 hexadecimal digits with commas are needed",
            )
            for keys in ("a", "A" * 64, f"{'a' * 64}, {'b' * 64}", f"{'a' * 64},")
        ),
        (
            {"LEDGER_FORMER_KEYS": GOOD["LEDGER_SIGNING_KEY"]},
            "LEDGER_FORMER_KEYS: holds the secret of LEDGER_SIGNING_KEY, and not a public key as /segel/ shows it",
        ),
    ],
)
def test_what_cannot_be_right_is_said(wrong: dict[str, str], line: str | None) -> None:
    assert shortcomings({**GOOD, **wrong}) == ([line] if line else [])


# --- Production and the demo ---


@pytest.fixture(scope="module")
def in_production() -> dict[str, Any]:
    told = production({**GOOD, "BEHIND_TLS_PROXY": "true"}, "-c", TELL)
    assert told.returncode == 0, told.stderr
    return dict(json.loads(told.stdout))


def test_the_demo_is_not_installed_in_production(in_production: dict[str, Any]) -> None:
    """So its list of accounts and its reader of mails cannot show."""
    assert "ovop_portal.demo" in test_settings.INSTALLED_APPS
    assert "ovop_portal.demo" not in in_production["INSTALLED_APPS"]
    assert "demo" not in in_production["namespaces"]


def test_production_takes_mail_server_and_proxy_from_the_environment(in_production: dict[str, Any]) -> None:
    names = ["DEBUG", "EMAIL_HOST", "EMAIL_HOST_PASSWORD", "EMAIL_USE_TLS", "SECURE_PROXY_SSL_HEADER"]
    assert {name: in_production[name] for name in names} == {
        "DEBUG": False,
        "EMAIL_HOST": "mail.example.go.id",
        "EMAIL_HOST_PASSWORD": "p@ss",
        "EMAIL_USE_TLS": True,
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
    }


# --- .env.example ---


def variables_read() -> dict[str, Any]:
    """Every variable that the settings of production, manage.py and docker-compose.yml read, with its default where that is a literal."""
    read: dict[str, Any] = dict.fromkeys(REQUIRED)
    for path in ("ovop_portal/settings/base.py", "ovop_portal/settings/production.py", "manage.py"):
        for call in (node for node in ast.walk(ast.parse((ROOT / path).read_text())) if isinstance(node, ast.Call)):
            if re.fullmatch(r"env(\.\w+)?|os\.environ\.get", ast.unparse(call.func)):
                default = next((word.value for word in call.keywords if word.arg == "default"), None)
                read[call.args[0].value] = default.value if isinstance(default, ast.Constant) else None
    return read | dict.fromkeys(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))


def example() -> dict[str, tuple[str, bool]]:
    """The variables of .env.example: the value shown, and whether it is only shown."""
    lines = (ROOT / ".env.example").read_text().splitlines()
    found = (re.fullmatch(r"(# )?([A-Z][A-Z_]+)=(.*)", line) for line in lines)
    return {match[2]: (match[3], bool(match[1])) for match in found if match}


def test_env_example_names_every_variable_that_is_read_and_no_other() -> None:
    assert sorted(example()) == sorted(variables_read())


def test_env_example_shows_the_defaults_that_the_settings_have() -> None:
    read = variables_read()
    shown = {name: value for name, (value, only_shown) in example().items() if only_shown and value}
    servers = {
        "DATABASE_URL",
        "DATABASE_OWNER_URL",
        "REDIS_URL",
        "WEB_PORT",
        "STATIC_ROOT",
        "MEDIA_ROOT",
        "BACKUP_FOLDER",
    }
    assert {name: value for name, value in shown.items() if name not in servers} == {
        name: str(default) for name, default in read.items() if name in shown and name not in servers
    }


def test_env_example_explains_each_variable() -> None:
    blocks = (ROOT / ".env.example").read_text().split("\n\n")
    unexplained = [
        block for block in blocks if re.search(r"^(# )?[A-Z][A-Z_]+=", block, re.M) and not block.startswith("# ")
    ]
    assert unexplained == []


# --- docker-compose.yml and Dockerfile ---


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "docker-compose.yml").read_text()))


def test_the_compose_file_follows_the_compose_specification() -> None:
    command = ["-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"]
    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_service_is_healthy_before_another_needs_it(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert sorted(services) == ["backup", "beat", "db", "migrate", "proxy", "redis", "restore", "web", "worker"]
    ends = [name for name, service in services.items() if service["restart"] == "no"]
    assert [name for name, service in services.items() if "healthcheck" not in service] == ends
    after = {"db": "service_healthy", "redis": "service_healthy"}
    conditions = {
        name: {other: wanted["condition"] for other, wanted in service["depends_on"].items()}
        for name, service in services.items()
        if "depends_on" in service
    }
    migrated = {**after, "migrate": "service_completed_successfully"}
    assert conditions == {"migrate": after, "web": migrated, "worker": migrated, "beat": migrated} | {
        "proxy": {"web": "service_healthy"},
        "backup": {"db": "service_healthy"},
        "restore": {"db": "service_healthy"},
    }


def test_only_what_makes_the_tables_knows_the_owner_of_the_database(compose: dict[str, Any]) -> None:
    knows = {name: "OVOP_OWNER_PASSWORD:?" in json.dumps(service) for name, service in compose["services"].items()}
    assert [name for name, yes in knows.items() if yes] == ["db", "migrate", "restore"]
    for name in ("web", "worker", "beat", "backup"):
        environment = compose["services"][name]["environment"]
        assert (environment["OVOP_OWNER_PASSWORD"], environment["POSTGRES_PASSWORD"]) == ("", "")
        assert environment["DATABASE_URL"].startswith("postgres://web:")


def test_backups_are_asked_for_and_nothing_else_knows_their_key(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert [name for name, service in services.items() if service.get("profiles") == ["backup"]] == [
        "backup",
        "restore",
    ]
    keys = {name: service["environment"].get("BACKUP_KEY") for name, service in services.items() if "build" in service}
    assert {name for name, key in keys.items() if key != ""} == {"backup", "restore"}


def test_the_programs_of_the_backup_are_of_the_version_of_the_server(compose: dict[str, Any]) -> None:
    (client,) = re.findall(r"postgresql-client-(\d+)", (ROOT / "Dockerfile").read_text())
    assert compose["services"]["db"]["image"] == f"postgres:{client}"


def test_the_database_of_the_compose_file_logs_as_little_as_that_of_the_demo(compose: dict[str, Any]) -> None:
    assert compose["services"]["db"]["command"] == [
        "postgres",
        *(f"-c{name}={value}" for name, value in postgres.DISCREET.items()),
    ]


def test_what_is_kept_lies_in_named_volumes(compose: dict[str, Any]) -> None:
    assert sorted(compose["volumes"]) == ["bodies", "database", "media"]
    mounts = {name: service["volumes"] for name, service in compose["services"].items() if "volumes" in service}
    assert mounts == {
        "db": [
            "database:/var/lib/postgresql",
            "./ovop_portal/embedded/roles.sql:/docker-entrypoint-initdb.d/roles.sql:ro",
        ],
        "proxy": ["./ovop_portal/embedded/nginx.conf:/etc/nginx/nginx.conf:ro", "bodies:/var/cache/nginx"],
        "web": ["media:/portal/media"],
        "worker": ["media:/portal/media"],
        "backup": ["media:/portal/media:ro", "${BACKUP_FOLDER:-./cadangan}:/cadangan"],
        "restore": ["media:/portal/media", "${BACKUP_FOLDER:-./cadangan}:/cadangan:ro"],
    }


def test_the_image_runs_the_web_server_of_the_journeys_and_the_queues_of_the_demo(compose: dict[str, Any]) -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    command = json.loads(dockerfile.rpartition("CMD ")[2])
    assert command[: len(GUNICORN)] == GUNICORN
    assert f"--queues={demo.QUEUES}" in compose["services"]["worker"]["command"]


def test_the_image_does_not_run_as_root_and_holds_nothing_of_the_demo() -> None:
    last_stage = (ROOT / "Dockerfile").read_text().split("\nFROM ")[-1]
    assert re.findall(r"^USER (\w+)", last_stage, re.M) == ["portal"]
    assert "ovop_portal/demo" in (ROOT / ".dockerignore").read_text().splitlines()
    assert "requirements/demo.txt" not in (ROOT / "Dockerfile").read_text()


# --- Patience with the database, by kind of work ---


@pytest.mark.parametrize(
    ("work", "waits"),
    [
        ("web", ["statement_timeout=20s", "lock_timeout=5s", "idle_in_transaction_session_timeout=60s"]),
        ("worker", ["statement_timeout=600s", "lock_timeout=30s", "idle_in_transaction_session_timeout=900s"]),
        ("command", ["statement_timeout=0s", "lock_timeout=60s", "idle_in_transaction_session_timeout=0s"]),
    ],
)
def test_no_work_waits_for_ever_on_a_lock_and_each_kind_has_its_own_patience(work: str, waits: list[str]) -> None:
    code = "from django.conf import settings; print(settings.DATABASES['default']['OPTIONS']['options'])"
    asked = {**GOOD, "DATABASE_URL": "postgres://web@db/ovop?options=-c%20work_mem%3D8MB", "OVOP_WORK": work}
    told = production(asked, "-c", code)

    assert told.stdout.split() == [
        word for option in ["join_collapse_limit=4", *waits, "work_mem=8MB"] for word in ("-c", option)
    ]


def test_the_web_server_and_the_worker_say_what_they_are() -> None:
    told = production(GOOD, "-c", "import os, ovop_portal.wsgi; print(os.environ['OVOP_WORK'])")
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]

    assert told.stdout.strip() == "web", told.stderr
    assert services["worker"]["environment"]["OVOP_WORK"] == "worker"
