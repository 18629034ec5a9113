"""Where the backups of earlier portals lie."""

from __future__ import annotations

from pathlib import Path

KEPT = Path(__file__).parent / "kept"
