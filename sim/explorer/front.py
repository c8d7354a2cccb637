"""What the page needs beyond ipywidgets: looks, accessible names, and the clipboard."""

from pathlib import Path

import anywidget
import traitlets

_HERE = Path(__file__).parent


class Front(anywidget.AnyWidget):
    """Names the controls of the explorer that it lies in, and copies `code` when the copy button is pressed.

    `names` maps a control's CSS class to its accessible name. The text it shows is what became of the last copy.
    The page answers every `ping` with an equal `pong` when it has painted all that came before.
    """

    _esm = (_HERE / "front.js").read_text(encoding="utf-8")
    _css = (_HERE / "front.css").read_text(encoding="utf-8")
    names = traitlets.Dict().tag(sync=True)
    code = traitlets.Unicode().tag(sync=True)
    ping = traitlets.Int(0).tag(sync=True)
    pong = traitlets.Int(0).tag(sync=True, echo_update=False)
