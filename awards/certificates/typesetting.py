"""Sets one page by typst, in a process of its own: run as a script, with the template's name as argument and the data as JSON on stdin, the PDF on stdout.

Web processes ask for receipts while somebody waits. What has compiled once with typst must never be forked again (see `printing`), so they leave it to
a child that compiles once and ends. It imports nothing of ours.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "typst"
STANDARDS: Any = ["a-2a", "ua-1"]


def main(template: str) -> None:
    """The PDF of `template`; typst's warnings end the process."""
    import typst

    asked = json.load(sys.stdin)
    fonts = typst.Fonts(include_system_fonts=False)
    compiler: Any = typst.Compiler(input=str(FOLDER / template), root=str(FOLDER), font_paths=fonts)
    pdf, warnings = compiler.compile_with_warnings(
        sys_inputs={"data": json.dumps(asked["data"])},
        format="pdf",
        pdf_standards=STANDARDS,
        timestamp=asked["timestamp"],
    )
    if warnings:
        sys.exit("; ".join(warning.message for warning in warnings))
    sys.stdout.buffer.write(bytes(pdf))


if __name__ == "__main__":
    main(sys.argv[1])
