"""Outreach sessions (*sosialisasi*): when the ministry told which provinces about the award."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ovop_portal.common.constraints import not_blank
from ovop_portal.common.names import NameField
from regions.models.places import IslandGroup, Province


class Mode(models.TextChoices):
    """How a session was held; empty where no source says it."""

    ONLINE = "online", _("Daring")
    ON_SITE = "on_site", _("Luring")
    HYBRID = "hybrid", _("Daring dan luring")


class OutreachSessionQuerySet(models.QuerySet["OutreachSession"]):
    def for_list(self) -> Self:
        """The newest first, with their provinces: two queries whatever their number."""
        return self.order_by("-held_on", "title").prefetch_related("provinces")

    def reaching(self, province: str) -> Self:
        """Sessions held for a province."""
        return self.filter(provinces=province)


class OutreachSession(models.Model):
    """One session for the officers of the provinces named, and of their regencies and cities."""

    title = NameField(_("judul"), max_length=200)
    held_on = models.DateField(_("tanggal"))
    mode = models.CharField(_("cara"), max_length=10, choices=Mode, blank=True)
    provinces = models.ManyToManyField(Province, verbose_name=_("provinsi"), related_name="outreach_sessions")
    notes = models.TextField(_("catatan"), blank=True)

    objects = OutreachSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("sosialisasi")
        verbose_name_plural = _("sosialisasi")
        ordering = ["-held_on", "title"]
        constraints = [
            not_blank("outreach_has_title", "title"),
            models.CheckConstraint(condition=Q(mode__in=["", *Mode.values]), name="outreach_mode_known"),
            models.UniqueConstraint(fields=["held_on", "title"], name="outreach_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def island_groups(self) -> list[str]:
        """Names of the island groups it reached, west to east."""
        reached = {province.island_group for province in self.provinces.all()}
        return [group.label for group in IslandGroup if group.value in reached]
