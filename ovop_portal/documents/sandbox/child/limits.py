"""What a file may cost: a hostile one fills the memory or spins for ever, and then takes this process with it and nothing else."""

from __future__ import annotations

import os
import resource

MEGABYTE = 1024 * 1024
# A picture of 50 million pixels with transparency takes 200 MB, and twice that while it changes its form.
MEMORY = {"pdf": 512 * MEGABYTE, "signatures": 1024 * MEGABYTE, "picture": 768 * MEGABYTE, "small": 512 * MEGABYTE}
CPU_SECONDS = {"pdf": 5, "signatures": 10, "picture": 10, "small": 5}
# A third of the share of a web process, where both want the machine: enough not to starve on a busy evening.
NICE = 5


def confine(task: str) -> None:
    """Set the limits of `task` on this process, for good."""
    os.nice(NICE)
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY[task]),
        (resource.RLIMIT_CPU, CPU_SECONDS[task]),
        (resource.RLIMIT_CORE, 0),
        # No file is written; pipes are not concerned.
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(limit, (value, value))
