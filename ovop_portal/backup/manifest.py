"""The manifest: what belongs to a backup, written last. It ends with a mark over itself: a hash, or with a key what only its holder can make."""

from __future__ import annotations

import hmac
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from ovop_portal.backup import parts
from ovop_portal.backup.keys import Key
from ovop_portal.backup.parts import Content
from ovop_portal.backup.problems import Problem
from ovop_portal.common.canonical import canonical_json

NAME = "manifest.json"
DUMP = "database.dump"
FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """`contents` by the name of each part; `harmed`: uploads that were damaged or missing on the storage, and so are not here."""

    made_at: str
    contents: Mapping[str, Content]
    harmed: list[str] = field(default_factory=list)

    def write(self, folder: Path, key: Key | None) -> None:
        """Write the manifest, which makes the folder a backup."""
        said = {"format": FORMAT, "key": key.name if key else None, **asdict(self)}
        text = json.dumps({**said, "mark": _mark(said, key)}, indent=1, sort_keys=True)
        parts.write(folder / NAME, io.BytesIO(text.encode()), None)

    @classmethod
    def read(cls, folder: Path, key: Key | None) -> Manifest:
        """Raises `Problem` where there is none, it is not as it was written, or another key is wanted."""
        path = folder / NAME
        try:
            said: dict[str, Any] = json.loads(path.read_bytes())
            mark, wanted, version = said.pop("mark"), said.pop("key"), said.pop("format")
        except FileNotFoundError:
            raise Problem(f"{path} is missing: this backup was never finished, or it is none.") from None
        except (ValueError, TypeError, KeyError, AttributeError):
            raise Problem(f"{path} is damaged: it cannot be read.") from None
        if version != FORMAT:
            raise Problem(f"{path} has the format {version}, and this portal reads {FORMAT}.")
        _demand_key(path, wanted, key)
        if not hmac.compare_digest(str(mark), _mark({"format": version, "key": wanted, **said}, key)):
            raise Problem(f"{path} is damaged: it is not what was written.")
        said["contents"] = {name: Content(**content) for name, content in said["contents"].items()}
        return cls(**said)


def _mark(said: Mapping[str, object], key: Key | None) -> str:
    text = canonical_json(said).encode()
    return key.mark(text) if key else sha256(text).hexdigest()


def _demand_key(path: Path, wanted: str | None, key: Key | None) -> None:
    if wanted and key is None:
        raise Problem(f"{path} belongs to a sealed backup: put its key ({wanted}) into BACKUP_KEY.")
    if wanted and key and key.name != wanted:
        raise Problem(f"{path} wants the key {wanted}, and BACKUP_KEY holds {key.name}.")
    if key and not wanted:
        raise Problem(f"{path} belongs to a backup without a key: empty BACKUP_KEY for it.")
