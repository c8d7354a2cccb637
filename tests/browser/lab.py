"""A real JupyterLab on the loopback and a page in headless Chromium, started and stopped by the tests."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import nbformat

from tests.browser.onpage import OnPage

ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True},
    "docmanager-extension/plugin": {"autosave": False},
    "notebook-extension/tracker": {"windowingMode": "none"},  # every cell is on the page, also out of sight
}


def chromium():
    """Return the path of a Chromium of this machine, or None; BOOKCLUB_CHROMIUM names one that is elsewhere."""
    return os.environ.get("BOOKCLUB_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def jupyterlab(folder):
    """Serve the notebooks in `folder`/work; yield a function from a notebook's name to its address."""
    for name in ("work", "config", "runtime", "data", "ipython", "workspaces", "tmp"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name, values in SETTINGS.items():
        file = folder / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), encoding="utf-8")
    token = secrets.token_hex(16)
    env = os.environ | {
        "JUPYTER_CONFIG_DIR": str(folder / "config"), "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "JUPYTER_DATA_DIR": str(folder / "data"), "IPYTHONDIR": str(folder / "ipython"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"), "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
        "JUPYTER_NO_CONFIG": "1", "JUPYTER_TOKEN": token, "PYTHONPATH": str(ROOT),
        "TMPDIR": str(folder / "tmp"),  # without a configuration Jupyter leaves an empty folder behind
    }  # fmt: skip
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--ServerApp.ip=127.0.0.1", "--ServerApp.port=0",
        f"--ServerApp.root_dir={folder / 'work'}", "--LabApp.expose_app_in_browser=True",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", "--LabApp.news_url=None",
    ]  # fmt: skip
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    log = (folder / "lab.log").open("w")
    server = subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=subprocess.STDOUT)
    try:
        base = _address(server, folder)
        yield lambda name: f"{base}lab/workspaces/{Path(name).stem}/tree/{name}?token={token}"
    finally:
        server.terminate()  # it stops its kernels first
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        log.close()


def _address(server, folder):
    end = time.monotonic() + 180  # it takes 2 s where nothing else goes on
    while time.monotonic() < end:
        if server.poll() is not None:
            break
        for file in (folder / "runtime").glob("jpserver-*.json"):
            try:
                url = json.loads(file.read_text(encoding="utf-8"))["url"].replace("localhost", "127.0.0.1")
                with urlopen(url + "api", timeout=5):
                    return url
            except (URLError, OSError, ValueError):
                pass
        time.sleep(0.1)
    raise RuntimeError("JupyterLab did not come up:\n" + (folder / "lab.log").read_text(encoding="utf-8")[-4000:])


def write_notebook(file, *cells):
    """Write a notebook of code cells to `file`."""
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    book.metadata.kernelspec = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    nbformat.write(book, file)


EACH = '[{} for _, made in __import__("sim.explorer.tidy", fromlist=["_MADE"])._MADE.values() for explorer in made]'
# Front ends may hand a widget's messages to the kernel by another way than code, so these are waited for by themselves.
AT_REST = """(each) => {
  const unanswered = new Set();
  const kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  kernel.anyMessage.connect((_, {direction, msg}) => {
    if (direction === "send" && msg.header.msg_type === "comm_msg") unanswered.add(msg.header.msg_id);
    const idle = msg.header.msg_type === "status" && msg.content.execution_state === "idle";
    if (idle) unanswered.delete(msg.parent_header.msg_id);
  });
  window.ofEach = async (what) => {  // what every explorer in the kernel has there, as Python writes it
    const user_expressions = {it: each.replace("{}", "explorer." + what)};
    const asked = {code: "", silent: true, store_history: false, user_expressions};
    const {content} = await kernel.requestExecute(asked).done;  // everything the kernel sent before has come as well
    const answer = content.user_expressions.it;
    if (answer.status !== "ok") throw new Error(JSON.stringify(answer));
    return answer.data["text/plain"];
  };
  const moment = () => new Promise((done) => setTimeout(done, 40));  // to wait for frames would make the page draw them
  window.atRest = async (code) => {
    const end = performance.now() + 60_000;
    do {
      if (performance.now() > end) throw new Error(`not at rest after 60 s, ${unanswered.size} messages unanswered`);
      await moment();
    } while (unanswered.size || (await window.ofEach(code ? "busy" : "running")).includes("True") || unanswered.size);
    await moment();  // what has come stands on the page by now: widgets take their messages in promises
  };
}"""


class Notebook:
    """A notebook open in `page`, run from top to bottom; it collects what the console complains about."""

    IGNORED = ("/lsp/status",)  # JupyterLab asks for a language server that is not installed

    def __init__(self, page, address):
        self.page, self.complaints = page, []
        page.on(
            "console", lambda m: self.complaints.append(f"{m.text} {m.location['url']}") if m.type == "error" else None
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(address)
        page.wait_for_function("window.jupyterapp?.shell?.currentWidget?.sessionContext?.isReady", timeout=180_000)
        page.evaluate("jupyterapp.shell.collapseLeft()")
        page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")  # a promise: it waits for the last cell
        page.locator(".sim-explorer img.sim-picture").first.wait_for(timeout=180_000)
        page.evaluate(AT_REST, EACH)
        page.evaluate("window.atRest(true)")  # and so every cell has been run
        self.explorers = [OnPage(page, root) for root in page.locator(".sim-explorer").all()]

    def show_only(self, explorers):
        """Hide the cells of all other explorers: what is not shown costs the page no layout and no paint."""
        for explorer in self.explorers:
            shown = "" if explorer in explorers else "none"
            explorer.node.evaluate("(root, shown) => { root.closest('.jp-Cell').style.display = shown; }", shown)

    @property
    def errors(self):
        """Tracebacks on the page and complaints of the console."""
        shown = self.page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").all_inner_texts()
        return shown + [text for text in self.complaints if not any(word in text for word in self.IGNORED)]

    def close(self):
        """Stop the kernel and leave the page."""
        self.page.evaluate("jupyterapp.shell.currentWidget.sessionContext.shutdown()")
        self.page.context.close()
