"""Message catalogues are compiled at set-up by Babel, so that nobody needs the gettext binaries."""

from __future__ import annotations

from pathlib import Path

from ovop_portal.embedded.places import ROOT


def compile_stale(locale: Path = ROOT / "locale") -> list[Path]:
    """Compile each catalogue that is newer than its compiled form; returns what was written."""
    stale = [source for source in sorted(locale.glob("*/LC_MESSAGES/*.po")) if not _fresh(source)]
    if stale:
        # Imported only here: production installs no Babel.
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        for source in stale:
            with source.open("rb") as text:
                catalogue = read_po(text, locale=source.parent.parent.name)
            draft = source.with_suffix(".draft")
            with draft.open("wb") as compiled:
                write_mo(compiled, catalogue)
            draft.replace(source.with_suffix(".mo"))
    return [source.with_suffix(".mo") for source in stale]


def _fresh(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime
