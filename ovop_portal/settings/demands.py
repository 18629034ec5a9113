"""What production must be told before it starts. Everything that is missing is said at once, not one thing at each try."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

REQUIRED = {
    "SECRET_KEY": "signs sessions and links",
    "ALLOWED_HOSTS": "the host names the portal answers to, with commas",
    "LEDGER_SIGNING_KEY": "signs the heads of the ledger that leave the portal",
    "PORTAL_URL": "where links in mails and QR codes lead",
    "DATABASE_URL": "the database, as the role `web`",
    "REDIS_URL": "Redis or Valkey, for Celery and the cache",
    "EMAIL_URL": "the mail server",
    "DEFAULT_FROM_EMAIL": "the sender of the portal's mails",
    "CONTACT_EMAIL": "whom people write to for help",
}
SECRET_KEY_LENGTH = 50
# What a channel needs as a whole, by the variable that turns it on.
TOGETHER = {
    "WHATSAPP_TOKEN": ("WHATSAPP_PHONE_NUMBER_ID", "WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN"),
    "SMS_URL": ("SMS_TOKEN",),
}


def shortcomings(environment: Mapping[str, str]) -> list[str]:
    """One line for each variable that is missing or cannot be right."""
    lines = [f"{name}: not set ({meaning})" for name, meaning in REQUIRED.items() if not environment.get(name)]
    secret = environment.get("SECRET_KEY", "")
    if secret and len(secret) < SECRET_KEY_LENGTH:
        lines.append(f"SECRET_KEY: {len(secret)} characters, at least {SECRET_KEY_LENGTH} are needed")
    signing = environment.get("LEDGER_SIGNING_KEY", "")
    if signing and not re.fullmatch(r"[0-9a-f]{64}", signing):
        lines.append("LEDGER_SIGNING_KEY: 64 hexadecimal digits are needed")
    former = environment.get("LEDGER_FORMER_KEYS", "")
    if former and not re.fullmatch(r"[0-9a-f]{64}(,[0-9a-f]{64})*", former):
        lines.append("LEDGER_FORMER_KEYS: public keys of 64 hexadecimal digits with commas are needed")
    backup = environment.get("BACKUP_KEY", "")
    if backup and not re.fullmatch(r"[0-9a-f]{64}", backup):
        lines.append("BACKUP_KEY: 64 hexadecimal digits are needed")
    if signing and signing in former.split(","):
        lines.append(
            "LEDGER_FORMER_KEYS: holds the secret of LEDGER_SIGNING_KEY, and not a public key as /segel/ shows it"
        )
    if "*" in environment.get("ALLOWED_HOSTS", "").split(","):
        lines.append("ALLOWED_HOSTS: `*` would let anybody choose the address in the portal's pages")
    lines += [
        f"{name}: not set, and {first} is"
        for first, others in TOGETHER.items()
        for name in others
        if environment.get(first) and not environment.get(name)
    ]
    # The tokens would go readable through the network.
    lines += [
        f"{name}: must begin with https://"
        for name in ("WHATSAPP_API_URL", "SMS_URL")
        if environment.get(name) and not environment[name].startswith("https://")
    ]
    portal = environment.get("PORTAL_URL", "")
    if portal and (urlsplit(portal).scheme != "https" or not urlsplit(portal).netloc):
        lines.append("PORTAL_URL: must begin with https://")
    return lines


def demand(environment: Mapping[str, str]) -> None:
    """Refuse to start with the list of what is missing."""
    if lines := shortcomings(environment):
        listing = "\n".join(f"  - {line}" for line in lines)
        raise ImproperlyConfigured(f"The portal cannot start. See .env.example for each of these:\n{listing}")
