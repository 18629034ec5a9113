"""How gunicorn runs the portal: `gunicorn ovop_portal.wsgi --config python:ovop_portal.settings.gunicorn --bind …`."""

from __future__ import annotations

import socket
import struct
from typing import Any

worker_class = "gthread"
workers = 2
threads = 16
control_socket_disable = True

# How long a thread waits for the next piece of a request. Behind the proxy nobody is silent; without it whoever sends nothing loses the connection, and whoever drips does not (docs/proxy.md).
SILENCE = 10


def post_worker_init(worker: Any) -> None:
    """A connection takes the patience of the socket that it came through."""
    for listener in worker.sockets:
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", SILENCE, 0))
