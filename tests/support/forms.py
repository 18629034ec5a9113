"""A page's form as a browser would send it back: what stands in it, with a few answers changed."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self._open: dict[str, list[str]] | None = None
        self._by_id: dict[str, dict[str, list[str]]] = {}
        self._area = ""
        self._select = ""
        self._first_option: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        flags = {name for name, _value in attrs}
        if tag == "form":
            self._open = self._by_id[given.get("id", "")] = {}
        if self._open is None:
            return
        name = given.get("name", "")
        if "form" in given and tag in ("input", "textarea"):
            # It stands apart from its form. A text area's own words are of no interest so far.
            if tag == "textarea":
                self._by_id[given["form"]][name] = [""]
            elif given.get("type") not in ("radio", "checkbox") or "checked" in flags:
                self._by_id[given["form"]].setdefault(name, []).append(given.get("value", "on"))
            return
        if tag == "input" and name:
            kind = given.get("type", "text")
            if kind in ("radio", "checkbox"):
                if "checked" in flags:
                    self._open.setdefault(name, []).append(given.get("value", "on"))
            elif kind not in ("file", "submit"):
                self._open.setdefault(name, []).append(given.get("value", ""))
        elif tag == "textarea":
            self._area = name
            self._open[name] = [""]
        elif tag == "select":
            self._select, self._first_option = name, None
        elif tag == "option" and self._select:
            if self._first_option is None:
                self._first_option = given.get("value", "")
                self._open[self._select] = [self._first_option]
            if "selected" in flags:
                self._open[self._select] = [given.get("value", "")]

    def handle_data(self, data: str) -> None:
        if self._open is not None and self._area:
            self._open[self._area] = [self._open[self._area][0] + data]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._open is not None:
            self.forms.append(self._open)
            self._open = None
        elif tag == "textarea" and self._open is not None and self._area:
            self._open[self._area] = [self._open[self._area][0].removeprefix("\n")]
            self._area = ""
        elif tag == "select":
            self._select = ""


def forms_of(page: str) -> list[dict[str, list[str]]]:
    """What each form of a page would send as it stands."""
    parser = _Forms()
    parser.feed(page)
    return parser.forms


def filled(response: Any, with_name: str = "kunci", **changes: Any) -> dict[str, Any]:
    """What the first form that has a field `with_name` would send, with `changes`; None takes a field out."""
    form = next(form for form in forms_of(response.content.decode()) if with_name in form)
    sent: dict[str, Any] = {name: values for name, values in form.items() if name != "csrfmiddlewaretoken"}
    for name, value in changes.items():
        if value is None:
            sent.pop(name, None)
        else:
            sent[name] = value
    return sent
