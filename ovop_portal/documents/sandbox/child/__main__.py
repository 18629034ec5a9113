"""`TASK OPTIONS` with the file on stdin; on stdout a line of JSON, and the bytes of what was made, whose `sizes` it tells."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

from . import limits

Answer = tuple[dict[str, Any], list[bytes]]


def work_for(task: str) -> Callable[..., Answer]:
    """The function of a task. Only its own libraries are loaded."""
    if task == "signatures":
        from .signatures import signatures

        return signatures
    if task == "pdf":
        from .pdf import look

        return look
    from . import pictures

    tasks: dict[str, Callable[..., Answer]] = {"picture": pictures.rewrite, "small": pictures.small}
    return tasks[task]


def main() -> None:
    task, options = sys.argv[1], json.loads(sys.argv[2])
    limits.confine(task)
    answer, made = work_for(task)(sys.stdin.buffer.read(), **options)
    sys.stdout.buffer.write(json.dumps(answer | {"sizes": [len(part) for part in made]}).encode() + b"\n")
    for part in made:
        sys.stdout.buffer.write(part)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
