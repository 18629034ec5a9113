from __future__ import annotations

import http.server
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ovop_portal.embedded import __main__ as commands
from ovop_portal.embedded import demo, places, processes, servers
from ovop_portal.embedded.places import ROOT, Place
from ovop_portal.embedded.problems import Problem


def test_a_port_in_use_is_one_clear_line() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Problem, match=rf"Port {port} is in use\. Take another: `make demo PORT={port + 1}`\."):
            demo.require_port(port)
    demo.require_port(port)


@pytest.mark.parametrize("port", [70000, 0, -1, 65536])
def test_a_port_that_cannot_be_is_not_called_in_use(port: int) -> None:
    with pytest.raises(Problem, match=rf"There is no port {port}: ports go from 1 to 65535\."):
        demo.require_port(port)


def test_a_second_demo_names_the_address_of_the_first(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place.write(web="http://127.0.0.1:8123/")
    monkeypatch.setattr(places, "demo", lambda: Place(place.folder))
    assert commands.main(["demo", "--port", "8124"]) == 1
    assert capsys.readouterr().err.strip() == (
        "The demo of this folder is running already, at http://127.0.0.1:8123/. Stop it with Ctrl-C in its window."
    )


def test_a_command_while_the_demo_starts_is_asked_to_wait(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "demo", lambda: Place(place.folder))
    with pytest.raises(Problem, match="just starting or stopping"):
        demo.manage(["check"])


def test_to_begin_anew_removes_the_data_and_keeps_the_lock(place: Place) -> None:
    for name in ("postgres", "media", "log"):
        (place.folder / name).mkdir(exist_ok=True)
        (place.folder / name / "file").touch()
    (place.folder / "static.stamp").touch()
    place.write(children=[])
    demo.forget(place)
    assert sorted(path.relative_to(place.folder).as_posix() for path in place.folder.rglob("*")) == ["lock", "log"]


def test_a_web_server_that_answers_with_an_error_is_told_with_its_log(tmp_path: Path) -> None:
    class Broken(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(500)

        def log_message(self, *arguments: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Broken)
    threading.Thread(target=server.handle_request).start()
    child = processes.start("web", ["sleep", "60"], log=tmp_path / "web.log")
    with pytest.raises(Problem, match=r"health/live answers 500\. The log: .*web\.log"):
        demo.wait_for_web(child, f"http://127.0.0.1:{server.server_port}/health/live")
    child.stop()
    server.server_close()


def test_a_step_that_fails_says_how_to_begin_anew(place: Place) -> None:
    with pytest.raises(Problem, match=r"(?s)ended with 1\..*Unknown command.*`make demo RESET=1` begins anew"):
        demo.fill(servers.Servers(place), ["no_such_command"])


def test_an_unknown_command_shows_the_known_ones() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ovop_portal.embedded", "dance"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "demo | test | manage" in done.stderr) == (2, True)
