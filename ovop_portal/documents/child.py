"""Looking into a PDF, in a process of its own: run as a script by `sandbox.py`, with the file on stdin and the answer as JSON on stdout.

A hostile file may fill the memory or spin for ever; it then takes this process with it and nothing else. The process gets no settings, no database and no
secrets, so this module imports nothing of ours.
"""

from __future__ import annotations

import json
import resource
import sys
from io import BytesIO
from typing import Any

MEGABYTE = 1024 * 1024
MEMORY = {"look": 512 * MEGABYTE, "signatures": 1024 * MEGABYTE}
CPU_SECONDS = 10

# Keys and actions that make a document do something, or carry another file inside.
ACTIVE_KEYS = {"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent", "/RichMediaSettings"}
ACTIVE_ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition", "/RichMediaExecute"}
ACTIVE_TYPES = {"/EmbeddedFile"}
DEEPEST = 40


def look(data: bytes, max_pages: int, max_points: int) -> dict[str, Any]:
    """Pages of the PDF, or why it is refused: password, active, pages, page_size, broken."""
    import pikepdf

    try:
        with pikepdf.open(BytesIO(data), suppress_warnings=True) as pdf:
            pages = len(pdf.pages)
            if pages == 0:
                return {"refused": "broken"}
            if pages > max_pages:
                return {"refused": "pages", "pages": pages}
            if any(max(_sides(page)) > max_points for page in pdf.pages):
                return {"refused": "page_size"}
            if any(_active(pikepdf, item, DEEPEST) for item in pdf.objects):
                return {"refused": "active"}
            return {"pages": pages}
    except pikepdf.PasswordError:
        return {"refused": "password"}
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, RecursionError, OverflowError) as problem:
        return {"refused": "broken", "detail": str(problem)[:300]}


def _sides(page: Any) -> list[float]:
    left, bottom, right, top = (float(value) for value in page.mediabox)
    return [abs(right - left), abs(top - bottom)]


def _active(pikepdf: Any, item: Any, depth: int) -> bool:
    """Does this object, or one written inside it, do anything? What it refers to is looked at in its own turn."""
    if depth == 0:
        return True  # Nobody nests like this in good faith.
    if isinstance(item, pikepdf.Array):
        return any(_active(pikepdf, part, depth - 1) for part in _direct(pikepdf, item))
    if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        return False
    keys = set(item.keys())
    if keys & ACTIVE_KEYS or str(item.get("/Type", "")) in ACTIVE_TYPES or str(item.get("/S", "")) in ACTIVE_ACTIONS:
        return True
    return any(_active(pikepdf, part, depth - 1) for part in _direct(pikepdf, [item[key] for key in keys]))


def _direct(pikepdf: Any, parts: Any) -> list[Any]:
    return [part for part in parts if isinstance(part, pikepdf.Object) and not part.is_indirect]


def signatures(data: bytes, root_files: list[str]) -> dict[str, Any]:
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
        return {"roots": fingerprints, "signatures": [], "was_signed": b"/ByteRange" in data, "detail": detail}
    # An empty list of roots means "the system's own" to the library; ours means none.
    context = ValidationContext(trust_roots=roots, allow_fetching=False)
    return {
        "roots": fingerprints,
        "signatures": [_signature(item, context) for item in embedded],
        "ends_cleanly": data.rstrip(b"\r\n\t \x00").endswith(b"%%EOF"),
    }


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


def main() -> None:
    """`child.py look MAX_PAGES MAX_POINTS` or `child.py signatures ROOT.pem …`."""
    task, *arguments = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY[task], MEMORY[task]))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    data = sys.stdin.buffer.read()
    answer = look(data, int(arguments[0]), int(arguments[1])) if task == "look" else signatures(data, arguments)
    # RLIMIT_FSIZE does not concern pipes.
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
