"""How people sign in. What they may do is decided by roles and rules alone (`rules.py` of each room)."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

# The backend noted in a session that begins without a password (`settings.AUTHENTICATION_BACKENDS` names it, too).
SIGN_IN = "ovop_portal.accounts.backends.SignIn"


class SignIn(AuthenticationBackend):
    """Knows who somebody is, and gives no rights: a row in Django's own tables of permissions opens nothing, and nobody waits while they are read."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return False

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()
