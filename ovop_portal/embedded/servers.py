"""The two servers of a place, taken and given back together."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from typing import Any

from ovop_portal.embedded import postgres, signals, valkey
from ovop_portal.embedded.places import Place
from ovop_portal.embedded.processes import Child, end_leftover


class Servers:
    """What a supervisor runs in one place: its children, and the addresses that everything else is told by the environment."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.children: list[Child] = []
        self.addresses: dict[str, str] = {}

    def add(self, child: Child) -> Child:
        """Take charge of a child: it is written down at once, so that even a killed supervisor leaves a trace of it."""
        self.children.append(child)
        self.place.write(children=[child.mark for child in self.children])
        return child

    def check(self) -> None:
        """Complain if a child has gone."""
        for child in self.children:
            child.check()

    @property
    def environment(self) -> dict[str, str]:
        """The environment for whoever shall use these servers."""
        return {**os.environ, **self.addresses}

    @property
    def description(self) -> str:
        return " and ".join(child.name for child in self.children) or "servers of yours"

    def stop(self) -> None:
        """Stop everything in reverse order."""
        while self.children:
            self.children.pop().stop()


def tidy(place: Place) -> int:
    """End what a killed supervisor left running in a place that we now hold; returns how many there were."""
    left: list[dict[str, Any]] = place.read().get("children", [])
    ended = sum(end_leftover(child["pid"], child["birth"], child["signal"]) for child in reversed(left))
    place.state_file.unlink(missing_ok=True)
    return ended


@contextlib.contextmanager
def up(place: Place, *, careless: bool = False, extra: Mapping[str, str] | None = None) -> Iterator[Servers]:
    """The servers of a place whose lock we hold, stopped at the end whatever happens; `extra` is told to their users along with the addresses.

    DATABASE_URL and REDIS_URL put servers of yours in their place.
    """
    tidy(place)
    servers = Servers(place)
    temp = place.make_temp(postgres.account().uid)
    try:
        if given := os.environ.get("DATABASE_URL"):
            servers.addresses["DATABASE_URL"] = given
            servers.addresses["DATABASE_OWNER_URL"] = os.environ.get("DATABASE_OWNER_URL", given)
        else:
            database, addresses = postgres.launch(place, temp, careless=careless)
            servers.add(database)
            servers.addresses.update(addresses)
        if given := os.environ.get("REDIS_URL"):
            servers.addresses["REDIS_URL"] = given
        else:
            broker, addresses = valkey.launch(place, temp)
            servers.add(broker)
            servers.addresses.update(addresses)
        servers.addresses.update(extra or {})
        place.write(addresses=servers.addresses)
        yield servers
    finally:
        with signals.undisturbed():
            servers.stop()
            # Where the checkout is closed to the server's user its data lies in the temp folder, which then has to stay.
            if not (temp / "postgres").exists():
                place.remove_temp()
            place.leave()
