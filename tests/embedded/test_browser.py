from __future__ import annotations

from pathlib import Path

import pytest

from ovop_portal.embedded import browser
from ovop_portal.embedded.browser import Browser
from ovop_portal.embedded.problems import Problem


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nothing on PATH but what the test puts there, and no download of Playwright's."""
    path = tmp_path / "bin"
    path.mkdir()
    monkeypatch.setenv("PATH", str(path))
    monkeypatch.delenv("OVOP_CHROMIUM", raising=False)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "downloads"))
    monkeypatch.setattr(browser, "MACOS", tmp_path / "no such application")
    monkeypatch.setattr(browser, "driven", lambda: True)
    return path


def put(path: Path, script: str = "exit 0") -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_the_named_browser_comes_first_then_chromium_without_its_windows_then_chromium_then_chrome(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert browser.find() is None
    chrome = put(programs / "google-chrome")
    assert browser.find() == Browser(chrome)
    chromium = put(programs / "chromium")
    assert browser.find() == Browser(chromium)
    shell = put(programs / "chromium-headless-shell")
    assert browser.find() == Browser(shell)
    Path(shell).unlink()
    put(programs / "chromium", "echo install the snap first; exit 1")
    assert browser.find() == Browser(chrome)
    monkeypatch.setenv("OVOP_CHROMIUM", put(programs / "mine"))
    assert browser.find() == Browser(str(programs / "mine"))


def test_a_named_browser_that_is_not_there_is_said(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OVOP_CHROMIUM", str(programs / "nothing"))
    with pytest.raises(Problem, match="OVOP_CHROMIUM is .*nothing, and there is no program there"):
        browser.find()


def test_playwrights_download_comes_next_if_it_runs(programs: Path, tmp_path: Path) -> None:
    build = tmp_path / "downloads" / "chromium_headless_shell-1" / "linux" / "headless_shell"
    put(build, "exit 127")
    assert browser.find() is None
    put(build)
    assert browser.find() == Browser(None)


PLAYWRIGHT, UPDATE = "playwright install chromium", "apt-get update"
SHELL = "apt-get install chromium-headless-shell fonts-liberation"
WHOLE = "apt-get install chromium fonts-liberation"


@pytest.mark.parametrize(
    ("user", "debian_has", "tried"),
    [
        (0, "chromium-headless-shell", [PLAYWRIGHT, UPDATE, SHELL]),
        (0, "chromium", [PLAYWRIGHT, UPDATE, SHELL, UPDATE, WHOLE]),
        (0, "", [PLAYWRIGHT, UPDATE, SHELL, UPDATE, WHOLE]),
        (1000, "chromium", [PLAYWRIGHT]),
    ],
)
def test_a_browser_is_fetched_by_playwright_else_by_root_from_debian(
    programs: Path, monkeypatch: pytest.MonkeyPatch, user: int, debian_has: str, tried: list[str]
) -> None:
    calls = []

    def attempt(command: list[str]) -> bool:
        calls.append(" ".join(word for word in command if not word.startswith("-") and "python" not in word))
        if command[:2] == ["apt-get", "install"] and debian_has in command:
            put(programs / debian_has)
        return command[0] == "apt-get"

    put(programs / "apt-get")
    monkeypatch.setattr(browser, "_try", attempt)
    monkeypatch.setattr(browser.os, "geteuid", lambda: user)
    lines: list[str] = []
    if debian_has and user == 0:
        assert browser.fetch(lines.append) == Browser(str(programs / debian_has))
    else:
        with pytest.raises(Problem, match="make test BROWSER=0"):
            browser.fetch(lines.append)
    assert calls == tried
    assert len(lines) == tried.count(UPDATE) + 1


@pytest.mark.parametrize("user", [0, 1000])
def test_a_driver_that_lacks_its_library_gets_it_from_debian_by_root(
    programs: Path, monkeypatch: pytest.MonkeyPatch, user: int
) -> None:
    brought: list[str] = []
    put(programs / "apt-get")
    put(programs / "chromium")
    monkeypatch.setattr(browser, "driven", lambda: bool(brought))
    monkeypatch.setattr(browser, "apt", lambda *packages: brought.extend(packages))
    monkeypatch.setattr(browser.os, "geteuid", lambda: user)
    assert browser.find() is None
    if user == 0:
        assert browser.fetch(lambda line: None) == Browser(str(programs / "chromium"))
        assert brought == ["libatomic1"]
    else:
        with pytest.raises(Problem, match="Playwright cannot start.*libatomic1.*make test BROWSER=0"):
            browser.fetch(lambda line: None)
