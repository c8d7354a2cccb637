"""The pieces that cells are cut into for slides: a paragraph, a picture, what a cell printed, an explorer's still."""

import ast
import re
from dataclasses import dataclass
from math import ceil
from textwrap import dedent

WIDTH = 78  # characters of text in a line
MONO = 80  # characters of output in a line
HIGH = 0.8  # of a line of text is a line of output high
ROWS = 10  # of a table on one page
PICTURE = 8.5  # lines that a picture needs at least; it takes what is free
STATE, VIEW = "application/vnd.jupyter.widget-state+json", "application/vnd.jupyter.widget-view+json"
ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass
class Piece:
    """One thing on a page: its kind, its content (Markdown, text, HTML, or base64 of a PNG), how high it is in lines
    of text, the words that stand for a picture, and whether it comes only at a key press.
    """

    kind: str
    content: str
    lines: float
    words: str = ""
    later: bool = False


def pieces_of_text(source):
    """Return a cell of Markdown as paragraphs, lists, tables and headings with what they stand over."""
    blocks, fence = [], False
    for chunk in re.split(r"\n[ \t]*\n", source.strip("\n")):
        inside = fence
        fence ^= len(re.findall(r"^ {0,3}```", chunk, re.MULTILINE)) % 2 == 1
        goes_on = blocks and (inside or chunk.startswith((" ", "\t")) or _both_list(blocks[-1], chunk) or _both_quote(blocks[-1], chunk))
        if goes_on:
            blocks[-1] += "\n\n" + chunk
        else:
            blocks.append(chunk)
    return [Piece("markdown", part, _height(part)) for block in blocks if block.strip() for part in _parts(block)]


def pieces_of_code(cell, notebook):
    """Return what a cell of code has shown; its code too if that is the lesson."""
    pieces = [Piece("code", cell["source"], _output_height(cell["source"]))] if "lesson" in cell["metadata"].get("tags", []) else []
    source = "getsource" in cell["source"]
    for output in cell.get("outputs", []):
        if output["output_type"] == "stream":
            pieces += _printed(output["text"], source) if output["name"] == "stdout" else []
        elif output["output_type"] == "error":
            pieces.append(Piece("text", f"{output['ename']}: {output['evalue']}", 3))
        else:
            pieces += filter(None, [_shown(output["data"], notebook)])
    return pieces


def _shown(data, notebook):
    """Return the piece for what a cell has displayed: the richest of its forms that a page can show at rest."""
    words = _joined(data.get("text/plain", ""))
    if VIEW in data and (found := explorer_of(data[VIEW]["model_id"], notebook)):
        return found
    if "image/png" in data:
        return Piece("picture", _joined(data["image/png"]).replace("\n", ""), PICTURE, words)
    if "text/html" in data:
        html = _joined(data["text/html"])
        return Piece("html", html, 1.2 * html.count("<tr") + 2)
    if "text/markdown" in data:
        text = _joined(data["text/markdown"])
        return Piece("markdown", text, _height(text))
    return _value(words) if words else None


def explorer_of(model, notebook):
    """Return the still picture of an explorer with its sentence, from the state of its widgets; None if there is none."""
    models = notebook["metadata"].get("widgets", {}).get(STATE, {}).get("state", {})
    picture, sentence, left = None, "", [model]
    while left:
        one = models.get(left.pop(), {})
        state = one.get("state", {})
        left += [child.removeprefix("IPY_MODEL_") for child in state.get("children", ())]
        if one.get("model_name") == "ImageModel":
            picture = next((buffer["data"] for buffer in one.get("buffers", []) if buffer["path"] == ["value"]), None)
        elif "sim-sentence" in state.get("_dom_classes", ()):
            sentence = re.sub(r"<[^>]*>", "", state.get("value", ""))
    return Piece("explorer", picture.replace("\n", ""), 12.5, sentence) if picture else None


def _value(words):
    """Return a value as a page shows it: texts without quotes, small dicts in rows; nothing for an object that only says
    what it is, which is for whoever has typed its name.
    """
    if words.startswith("<") and words.endswith(">"):
        words = words.removeprefix("<Result: ")[:-1] if words.startswith("<Result: ") else ""
        return _said(words) if words else None
    try:
        value = ast.literal_eval(words)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return Piece("text", words, _output_height(words))
    if isinstance(value, str):
        return _said(value)
    if isinstance(value, dict) and 0 < len(value) <= 12 and all(isinstance(v, str | int | float) for v in value.values()):
        return Piece("rows", "\n".join(f"{name}\t{item}" for name, item in value.items()), 1.1 * len(value) + 0.5)
    return Piece("text", words, _output_height(words))


def _printed(text, source):
    text = dedent(ANSI.sub("", _joined(text)).strip("\n"))
    if source or not text.strip():
        return [Piece("code", text, _output_height(text))] if text.strip() else []
    return [_said(text)]


def _said(text):
    """Return what was said in a sentence or two as large as text, and what is set in columns as it is."""
    if text.count("\n") < 3 and "  " not in text:
        return Piece("said", text, _height(text))
    return Piece("text", text, _output_height(text))


def _joined(text):
    return text if isinstance(text, str) else "".join(text)


def _output_height(text):
    return HIGH * sum(max(1, ceil(len(line) / MONO)) for line in text.splitlines()) + 0.6


def _parts(block):
    """Return a block, or if it is a table with more rows than a page has room for, several with its head."""
    lines = block.splitlines()
    if not block.startswith("|") or len(lines) <= ROWS + 2:
        return [block]
    return ["\n".join([*lines[:2], *lines[at : at + ROWS]]) for at in range(2, len(lines), ROWS)]


def _height(block):
    """Return about how many lines high a block of Markdown will be."""
    block = re.sub(r"\]\([^)]*\)", "]", block)  # where links lead is not seen
    if block.startswith("|"):
        return 1.2 * sum(ceil(len(row) / WIDTH) for row in block.splitlines()) - 0.7
    if block.startswith("#"):
        head, _, rest = block.partition("\n")
        return 1.6 + (_height(rest) if rest.strip() else 0)
    if block.startswith("$$"):
        return 3
    return sum(max(1, ceil(len(line) / WIDTH)) for line in block.splitlines()) + 0.5


def _both_list(before, after):
    item = re.compile(r"^(?:[-*+]|\d+[.)]) ")
    last = before.splitlines()[-1]
    return bool(item.match(after)) and bool(item.match(last))


def _both_quote(before, after):
    return before.startswith(">") and after.startswith(">")
