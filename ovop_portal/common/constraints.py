"""Promises of a row, one line each. The constraint's name is the promise; a breach reaches Python as `IntegrityError` with that name."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import CheckConstraint, F, Q


def one_of(name: str, field: str, values: Iterable[str]) -> CheckConstraint:
    """`field` holds one of `values`."""
    return CheckConstraint(condition=Q(**{f"{field}__in": sorted(values)}), name=name)


def together(name: str, *fields: str) -> CheckConstraint:
    """All of `fields` are set, or none is."""
    none = Q(**{f"{field}__isnull": True for field in fields})
    every = Q(**{f"{field}__isnull": False for field in fields})
    return CheckConstraint(condition=none | every, name=name)


def in_order(name: str, first: str, second: str, *, strictly: bool = False) -> CheckConstraint:
    """`first` is not after `second` (or strictly before it); an empty side breaks no order."""
    comparison = "lt" if strictly else "lte"
    empty = Q(**{f"{first}__isnull": True}) | Q(**{f"{second}__isnull": True})
    return CheckConstraint(condition=empty | Q(**{f"{first}__{comparison}": F(second)}), name=name)


def between(name: str, field: str, low: object, high: object) -> CheckConstraint:
    """`field` lies between `low` and `high`, both included; empty is allowed where the column allows it."""
    return CheckConstraint(condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__range": (low, high)}), name=name)


def not_blank(name: str, field: str) -> CheckConstraint:
    """`field` is not the empty string."""
    return CheckConstraint(condition=~Q(**{field: ""}), name=name)


def shaped(name: str, field: str, pattern: str, *, blank: bool = False) -> CheckConstraint:
    """`field` matches the regular expression `pattern` (anchored by the caller); empty is allowed when `blank`."""
    condition = Q(**{f"{field}__regex": pattern})
    return CheckConstraint(condition=condition | Q(**{field: ""}) if blank else condition, name=name)


def only_when(name: str, condition: Q, demanded: Q) -> CheckConstraint:
    """Where `condition` holds, `demanded` holds too."""
    return CheckConstraint(condition=~condition | demanded, name=name)
