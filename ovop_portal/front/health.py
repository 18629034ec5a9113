"""Is the portal alive, is it ready? For load balancers and monitors: answers are JSON, tell no versions and no reasons (those stand in the log).

`/health/live` says that a process answers. `/health/ready` looks at everything a request or a deadline needs, and answers 503 while one is missing.
"""

from __future__ import annotations

import asyncio
import datetime
import secrets
import time
from typing import Any

from asgiref.sync import sync_to_async
from django.core.cache import cache
from django.db import Error, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from health_check.base import HealthCheck
from health_check.exceptions import ServiceUnavailable
from health_check.views import HealthCheckView

from ovop_portal.accounts.models import OpenSession
from ovop_portal.common.clock import now
from ovop_portal.common.logs import words_of
from ovop_portal.common.policies import public
from ovop_portal.documents.models import FileCheck
from ovop_portal.front.proving import last_outcomes
from ovop_portal.ledger import sealing, signing

HEART = "beat-heart"
# Beat writes every 30 seconds; four missed beats are a stopped heart.
HEART_STOPS_AFTER = datetime.timedelta(seconds=120)
CLOCK_MAY_BE_OFF = 10
ROW_BYTES = 32_000
WRITES_EVERY = 300
# The longest task may take as long (CELERY_TASK_TIME_LIMIT).
OPEN_FOR_LONG = datetime.timedelta(minutes=15)
DEFAULTS_OF_ROLE = {"log_min_messages"}
EXPIRED = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


class Migrations(HealthCheck):
    """Every migration of this code is applied. Once true it stays true for this process, so it is looked up until then only."""

    complete = False

    async def run(self) -> None:
        if not Migrations.complete:
            await sync_to_async(self.look)()

    def look(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise ServiceUnavailable("migrations are waiting")
        Migrations.complete = True


class Writes(HealthCheck):
    """The database takes a row: a disk that is full can still be read. The row is large, so that it needs new room, and is not kept.

    A good answer holds for some minutes; a bad one is asked again each time.
    """

    well_until = 0.0

    async def run(self) -> None:
        if time.monotonic() >= Writes.well_until:
            await sync_to_async(self.write)()

    def write(self) -> None:
        try:
            with transaction.atomic():
                OpenSession.objects.create(
                    session_key=f"health-{secrets.token_hex(12)}",
                    session_data=secrets.token_hex(ROW_BYTES // 2),
                    expire_date=EXPIRED,
                )
                transaction.set_rollback(True)
        except Error as problem:
            raise ServiceUnavailable(f"the database takes no row: {words_of(problem)}") from problem
        Writes.well_until = time.monotonic() + WRITES_EVERY


class Clock(HealthCheck):
    """This machine's clock agrees with the database's, which rules every deadline: a clock that is off shows wrong hours in logs and ends sessions early."""

    async def run(self) -> None:
        off = time.time() - (await sync_to_async(now)()).timestamp()
        if abs(off) > CLOCK_MAY_BE_OFF:
            raise ServiceUnavailable(f"this machine's clock is off by {off:.0f} seconds")


class Beat(HealthCheck):
    """The clock of the background work ticks, and a worker takes its tasks: the heart is written by a task that beat sends."""

    async def run(self) -> None:
        last = await cache.aget(HEART)
        age = (await sync_to_async(now)()).timestamp() - last if last else None
        if age is None or age > HEART_STOPS_AFTER.total_seconds():
            raise ServiceUnavailable("no heartbeat" if age is None else f"last heartbeat {age:.0f} seconds ago")


READY: dict[str, type[HealthCheck] | str] = {
    "database": "health_check.checks.Database",
    "writes": Writes,
    "migrations": Migrations,
    "cache": "health_check.checks.Cache",
    "storage": "health_check.checks.Storage",
    "beat": Beat,
}


class Files(HealthCheck):
    """No stored file was found damaged or missing when they were last compared with their hashes."""

    async def run(self) -> None:
        if harmed := await FileCheck.objects.harmed().acount():
            raise ServiceUnavailable(f"{harmed} stored files are damaged or missing")


class Ledger(HealthCheck):
    """Events find their places in the tree, and its doors take what this program signs."""

    async def run(self) -> None:
        await sync_to_async(self.look)()

    def look(self) -> None:
        if waiting := sealing.waits_since(now() - OPEN_FOR_LONG):
            raise ServiceUnavailable(f"events wait for their seal since {waiting:%Y-%m-%d %H:%M} UTC")
        if not signing.is_known_at_the_doors():
            raise ServiceUnavailable("the ledger's doors know another LEDGER_SIGNING_KEY: `migrate` tells them")


class Invariants(HealthCheck):
    """Everything that is always true was so when it was last looked at."""

    async def run(self) -> None:
        await sync_to_async(self.look)()

    def look(self) -> None:
        rules = last_outcomes().rules
        if rules is not None and rules.differences:
            raise ServiceUnavailable(f"{len(rules.differences)} rows break an invariant")


class Sessions(HealthCheck):
    """No session of the application holds what the others wait for: each task is over sooner. What such a session set for itself does not hide it."""

    async def run(self) -> None:
        await sync_to_async(self.look)()

    def look(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid, xact_start FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user"
                " AND pid <> pg_backend_pid() AND xact_start < clock_timestamp() - %s * interval '1 second' ORDER BY xact_start LIMIT 1",
                [OPEN_FOR_LONG.total_seconds()],
            )
            if found := cursor.fetchone():
                raise ServiceUnavailable("session {} is in one transaction since {:%Y-%m-%d %H:%M} UTC".format(*found))


class Role(HealthCheck):
    """The application's role has the defaults of `roles.sql`. It may change them itself: whoever has its login could make every new session read-only."""

    async def run(self) -> None:
        await sync_to_async(self.look)()

    def look(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT split_part(setting, '=', 1) FROM pg_db_role_setting held JOIN pg_roles ON pg_roles.oid = held.setrole,"
                " unnest(held.setconfig) AS setting WHERE rolname = current_user ORDER BY 1"
            )
            if strange := {name for (name,) in cursor.fetchall()} - DEFAULTS_OF_ROLE:
                raise ServiceUnavailable(f"the role has defaults of its own: {', '.join(sorted(strange))}")


# What somebody has to look at, while every request can still be served: it is told, and takes no process out of service.
WORRIES: dict[str, type[HealthCheck] | str] = {
    "files": Files,
    "clock": Clock,
    "ledger": Ledger,
    "invariants": Invariants,
    "sessions": Sessions,
    "role": Role,
}


class Health(HealthCheckView):
    """The library's checks, our answer."""

    named: dict[str, type[HealthCheck] | str] = {}
    http_method_names = ["get", "head", "options"]

    async def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.checks = list(self.named.values())
        with self.get_executor() as executor:
            results = await asyncio.gather(*(check.get_result(executor) for check in self.get_checks()))
        states = {name: "down" if result.error else "ok" for name, result in zip(self.named, results, strict=True)}
        well = all(state == "ok" for name, state in states.items() if name not in WORRIES)
        return JsonResponse({"status": "ok" if well else "down", "checks": states}, status=200 if well else 503)


live = public(Health.as_view())
ready = public(Health.as_view(named=READY | WORRIES))
