"""Days on which the offices of the whole country are closed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ovop_portal.common.constraints import not_blank


class Holiday(models.Model):
    """A national holiday or a day of joint leave. Nobody is reminded of anything on it."""

    day = models.DateField(_("tanggal"), unique=True)
    name = models.CharField(_("nama"), max_length=120)
    # The joint decree of the three ministers, or what fixes the date for every year.
    source = models.CharField(_("dasar"), max_length=160)

    class Meta:
        verbose_name = _("hari libur")
        verbose_name_plural = _("hari libur")
        ordering = ["day"]
        constraints = [not_blank("holiday_has_name", "name"), not_blank("holiday_has_source", "source")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
