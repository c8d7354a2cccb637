"""From slides to a page of HTML that needs nothing from outside its folder."""

import base64
import re
import shutil
from functools import cache
from html import escape, unescape
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import jinja2
from matplotlib.mathtext import math_to_image
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

LOOKS = Path(__file__).parent / "showing"
OWN = ("slides.css", "slides.js")
REVEAL = ("LICENSE", "dist/reset.css", "dist/reveal.css", "dist/reveal.js", "dist/plugin/notes.js")
CODE = HtmlFormatter(nowrap=True, style="friendly")


class Renderer(IPythonRenderer):
    """Markdown for slides: formulas become pictures, links between notebooks lead to decks, the others to the web."""

    def __init__(self, decks):
        super().__init__(escape=False, exclude_anchor_links=True)
        self.decks = decks

    def link(self, text, url, title=None):
        """Lead to the deck of a notebook or out to the web; a link to anything else is its text alone."""
        name = re.fullmatch(r"(?:\./)?([\w-]+)\.ipynb", url)
        if name and name[1] in self.decks:
            return f'<a href="{name[1]}.html">{text}</a>'
        if url.startswith(("https://", "http://")):
            return f'<a href="{escape(url)}" target="_blank" rel="noopener">{text}</a>'
        return text

    def block_math(self, body):
        """Return a displayed formula as a picture."""
        return f'<p class="formula">{formula(body)}</p>\n'

    def inline_math(self, body):
        """Return a formula within a line as a picture."""
        return formula(body)


@cache
def formula(tex):
    """Return an image of a formula, drawn by matplotlib, with its source as the words for it."""
    tex, out = " ".join(tex.split()), BytesIO()
    depth = math_to_image(f"${tex}$", out, format="svg")
    svg = out.getvalue().decode()
    width, height = (float(re.search(rf'<svg[^>]* {side}="([\d.]+)pt"', svg)[1]) / 10 for side in ("width", "height"))
    size = f"width:{width:.2f}em;height:{height:.2f}em;vertical-align:{-depth / 10:.2f}em"  # it is set in 10 pt
    return f'<img class="math" alt="{escape(tex)}" style="{size}" src="data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}">'


def write_deck(path, title, question, slides, decks, key):
    """Write the deck of `slides` to `path`: links may lead to those named in `decks`, and `key` says what it was made from."""
    markdown = MarkdownWithMath(Renderer(decks)).render
    environment = _environment()
    environment.filters |= {"markdown": markdown, "code": _code}
    text = environment.get_template("deck.html.j2").render(
        title=title, question=question, slides=slides, made_from=key
    )
    path.write_text(text, encoding="utf-8", newline="\n")


def made_from(path):
    """Return what a deck says that it was made from, None if there is no deck."""
    return _head(path)[0] if path.exists() else None


def decks_in(folder):
    """Return (name, title, question) of the decks in a folder."""
    heads = [(path.stem, *_head(path)) for path in sorted(folder.glob("*.html"))]
    return [(name, title, question) for name, key, title, question in heads if key]


def _head(path):
    with path.open(encoding="utf-8") as file:
        head = file.read(3_000)
    parts = ('<meta name="made-from" content="(.*?)">', "<title>(.*?)</title>", '<meta name="description" content="(.*?)">')
    return [unescape(found[1]) if (found := re.search(part, head)) else "" for part in parts]


def write_index(path, decks):
    """Write the page that leads to the decks: (name, title, question) each."""
    path.write_text(_environment().get_template("index.html.j2").render(decks=decks), encoding="utf-8", newline="\n")


def copy_looks(folder):
    """Put reveal.js with its licence, and the looks of the decks, next to the decks in `folder`."""
    source, goal = files("pyreveal") / "revealjs", folder / "reveal"
    goal.mkdir(parents=True, exist_ok=True)
    for name in REVEAL:
        (goal / Path(name).name).write_bytes((source / name).read_bytes())
    for name in OWN:
        shutil.copyfile(LOOKS / name, folder / name)
    (folder / "code.css").write_text(HtmlFormatter(style="friendly").get_style_defs(".highlight"), encoding="utf-8")


def _environment():
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(LOOKS), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )


def _code(source):
    return highlight(source.strip("\n"), PythonLexer(), CODE)
