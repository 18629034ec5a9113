"""What pyHanko says about the signatures of a PDF."""

from __future__ import annotations

from io import BytesIO
from typing import Any


def signatures(data: bytes, root_files: list[str]) -> tuple[dict[str, Any], list[bytes]]:
    """What pyHanko says about each signature, and whether anything follows the last one."""
    from pyhanko.keys import load_certs_from_pemder
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko_certvalidator import ValidationContext

    roots = list(load_certs_from_pemder(root_files))
    fingerprints = sorted(root.sha256.hex() for root in roots)
    try:
        reader = PdfFileReader(BytesIO(data), strict=False)
        embedded = list(reader.embedded_regular_signatures)
    except Exception as problem:  # Its parser raises many things on a broken file: then there is nothing to check.
        detail = f"{type(problem).__name__}: {problem}"[:300]
        return {"roots": fingerprints, "signatures": [], "was_signed": b"/ByteRange" in data, "detail": detail}, []
    # An empty list of roots means "the system's own" to the library; ours means none.
    context = ValidationContext(trust_roots=roots, allow_fetching=False)
    return {
        "roots": fingerprints,
        "signatures": [_signature(item, context) for item in embedded],
        "ends_cleanly": data.rstrip(b"\r\n\t \x00").endswith(b"%%EOF"),
    }, []


def _signature(embedded: Any, context: Any) -> dict[str, Any]:
    from pyhanko.sign.validation import validate_pdf_signature

    said: dict[str, Any] = {"field": str(embedded.field_name)}
    try:
        status = validate_pdf_signature(embedded, context)
        certificate = status.signing_cert
        problem = status.trust_problem_indic
        said |= {
            "intact": bool(status.intact),
            "valid": bool(status.valid),
            "trusted": bool(status.trusted),
            "bottom_line": bool(status.bottom_line),
            "coverage": status.coverage.name if status.coverage else "",
            "modification": status.modification_level.name if status.modification_level else "",
            "docmdp_ok": status.docmdp_ok is not False,
            "signer": _common_name(certificate.subject),
            "issuer": _common_name(certificate.issuer),
            "expires": certificate.not_valid_after.isoformat(),
            "signed_at": status.signer_reported_dt.isoformat() if status.signer_reported_dt else "",
            "trust_problem": getattr(problem, "name", "") or "",
            "summary": status.summary(),
        }
    except Exception as problem:  # One signature that cannot be read does not hide the others.
        said["error"] = f"{type(problem).__name__}: {problem}"[:300]
    return said


def _common_name(name: Any) -> str:
    parts = name.native
    value = parts.get("common_name") or name.human_friendly
    return str(value[0] if isinstance(value, list) else value)[:200]
