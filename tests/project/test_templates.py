"""What holds for every template and the stylesheet: one set of classes, chosen words, readable colours, nothing inline."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.template import Context, Template
from django.template.loader import get_template

from ovop_portal.common.catalogues import KEYWORDS

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
CSS = ROOT / "static" / "css" / "ovop.css"
APPS = [ROOT / name for name in ("ovop_portal", "regions", "ikm", "awards", "assessments")]


@cache
def sources() -> dict[str, str]:
    """Name and text of every template of either engine, those inside rooms included."""
    folders = [TEMPLATES, *ROOT.glob("ovop_portal/*/templates")]
    return {
        str(path.relative_to(folder)): path.read_text()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".html", ".jinja"}
    }


PAGES = sorted(sources())


@cache
def python_files() -> dict[str, str]:
    return {str(path.relative_to(ROOT)): path.read_text() for app in APPS for path in sorted(app.rglob("*.py"))}


# --- Classes ----------------------------------------------------------------------------------------------------------


@cache
def styled() -> frozenset[str]:
    """Every class the stylesheet names."""
    css = re.sub(r"/\*.*?\*/|url\([^)]*\)|\"[^\"]*\"", "", CSS.read_text(), flags=re.S)
    selectors = re.findall(r"([^{};]*)\{", css)
    return frozenset(name for selector in selectors for name in re.findall(r"\.([a-zA-Z][\w-]*)", selector))


def written(text: str) -> set[str]:
    """Classes in HTML; a part that is only known when rendered becomes `*`."""
    found: set[str] = set()
    for value in re.findall(r'class=\\?"([^"\\]*)', text):
        plain = re.sub(r"\{%.*?%\}", " ", re.sub(r"\{\{.*?\}\}|\{[a-z_.!]*\}", "*", value))
        found |= {name for name in plain.split() if name.strip("*")}
    return found


def written_in_python(text: str) -> set[str]:
    found = written(text)
    found |= set(re.findall(r'"class": f?"([\w -]*)"', text))
    found |= {name for value in re.findall(r'css_class="([^"]*)"', text) for name in value.split()}
    return {part for name in found for part in name.split()}


def written_in_scripts() -> set[str]:
    scripts = "\n".join(path.read_text() for path in (ROOT / "static" / "js").glob("*.js"))
    names = re.findall(r'className = "([^"]*)"|classList\.(?:add|remove|toggle)\(([^)]*)\)', scripts)
    return {
        name for one, two in names for name in [*one.split(), *re.findall(r'"([\w-]+)"', two)]
    } | written(scripts)  # fmt: skip


@cache
def used() -> frozenset[str]:
    names: set[str] = set()
    for text in sources().values():
        names |= written(text)
    for text in python_files().values():
        names |= written_in_python(text)
    # Names that Python picks: tints, states of steps, widths of fields, looks of chart marks.
    names |= {f"tag-{tint}" for tint in ("arang", "nila", "kunyit", "laut", "soga", "daun", "telang", "mengkudu")}
    names |= {"is-done", "is-now", "is-later", "is-full", "stars-large", "opt", "choice", "choices", "choices-inline"}
    names |= {"has-error", "question", "width-2", "width-4", "width-10", "width-20"}
    names |= {"strong", "faint", "near", "on-dark", "bar", "bar-out", "zone-odd", *(f"level-{n}" for n in range(1, 6))}
    names |= {"rule", "span", "star-line", "error-span", "mark", "median", "code", "tile"}
    return frozenset(names | written_in_scripts())


def matches(name: str, known: frozenset[str]) -> bool:
    if "*" not in name:
        return name in known
    pattern = re.compile(re.escape(name).replace(r"\*", r"[\w-]*") + r"\Z")
    return any(pattern.match(each) for each in known)


@pytest.mark.parametrize("template", PAGES)
def test_every_class_of_a_template_is_in_the_stylesheet(template):
    assert sorted(name for name in written(sources()[template]) if not matches(name, styled())) == []


def test_every_class_that_python_or_a_script_writes_is_in_the_stylesheet():
    python = {name for text in python_files().values() for name in written_in_python(text)}
    assert sorted(name for name in python | written_in_scripts() if not matches(name, styled())) == []


def test_every_class_of_the_stylesheet_is_used():
    assert sorted(name for name in styled() if not any(matches(each, frozenset({name})) for each in used())) == []


# --- Weight and colour ------------------------------------------------------------------------------------------------


def test_the_stylesheet_is_light():
    assert len(brotli.compress(CSS.read_bytes())) <= 12_000


def test_the_inline_sprite_and_the_scripts_are_light():
    assert (TEMPLATES / "components" / "sprite.html").stat().st_size <= 6_000
    for script in (ROOT / "static" / "js").glob("*.js"):
        assert len(brotli.compress(script.read_bytes())) <= 8_000, script.name


@cache
def tokens() -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6})", CSS.read_text())) | {"putih": "#FFFFFF"}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    light, dark = sorted((luminance(tokens()[one]), luminance(tokens()[two])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TEXT = [
    ("putih", "nila-900"), ("kunyit-300", "nila-900"), ("nila-100", "nila-900"), ("putih", "nila-700"), ("putih", "nila-600"),
    ("nila-700", "kapas"), ("nila-700", "kertas"), ("nila-700", "nila-50"), ("nila-900", "kapas"), ("nila-700", "arang-100"),
    ("arang-900", "kapas"), ("arang-900", "kertas"), ("arang-900", "nila-50"), ("arang-900", "nila-100"), ("arang-900", "kunyit-100"),
    ("arang-900", "kunyit-300"), ("arang-900", "daun-100"), ("arang-900", "laut-100"), ("arang-900", "mengkudu-100"), ("arang-900", "arang-100"),
    ("arang-700", "kapas"), ("arang-700", "kertas"), ("arang-700", "arang-200"), ("arang-700", "arang-100"),
    ("arang-600", "kapas"), ("arang-600", "kertas"), ("arang-600", "arang-100"), ("arang-600", "nila-50"), ("arang-600", "kunyit-100"),
    ("nila-700", "nila-100"), ("kunyit-700", "kunyit-100"), ("laut-700", "laut-100"), ("soga-700", "soga-100"), ("daun-700", "daun-100"),
    ("telang-700", "telang-100"), ("mengkudu-700", "mengkudu-100"), ("mengkudu-700", "kertas"), ("mengkudu-700", "kapas"),
    ("telang-700", "kapas"), ("putih", "mengkudu-600"), ("putih", "mengkudu-700"), ("daun-700", "kertas"), ("kunyit-700", "kertas"),
]  # fmt: skip
SHAPES = [
    ("arang-500", "kertas"), ("arang-500", "kapas"), ("arang-500", "arang-100"), ("nila-600", "kertas"), ("nila-600", "kapas"),
    ("soga-600", "kertas"), ("soga-600", "kunyit-500"), ("kunyit-300", "arang-900"), ("mengkudu-600", "kapas"), ("daun-600", "daun-100"),
    ("nila-600", "nila-100"), ("soga-600", "kapas"), ("kunyit-500", "nila-900"), ("kunyit-700", "kunyit-100"), ("soga-800", "nila-100"),
]  # fmt: skip


@pytest.mark.parametrize(("ink", "paper"), TEXT)
def test_words_can_be_read_on_their_ground(ink, paper):
    assert contrast(ink, paper) >= 4.5


@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_borders_and_marks_stand_out_from_their_ground(shape, ground):
    # Two of a star's own colours lie inside one drawing: its outline carries it on the page.
    assert contrast(shape, ground) >= (2.5 if (shape, ground) == ("soga-600", "kunyit-500") else 3)


def test_the_ratios_written_in_the_design_are_those_of_the_stylesheet():
    stated = {
        ("putih", "nila-900"): 15.70, ("nila-700", "kapas"): 10.58, ("putih", "nila-600"): 8.00, ("mengkudu-700", "kertas"): 8.33,
        ("kunyit-700", "kunyit-100"): 6.16, ("arang-600", "kapas"): 6.26, ("arang-500", "kertas"): 4.21, ("soga-600", "kertas"): 6.37,
    }  # fmt: skip
    assert {pair: round(contrast(*pair), 2) for pair in stated} == stated


# --- Words ------------------------------------------------------------------------------------------------------------

FOREIGN = re.compile(
    r"\b(submit|upload|uploaded|download|login|logout|log in|file|files|error|errors|success|invalid|user|users|password|email"
    r"|dashboard|link|home|search|edit|delete|save|update|loading|deadline|score|feedback)\b",
    re.IGNORECASE,
)
UNKIND = re.compile(
    r"\b(kamu|klik di sini|mohon maaf|silakan|wajib diisi|tidak valid|perajin laki-laki|gagal)\b", re.IGNORECASE
)
# What may stand in a page unmarked: names and signs that no language changes.
NAMES = re.compile(r"\b(Portal|OVOP|NIB|NPWP|NIK|KBLI|PDF|JPG|PNG|WIB|WITA|WIT|Rp|WhatsApp|IKM|Bali|Tenun|Gringsing|Wayan|Gerabah|Banyumulek|Ibu|Sahnim|Kain|Cemplong|surat-usulan|pdf)\b")  # fmt: skip


def bare(source: str) -> str:
    """The visible words of a template, translated or not: without comments, code and tags."""
    text = re.sub(
        r"\{#.*?#\}|\{% comment.*?endcomment %\}|<script.*?</script>|<svg.*?</svg>|<!--.*?-->", " ", source, flags=re.S
    )
    text = re.sub(
        r"\{%-?\s*(?:translate|trans)\s+(\"[^\"]*\"|'[^']*').*?%\}", lambda match: " " + match[1][1:-1] + " ", text
    )
    text = re.sub(r"_\((\"[^\"]*\"|'[^']*')\)", lambda match: "%}" + match[1][1:-1] + "{%", text)
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", text, flags=re.S)
    return re.sub(r"<[^>]*>", " ", text)


def unmarked(source: str) -> str:
    """The visible words that no translation can reach."""
    text = re.sub(r"\{% blocktrans(?:late)?\b.*?\{% endblocktrans(?:late)? %\}", " ", source, flags=re.S)
    text = re.sub(
        r"\{#.*?#\}|\{% comment.*?endcomment %\}|<script.*?</script>|<svg.*?</svg>|<!--.*?-->", " ", text, flags=re.S
    )
    text = re.sub(r"\{% block (?:screen|body_attributes)[^%]*%\}.*?\{% endblock[^%]*%\}", " ", text, flags=re.S)
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", text, flags=re.S)
    return NAMES.sub(" ", re.sub(r"<[^>]*>|&\w+;", " ", text))


@pytest.mark.parametrize("template", PAGES)
def test_no_page_speaks_english_or_unkindly(template):
    words = bare(sources()[template])
    assert FOREIGN.findall(words) + UNKIND.findall(words) == []


@pytest.mark.parametrize("template", PAGES)
def test_every_visible_word_is_marked_for_translation(template):
    assert re.findall(r"[^\W\d_]{3,}", unmarked(sources()[template])) == []


def messages() -> list[tuple[str, str]]:
    """Every text that Python marks for translation, with its file."""
    found = []
    for name, text in python_files().items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in KEYWORDS:
                found += [
                    (name, arg.value)
                    for arg in node.args
                    if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
                ]
    return found


def test_what_marks_a_message_goes_by_a_name_that_the_catalogue_reads():
    renamed = [
        (name, mark.asname)
        for name, text in python_files().items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom)
        for mark in node.names
        if mark.name in KEYWORDS and (mark.asname or mark.name) not in KEYWORDS
    ]
    assert renamed == []


def test_no_message_of_the_code_speaks_english_or_unkindly():
    wrong = [(name, words) for name, text in messages() if (words := FOREIGN.findall(text) + UNKIND.findall(text))]
    assert wrong == []


# --- How pages are made -----------------------------------------------------------------------------------------------

# Where Python says of a text that it is HTML, and why it may.
MAKERS = {
    "ovop_portal/common/jinja.py": "what a template with autoescape has given",
    "ovop_portal/common/charts.py": "drawings: numbers, and words that are escaped one by one",
    "ovop_portal/common/templatetags/ovop.py": "JSON for search engines, in which no sign can end the block",
}
SAFE = {"mark_safe", "SafeString", "SafeText", "Markup", "format_html", "format_html_join", "html_safe"}
TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*=|\s*/?>|\s*\Z)")
# Texts in angle brackets that are none: groups of addresses and patterns, kinds of letters in Unicode.
NOT_A_TAG = re.compile(r"\(\?P<\w+>|\A<(?:wide|narrow|small|font)>\Z")


def html_in(text: str) -> list[str]:
    """Where a Python source calls something HTML, or writes it: names of what does, and texts with a tag. Documentation is none."""
    tree = ast.parse(text)
    said = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    names = [node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
    ]
    return [name for name in names if name in SAFE] + [value for value in texts if TAG.search(NOT_A_TAG.sub("", value))]


def test_no_python_builds_html_but_where_it_is_explained():
    found = {name: html for name, text in python_files().items() if (html := html_in(text))}
    assert {name: html for name, html in found.items() if name not in MAKERS} == {}
    assert sorted(found) == sorted(MAKERS)


@pytest.mark.parametrize(
    "source",
    [
        'x = f"<b>{name}</b>"',
        'x = "<td>" + name',
        "x = '<a href=\"' + path",
        "return_ = mark_safe(name)",
        'x = format_html("{}", name)',
    ],
)
def test_html_in_python_is_found(source):
    assert html_in(source)


@pytest.mark.parametrize("name", [name for name in PAGES if name.endswith(".jinja")])
def test_no_part_calls_a_value_safe(name):
    """Autoescape is on, and nothing switches it off: what is HTML already has come from a template."""
    assert re.findall(r"\|\s*safe\b|autoescape|Markup", sources()[name]) == []


@pytest.mark.parametrize("template", PAGES)
def test_every_template_compiles(template):
    get_template(template, using="jinja" if template.endswith(".jinja") else "django")


@pytest.mark.parametrize("template", PAGES)
def test_no_line_of_a_template_is_longer_than_160_characters(template):
    lines = enumerate(sources()[template].splitlines(), start=1)
    assert [(number, len(line)) for number, line in lines if len(line) > 160] == []


# What stands on a line of its own, with what it holds indented below it or, if that is short, behind it.
BLOCKS = re.compile(
    r"<(?:article|aside|dd|details|div|dl|dt|fieldset|figcaption|figure|form|h[1-4]|legend|li|nav|ol|option|p|section|select"
    r"|summary|table|tbody|td|tfoot|th|thead|tr|ul)\b"
)


@pytest.mark.parametrize("template", PAGES)
def test_no_two_blocks_of_a_template_begin_on_one_line(template):
    lines = enumerate(sources()[template].splitlines(), start=1)
    assert [(number, line.strip()) for number, line in lines if len(BLOCKS.findall(line)) > 1] == []


@pytest.mark.parametrize("template", PAGES)
def test_nothing_is_written_inline(template):
    source = sources()[template]
    assert re.findall(r"\sstyle=|<style\b|\son[a-z]+=|javascript:", source) == []
    assert [tag for tag in re.findall(r"<script\b[^>]*>", source) if " src=" not in tag and "ld+json" not in tag] == []
    assert re.findall(r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)=\"(?:https?:)?//", source) == []


@pytest.mark.parametrize("template", PAGES)
def test_values_are_written_by_our_own_filters(template):
    assert (
        re.findall(
            r"\|\s*(?:date|time|floatformat|intcomma|naturaltime|filesizeformat|localize)\b(?!:\"c\")",
            sources()[template],
        )
        == []
    )


@pytest.mark.parametrize("template", [name for name in PAGES if '{% extends "base.html" %}' in sources()[name]])
def test_every_page_has_a_title_and_its_screen(template):
    source = sources()[template]
    assert re.search(r"\{% block title %\}\s*\S", source)
    assert re.search(r"\{% block screen %\}\s*[^\s{]|\{% block screen %\}\{\{", source)


def test_every_icon_asked_for_is_drawn_and_every_drawing_is_asked_for():
    drawn = set(re.findall(r'id="i-([\w-]+)"', (TEMPLATES / "components" / "sprite.html").read_text()))
    asked = {name for text in sources().values() for name in re.findall(r"ikon[ (][\"']([\w-]+)[\"']", text)}
    assert asked <= drawn
    assert Template("{% load ovop %}{% bintang 1 3 %}").render(Context()).count("#i-bintang") == 3


def test_no_first_party_script_evaluates_text():
    for script in (ROOT / "static" / "js").glob("*.js"):
        assert re.findall(r"\beval\(|new Function|innerHTML\s*=|document\.write", script.read_text()) == [], script.name
