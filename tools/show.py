"""Show the notebooks to a room: their text, pictures and live explorers without the code, on this machine only.

``python -m tools.show`` starts Voilà at http://127.0.0.1:8866, or the next port that is free, and opens a browser;
Ctrl+C stops it with everything it has started. There is no password: only this machine can reach it, pages can be
looked at and their explorers be moved, and no code can be sent.
"""

import argparse
import copy
import logging
import os
import re
import sys
import webbrowser
from pathlib import Path

from tornado.websocket import WebSocketClosedError
from traitlets.config import Config
from voila.app import Voila

from tools.form import read
from tools.room import FORMULA, for_a_room, roles, slide_type
from tools.slides_deck import heading_and_question
from tools.slides_html import formula

ROOT = Path(__file__).resolve().parent.parent
LOOKS = Path(__file__).parent / "showing"
HOST = "127.0.0.1"
WIDGETS = ["@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager", "anywidget"]  # no others are loaded
FORGOTTEN = 600  # s after which the Python of a page is stopped whose browser has gone without a word
TO_EXERCISE = re.compile(r"\[([^\]]+)\]\(\.\./[^)]*\)")


class Show(Voila):
    """Voilà that says in one line where it is, and opens a browser there without a file in between."""

    open_page = True

    def launch_browser(self):
        """Say the address, and open it in a browser if that is wanted."""
        address = f"http://{HOST}:{self.port}{self.base_url}"
        print(f"The notebooks are shown at {address} (Ctrl+C stops them)", flush=True)
        if self.open_page:
            webbrowser.open(address)


def main(arguments=None):
    """Run the command until it is stopped; returns 0."""
    parser = argparse.ArgumentParser(prog="python -m tools.show", description=__doc__.split("\n\n")[0])
    parser.add_argument("--port", type=int, default=8866, help="the port to begin looking for a free one at")
    parser.add_argument("--no-browser", action="store_true", help="only say the address")
    parser.add_argument("--notebooks", type=Path, default=ROOT / "notebooks", help="the folder that holds the notebooks")
    options = parser.parse_args(arguments)
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(LOOKS), os.environ.get("JUPYTER_PATH")]))
    logging.getLogger("asyncio").addFilter(still_there)
    app = Show(config=settings(options.notebooks.resolve(), options.port))
    app.open_page = not options.no_browser
    app.initialize([])
    app.start()
    return 0


def still_there(record):
    """False of a complaint that a page has gone while something was being sent to it: pages come and go."""
    return not (record.exc_info and isinstance(record.exc_info[1], WebSocketClosedError))


def settings(folder, port):
    """Return the configuration of Voilà that shows the notebooks in `folder` at `port`."""
    config = Config()
    config.Voila.root_dir = str(folder)
    config.Voila.ip, config.Voila.port = HOST, port
    config.Voila.log_level = logging.ERROR
    config.Voila.config_file_paths = []  # a member's own configuration is not for a room
    # A page of another site must not come in under a name that it has made lead here. Pings: as often as they are sent.
    config.Voila.tornado_settings = {"allow_remote_access": False, "local_hostnames": ["localhost"], "ws_ping_timeout": 30_000}
    config.VoilaConfiguration.template = "room"
    config.VoilaConfiguration.classic_tree = True
    config.VoilaConfiguration.allow_template_override = config.VoilaConfiguration.allow_theme_override = "NO"
    config.VoilaConfiguration.strip_sources = True
    config.VoilaConfiguration.http_keep_alive_timeout = 5
    config.VoilaConfiguration.file_allowlist = [r".*\.(png|jpg|svg)"]
    config.VoilaConfiguration.extension_allowlist = WIDGETS
    config.VoilaConfiguration.prelaunch_hook = prepare
    config.VoilaConfiguration.page_config_hook = lambda page_config, **_: with_titles(page_config, folder)
    # A page that is closed says so, and its kernel stops at once; this is for one that could not.
    config.MappingKernelManager.cull_idle_timeout = FORGOTTEN
    config.MappingKernelManager.cull_interval = FORGOTTEN // 10
    config.MappingKernelManager.cull_connected = False
    return config


def prepare(handler, notebook, cwd):
    """Return the notebook for a room: answers marked to be hidden at first, formulas drawn, no links to exercises."""
    result = for_a_room(copy.deepcopy(notebook))
    waits = False  # for somebody to ask for the answer: until then neither it nor the next question is to be seen
    for cell, role in zip(result["cells"], roles(result["cells"])):
        waits = waits and slide_type(cell) != "slide"
        cell["metadata"]["room"] = {"asks": role == "ask", "waits": waits}
        waits = waits or role == "ask"
        if cell["cell_type"] == "markdown":
            text = TO_EXERCISE.sub(r"\1 (in JupyterLab)", cell["source"])
            cell["source"] = FORMULA.sub(lambda found: f'<p class="formula">{formula(found[1])}</p>', text)
    result["metadata"]["title"] = heading_and_question(result)[0]
    result["metadata"]["xsrf"] = handler.xsrf_token.decode()  # and so it is in a cookie too: the page may stop its kernel
    return result


def with_titles(page_config, folder):
    """Put the titles of the notebooks in `folder` into `page_config`, by the names of their files."""
    page_config["titles"] = {path.name: heading_and_question(read(path))[0] or path.stem for path in sorted(folder.glob("*.ipynb"))}
    return page_config


if __name__ == "__main__":
    sys.exit(main())
