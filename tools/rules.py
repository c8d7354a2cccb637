"""What a notebook of this project must be like to read: rules that a program can hold it to.

Each rule takes a notebook and yields sentences about what breaks it. `broken_rules` asks those that apply to a file
by its name.
"""

import ast
import re
from statistics import median
from urllib.parse import unquote

PARTS = (
    "The question",
    "The idea",
    "Call it by hand",
    "Predict",
    "Explore",
    "Check against theory",
    "How it works",
    "In the real world",
    "Talk about it",
)
SLIDES = {
    "01": ["What is IPC?"],
    "02": ["One-to-one Interactions", "One-to-many Interactions"],
    "03": ["Synchronous Interactions", "Asynchronous Interactions"],
    "04": ["Defining a Service's API"],
    "05": ["Semantic Versioning"],
    "06": ["Message Formats"],
    "07": ["Benefits and Drawbacks of REST"],
    "08": ["gRPC"],
    "09": ["Handling Partial Failures Using a Circuit Breaker Pattern"],
    "10": ["Handling Partial Failures Using a Circuit Breaker Pattern"],
    "11": ["Service Discovery"],
    "12": ["Types of Messaging", "Messaging Channels"],
    "13": ["Implementation"],
    "14": ["Documenting"],
    "15": ["Brokerless versus Broker-based Messaging"],
    "16": ["Transactional Messaging"],
    "17": ["Improving Availability Using Asynchronous Messaging"],
    "18": ["Summary"],
}
CODE_LINES, CODE_LINES_MEDIAN = 15, 4
PROSE_WORDS, PROSE_WORDS_MEDIAN = 150, 60
LONG_CODE_TAGS = {"lesson", "solution"}
UNTESTED_TAGS = {"nbval-skip", "raises-exception", "nbval-raises-exception"}
LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]+)\)")


def broken_rules(notebook, path):
    """Return which rules the notebook at `path` breaks, a list of sentences; links are followed from its folder."""
    rules = [code_is_short, nothing_is_hidden, prose_is_short, links_lead_somewhere]
    if path.parent.name == "notebooks":
        rules.append(cells_are_short_as_a_rule)
        if (number := path.name[:2]) in SLIDES:
            rules += [parts_come_in_order, readers_predict, slides_are_quoted(number)]
    return [
        said for rule in rules for said in (rule(notebook, path) if rule is links_lead_somewhere else rule(notebook))
    ]


def code_is_short(notebook):
    """Hold every code cell to 15 lines, unless it is the lesson."""
    for cell in _cells(notebook, "code"):
        count = len(cell["source"].splitlines())
        if count > CODE_LINES and not LONG_CODE_TAGS & set(cell["metadata"].get("tags", [])):
            yield f"cell {cell['id']} has {count} lines of code, more than {CODE_LINES}, and is not tagged lesson"


def cells_are_short_as_a_rule(notebook):
    """Hold the median code cell to 4 lines and the median prose cell to 60 words."""
    code = [len(cell["source"].splitlines()) for cell in _cells(notebook, "code")]
    if code and median(code) > CODE_LINES_MEDIAN:
        yield f"the median code cell has {median(code):g} lines, more than {CODE_LINES_MEDIAN}"
    prose = [count for cell in _cells(notebook, "markdown") if (count := _words(cell["source"]))]
    if prose and median(prose) > PROSE_WORDS_MEDIAN:
        yield f"the median prose cell has {median(prose):g} words, more than {PROSE_WORDS_MEDIAN}"


def prose_is_short(notebook):
    """Hold every prose cell to 150 words, not counting quotations, tables and code."""
    for cell in _cells(notebook, "markdown"):
        if (count := _words(cell["source"])) > PROSE_WORDS:
            yield f"cell {cell['id']} has {count} words of prose, more than {PROSE_WORDS}"


def nothing_is_hidden(notebook):
    """Refuse star imports, changes of the module path, loaded extensions, and cells that nbval would pass over."""
    for cell in _cells(notebook, "code"):
        where = f"cell {cell['id']}"
        if "%load_ext" in cell["source"]:
            yield f"{where} loads an extension"
        if re.search(r"#\s*NBVAL_(SKIP|RAISES_EXCEPTION)", cell["source"]) or UNTESTED_TAGS & set(
            cell["metadata"].get("tags", [])
        ):
            yield f"{where} is passed over by nbval"
        for node in ast.walk(syntax_tree(cell["source"])):
            if isinstance(node, ast.ImportFrom) and any(name.name == "*" for name in node.names):
                yield f"{where} imports *"
            path_of_sys = (
                isinstance(node, ast.Attribute) and node.attr == "path" and getattr(node.value, "id", "") == "sys"
            )
            if path_of_sys or (
                isinstance(node, ast.ImportFrom)
                and node.module == "sys"
                and any(name.name == "path" for name in node.names)
            ):
                yield f"{where} plays with sys.path: sim is installed"


def parts_come_in_order(notebook):
    """Want the nine parts as the notebook's only headings of level 2, in order; a heading may go on after a colon."""
    found = [
        text.strip()
        for cell in _cells(notebook, "markdown")
        for text in re.findall(r"^## (.*)$", _without_code(cell["source"]), re.MULTILINE)
    ]
    named = [text.split(":")[0].strip() for text in found]
    yield from (f"part '{part}' is missing" for part in PARTS if part not in named)
    yield from (
        f"'## {text}' is none of the nine parts" for text, name in zip(found, named, strict=True) if name not in PARTS
    )
    present = [name for name in named if name in PARTS]
    if present != sorted(set(present), key=PARTS.index):
        yield f"the parts come twice or out of order: {', '.join(present)}"


def readers_predict(notebook):
    """Want at least two cells in which a name that begins with ``prediction`` gets a value, each before another code
    cell.
    """
    code = list(_cells(notebook, "code"))
    count = sum(_predicts(cell["source"]) for cell in code[:-1])
    if count < 2:
        yield f"{count} cells with 'prediction = …' before a run, two are needed"


def slides_are_quoted(number):
    """Return the rule that wants every slide heading of a topic in a quotation (a line that begins with ``>``)."""

    def rule(notebook):
        quoted = "\n".join(
            re.findall(r"^>.*$", "\n".join(cell["source"] for cell in _cells(notebook, "markdown")), re.MULTILINE)
        )
        plain = quoted.replace("’", "'").lower()
        yield from (
            f"the slide '{heading}' is not quoted" for heading in SLIDES[number] if heading.lower() not in plain
        )

    return rule


def links_lead_somewhere(notebook, path):
    """Want relative links to lead to a file, or to stand in a line that says *to come*; that line must go once the
    file is there.
    """
    headings = {
        text.strip().replace(" ", "-")
        for cell in _cells(notebook, "markdown")
        for text in re.findall(r"^#+ (.*)$", cell["source"], re.MULTILINE)
    }
    for cell in _cells(notebook, "markdown"):
        for line in _without_code(cell["source"]).splitlines():
            for _, target in LINK.findall(line):
                yield from (f"cell {cell['id']}: {said}" for said in _wrong_with(target, line, path, headings))


def _wrong_with(target, line, path, headings):
    if re.match(r"[a-z]+:", target):
        return
    file, _, anchor = unquote(target).partition("#")
    to_come = "to come" in line.lower()
    if not file:
        if anchor not in headings:
            yield f"no heading answers to the link '#{anchor}'"
    elif (path.parent / file).exists():
        if to_come:
            yield f"'{file}' is said to be to come, but is there"
    elif not to_come:
        yield f"the link to '{file}' leads nowhere"


def _cells(notebook, kind):
    return (cell for cell in notebook["cells"] if cell["cell_type"] == kind)


def _without_code(text):
    """Return a text without its code blocks, and with a word in place of code within a line."""
    return re.sub(r"`[^`\n]+`", "code", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))


def _words(text):
    """Return how many words of prose a cell has: without headings, quotations, tables, code blocks and the targets of
    links.
    """
    prose = [line for line in _without_code(text).splitlines() if not re.match(r"\s*(>|\||#|\$\$)", line)]
    return len(re.findall(r"\w[\w'’.,-]*", LINK.sub(r"\1", "\n".join(prose))))


def syntax_tree(source):
    """Return the syntax tree of a cell, its lines for IPython left out; an empty one if it is no Python."""
    try:
        return ast.parse(re.sub(r"^(\s*)[%!].*$", r"\1pass", source, flags=re.MULTILINE))
    except SyntaxError:
        return ast.Module(body=[], type_ignores=[])


def _predicts(source):
    targets = [target for node in syntax_tree(source).body if isinstance(node, ast.Assign) for target in node.targets]
    return any(getattr(target, "id", "").startswith("prediction") for target in targets)
