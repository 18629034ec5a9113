"""Asking a virus scanner, where the operator runs one: ClamAV's daemon, spoken to in its own small protocol (INSTREAM)."""

from __future__ import annotations

import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings

from ovop_portal.documents import patience

SECONDS = 20
CHUNK = 1 << 16


class ScannerAway(Exception):
    """A scanner is configured and does not answer: nothing may come in unseen."""


def virus_in(data: bytes) -> str:
    """The name of the virus in `data`; empty when there is none, or no scanner is configured. Raises `ScannerAway`."""
    if not settings.CLAMD_URL:
        return ""
    try:
        with _connect(settings.CLAMD_URL) as scanner:
            scanner.sendall(b"zINSTREAM\0")
            for start in range(0, len(data), CHUNK):
                chunk = data[start : start + CHUNK]
                scanner.sendall(struct.pack(">I", len(chunk)) + chunk)
            scanner.sendall(struct.pack(">I", 0))
            scanner.settimeout(patience.left(SECONDS))
            answer = b"".join(iter(lambda: scanner.recv(4096), b"")).rstrip(b"\0\n").decode(errors="replace")
    except OSError as problem:
        raise ScannerAway(str(problem)) from problem
    if answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    if answer != "stream: OK":
        raise ScannerAway(answer)
    return ""


def _connect(url: str) -> socket.socket:
    """unix:///run/clamav/clamd.ctl or tcp://host:3310"""
    at = urlsplit(url)
    if at.scheme == "tcp":
        return socket.create_connection((at.hostname or "", at.port or 3310), timeout=patience.left(SECONDS))
    scanner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    scanner.settimeout(patience.left(SECONDS))
    try:
        scanner.connect(at.path)
    except OSError:
        scanner.close()
        raise
    return scanner
