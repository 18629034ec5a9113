"""From what pyHanko reports to one word for the officer.

Its first three flags (intact, valid, trusted) are all true for a page that was replaced by a later revision, and all true with junk after the end of the
file. So the rule asks, in this order: was anything changed, is the issuer one that the portal was told to trust, and only then calls a letter intact.
The word is our reading, not a legal verdict.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings

from ovop_portal.documents import sandbox
from ovop_portal.documents.models import Verdict

WHOLE_FILE = "ENTIRE_FILE"
WHOLE_REVISION = "ENTIRE_REVISION"
# Later revisions that only add time stamps and revocation data keep a signature whole.
HARMLESS = "LTA_UPDATES"
EXPIRED = {"OUT_OF_BOUNDS_NO_POE", "OUT_OF_BOUNDS_NOT_REVOKED", "EXPIRED"}


def inspect(data: bytes) -> tuple[Verdict, dict[str, Any]]:
    """The word for the signatures in a PDF, and the report behind it."""
    try:
        report, _made = sandbox.run("signatures", data, root_files=trusted_root_files())
    except sandbox.ChildDied as problem:
        return Verdict.UNREADABLE, {"detail": str(problem)}
    verdict, reason = verdict_for(report)
    return verdict, report | {"reason": reason}


def trusted_root_files() -> list[str]:
    """The PEM files of issuers that the portal was told to trust; none unless the operator placed some."""
    if not settings.OVOP_TRUST_DIR:
        return []
    return sorted(str(path) for path in Path(settings.OVOP_TRUST_DIR).glob("*.pem"))


def verdict_for(report: dict[str, Any]) -> tuple[Verdict, str]:
    """The word and, where there is one, the reason. The worst signature decides for the letter."""
    signatures = report["signatures"]
    if not signatures:
        return (Verdict.CHANGED, "no longer readable as signed") if report.get("was_signed") else (Verdict.UNSIGNED, "")
    for said in signatures:
        if _changed(said):
            return Verdict.CHANGED, said.get("error", "changed after it was signed")
    if not report["ends_cleanly"] or not _covers_file(signatures[-1]):
        return Verdict.CHANGED, "something follows the last signature"
    for said in signatures:
        if not said["trusted"]:
            return Verdict.UNKNOWN_ISSUER, "expired" if said["trust_problem"] in EXPIRED else "issuer not recognised"
    if not all(said["bottom_line"] for said in signatures):
        return Verdict.CHANGED, "not accepted as a whole"
    return Verdict.INTACT, ""


def _covers_file(said: dict[str, Any]) -> bool:
    coverage = said.get("coverage")
    return coverage == WHOLE_FILE or (coverage == WHOLE_REVISION and said.get("modification") == HARMLESS)


def _changed(said: dict[str, Any]) -> bool:
    return (
        "error" in said
        or not (said["intact"] and said["valid"] and said["docmdp_ok"])
        or said["modification"] == "OTHER"
        or said["coverage"] not in (WHOLE_FILE, WHOLE_REVISION)
    )
