"""The proxy of the compose file takes what the portal takes, waits where the portal must not, and says in words why not."""

from __future__ import annotations

import contextlib
import ipaddress
import re
import socket
import sys
import urllib.request
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from ovop_portal.accounts import limits
from ovop_portal.embedded import demo, processes
from ovop_portal.embedded.places import ROOT
from ovop_portal.settings import base, gunicorn

CONFIG = (ROOT / "ovop_portal/embedded/nginx.conf").read_text()
UNITS = {"": 1, "k": 1_000, "m": 1_000_000, "s": 1}
MB = 1_000_000
# A form with all the files and all the text that a form may have.
FULL_FORM = base.DATA_UPLOAD_MAX_NUMBER_FILES * base.UPLOAD_MAX_FILE_BYTES + base.DATA_UPLOAD_MAX_MEMORY_SIZE


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"])


def said(name: str) -> list[str]:
    """The values of a directive, comments apart."""
    lines = "\n".join(line for line in CONFIG.splitlines() if not line.strip().startswith("#"))
    return re.findall(rf"^\s*{name} ([^;]+);", lines, re.M)


def number(name: str) -> int:
    """The value of a directive that stands there once, in bytes or seconds."""
    [value] = said(name)
    return in_bytes(value)


def section(start: str) -> str:
    """What stands between the brackets after `start`: no brackets of its own but those of a number of bytes."""
    return CONFIG[CONFIG.index(start + " {") :].split("\n        }" if start.startswith("location") else "\n    }")[0]


def within(start: str, name: str) -> str:
    """The first value of a directive in a section."""
    return re.findall(rf"^\s*{name} ([^;]+);", section(start), re.M)[0]


def in_bytes(value: str) -> int:
    """A number of the configuration, in bytes or seconds."""
    digits, unit = re.fullmatch(r"(\d+)([kms]?)", value).groups()  # type: ignore[union-attr]
    return int(digits) * UNITS[unit]


def test_a_form_with_all_its_files_passes_and_hardly_more() -> None:
    most = in_bytes(within("location = /dengan-berkas", "client_max_body_size"))
    assert FULL_FORM <= most < FULL_FORM + MB
    # Of what passes the portal reads all.
    assert most < 2 * base.DATA_UPLOAD_MAX_NUMBER_FILES * base.UPLOAD_MAX_FILE_BYTES


def test_only_a_form_with_files_may_be_large_and_each_other_body_is_text_alone() -> None:
    sizes = [in_bytes(value) for value in said("client_max_body_size")]
    [with_files] = re.findall(r"map \$content_type \$with_files {(.+?)}", CONFIG, re.S)

    assert base.DATA_UPLOAD_MAX_MEMORY_SIZE <= sizes[0] < base.DATA_UPLOAD_MAX_MEMORY_SIZE + MB
    assert len(sizes) == 2, "the small one for all, the large one for the place of files"
    assert with_files.split() == ["default", '"";', "~*^multipart/form-data", "yes;"]
    assert re.search(r"if \(\$with_files\) {\s*rewrite \^ /dengan-berkas last;\s*}\s*location / {", CONFIG)
    # Nobody asks for that place by its name, and the portal sees the address that was asked for.
    assert within("location = /dengan-berkas", "proxy_pass") == "http://portal$request_uri"
    assert "internal;" in section("location = /dengan-berkas")


def test_all_that_lies_here_for_one_address_fits_its_disk_several_times() -> None:
    most = {name: int(n) for name, n in (value.split() for value in said("limit_conn"))}
    small, large = (in_bytes(value) for value in said("client_max_body_size"))
    assert most["uploads"] * large + (most["address"] - most["uploads"]) * small < 4_000 * MB


def test_an_address_of_ipv6_counts_as_the_network_that_the_portal_counts_too() -> None:
    [rule] = re.findall(r'"~(\S+)" \$network;', section("map $binary_remote_addr $place"))
    rule = re.compile(rule.replace("?<", "?P<").encode())
    here, same, other = (
        ipaddress.ip_address(text).packed for text in ("2001:db8:1:20a::1", "2001:db8:1:2ff::9", "2001:db8:1:30a::1")
    )

    assert [rule.match(address)["network"] for address in (here, same)] == [here[: limits.IPV6_HOUSE // 8]] * 2  # type: ignore[index]
    assert rule.match(other)["network"] != here[: limits.IPV6_HOUSE // 8]  # type: ignore[index]
    assert rule.match(ipaddress.ip_address("203.0.113.10").packed) is None
    assert said("limit_conn_zone") == ["$place zone=address:10m", "$place zone=uploads:10m"]


def test_the_portal_sees_whole_requests_alone_and_gives_its_answers_away_at_once() -> None:
    assert (said("proxy_request_buffering"), said("proxy_buffering")) == (["on"], ["on"])


def test_whoever_is_slow_is_waited_for_here_but_not_for_ever() -> None:
    waits = ["client_header_timeout", "client_body_timeout", "send_timeout", "keepalive_timeout"]
    assert {name: number(name) for name in waits} == {
        "client_header_timeout": 10,
        "client_body_timeout": 20,
        "send_timeout": 30,
        "keepalive_timeout": 30,
    }


def test_an_answer_is_waited_for_longer_than_the_portal_waits_for_its_database_and_its_files() -> None:
    statement, _lock, _idle = base.DATABASE_PATIENCE["web"]
    assert number("proxy_read_timeout") > statement + base.UPLOAD_PATIENCE


def test_far_more_connections_are_held_than_the_portal_has_threads_and_a_workshop_passes() -> None:
    connections = number("worker_processes") * number("worker_connections")
    assert connections > 100 * threads()
    assert said("limit_conn") == ["address 200", "address 200", "uploads 60"]
    assert within("location = /dengan-berkas", "limit_conn") == "address 200", "a limit of a place hides that of all"


def test_what_the_proxy_refuses_is_said_in_words_that_name_the_limits_in_force() -> None:
    answers = dict(re.findall(r"return (\d{3}) '([^']+)'", CONFIG))
    assert sorted(answers) == ["413", "429", "503"]
    assert f"setiap berkas kurang dari {base.UPLOAD_MAX_FILE_BYTES // MB} MB" in answers["413"]
    assert f"teksnya kurang dari {base.DATA_UPLOAD_MAX_MEMORY_SIZE // MB} MB" in answers["413"]
    assert f"kurang dari {base.DATA_UPLOAD_MAX_NUMBER_FILES * base.UPLOAD_MAX_FILE_BYTES // MB} MB" in answers["413"]
    assert all("Tekan tombol kembali di peramban: isian Anda masih ada." in words for words in answers.values())


def test_the_portals_proxy_is_the_only_door_and_its_version_is_pinned(services: dict[str, Any]) -> None:
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert re.fullmatch(r"nginxinc/nginx-unprivileged:\d+\.\d+\.\d+-alpine", services["proxy"]["image"])
    assert said("proxy_pass") == ["http://portal", "http://portal$request_uri"]
    assert said("server web:8000") == ["resolve"]


def test_each_thread_of_the_web_service_has_room_for_a_full_form_of_files(services: dict[str, Any]) -> None:
    sizes = {
        name: number_of(entry)
        for name, service in services.items()
        for entry in service.get("tmpfs", [])
        if entry.startswith("/tmp")  # noqa: S108
    }
    assert all(sizes.values()), "each has a size"
    assert sizes["web"] >= threads() * (FULL_FORM - base.DATA_UPLOAD_MAX_MEMORY_SIZE)


def test_without_the_proxy_whoever_sends_nothing_loses_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gunicorn, "SILENCE", 1)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        gunicorn.post_worker_init(SimpleNamespace(sockets=[SimpleNamespace(sock=listener)]))
        with socket.create_connection(listener.getsockname()) as slow, listener.accept()[0] as seen:
            slow.sendall(b"GET / HT")
            assert seen.recv(100) == b"GET / HT"
            with pytest.raises(BlockingIOError):
                seen.recv(100)


def test_the_demo_needs_no_proxy_for_a_hundred_connections_that_drip_hold_nobody_up(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = [sys.executable, "-m", "waitress", *demo.waitress(port), "wsgiref.simple_server:demo_app"]
    web = processes.start("waitress", program, log=tmp_path / "web.log")
    with contextlib.ExitStack() as stack:
        stack.callback(web.stop)
        demo.wait_for_web(web, demo.address(port))
        for head in (b"GET / HT", b"POST / HTTP/1.1\r\nContent-Length: 9000\r\n\r\na") * 50:
            slow = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            slow.sendall(head)

        with urllib.request.urlopen(demo.address(port), timeout=2) as answer:
            assert answer.status == 200
        with socket.create_connection(("127.0.0.1", port)) as large:
            large.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % (FULL_FORM + MB))
            assert large.recv(100).startswith(b"HTTP/1.1 413 "), "refused before it is read"


def number_of(entry: str) -> int:
    return int(re.fullmatch(r"/tmp:size=(\d+)m", entry)[1]) * MB  # type: ignore[index]


def threads() -> int:
    return gunicorn.workers * gunicorn.threads
