"""A question before a firm goes to an account whose name is another than the owner's on the record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ovop_portal.common.forms import OvopForm
from ovop_portal.common.names import key


class SamePersonForm(OvopForm):
    """Asks for a tick of its own where the two names differ in more than their spelling; where they do not, asks nothing."""

    beda = forms.BooleanField(error_messages={"required": _("Periksa kedua nama itu, lalu centang bila orangnya sama")})

    def __init__(self, *args: Any, account_name: str, recorded_name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names_differ = key(account_name) != key(recorded_name)
        if self.names_differ:
            words = gettext("{account} (nama pada akun) dan {recorded} (nama pada berkas) adalah satu orang")
            self.fields["beda"].label = words.format(account=account_name, recorded=recorded_name)
        else:
            del self.fields["beda"]
