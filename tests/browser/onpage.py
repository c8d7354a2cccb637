"""One explorer as it stands on the page: what a hand at the keyboard does, and what the eye sees."""

import json
import re
from functools import cached_property

MEASURED = """(root, n) => new Promise((resolve, reject) => {
  root.measured = () => { if (root.times.length > n) resolve(); };
  root.measured();
  setTimeout(() => reject(new Error("no new pixels for 20 s")), 20_000);
})"""
TIMER = """(root) => {
  const picture = root.querySelector("img.sim-picture");
  root.pressed = null;
  root.times?.splice(0);
  if (root.times) return;
  root.times = [];
  root.measured = () => {};
  root.addEventListener("keydown", (event) => {
    if (event.key.startsWith("Arrow")) root.pressed = performance.now();
  }, {capture: true});
  new MutationObserver(async () => {
    const began = root.pressed;
    if (began === null) return;
    root.pressed = null;
    try {
      await picture.decode();
    } catch {  // replaced before it was shown
      root.pressed = began;
      return;
    }
    // After the frame is painted: a message posted in the frame's callback comes when it is done.
    requestAnimationFrame(() => {
      const done = new MessageChannel();
      done.port1.onmessage = () => {
        root.times.push(performance.now() - began);
        root.measured();
      };
      done.port2.postMessage(0);
    });
  }).observe(picture, {attributes: true, attributeFilter: ["src"]});
}"""
CONTROLS = ".noUi-handle, .sim-knobs select, .sim-switches input, .sim-seed input"


class OnPage:
    """An explorer on a page of Playwright; `root` is the locator of its outermost element, `node` that element.

    A locator looks through the whole page anew whenever it is used, which takes a page of many explorers ten ms.
    """

    def __init__(self, page, root):
        self.page, self.root = page, root

    @cached_property
    def node(self):
        """The outermost element itself, as long as the cell is not run again."""
        return self.root.element_handle()

    def settle(self, rest=0, code=False):
        """Wait until the kernel has answered all it was sent and runs nothing (with `code`: has written that too); `rest` ms more."""
        self.page.evaluate("window.atRest", code)
        self.page.wait_for_timeout(rest)

    def becomes(self, what, wanted, seconds=20):
        """True once the property `what` is `wanted`, or makes `wanted` true; False if it does not come to that."""
        good = wanted if callable(wanted) else wanted.__eq__
        for _ in range(round(30 * seconds)):
            if good(getattr(self, what)):
                return True
            self.page.wait_for_timeout(33)
        return False

    def changes(self, what, old, seconds=20):
        """True once the property `what` is no longer `old`; False if it still is after so many seconds."""
        return self.becomes(what, old.__ne__, seconds)

    @property
    def picture(self):
        """The address of the picture's pixels: another one whenever they were drawn anew."""
        return self.node.eval_on_selector("img.sim-picture", "image => image.getAttribute('src')")

    @property
    def sentence(self):
        """What is said under the picture."""
        return self.node.eval_on_selector(".sim-sentence", "node => node.innerText").strip()

    @property
    def code(self):
        """The code that is shown."""
        return self.node.eval_on_selector(".sim-code pre", "node => node.innerText")

    @property
    def height(self):
        """The explorer's height in px."""
        return self.node.bounding_box()["height"]

    def controls(self):
        """Return the elements of every slider, choice, switch and number of the settings and the time."""
        return [control for control in self.node.query_selector_all(CONTROLS) if control.is_enabled()]

    def button(self, name):
        """Return the button called `name`."""
        return self.root.get_by_role("button", name=name, exact=True)

    def presets(self):
        """Return the presets' names."""
        return [button.inner_text() for button in self.node.query_selector_all(".sim-presets button")]

    def press(self, name):
        """Press the button called `name` from the keyboard."""
        self.node.wait_for_selector(f"role=button[name={json.dumps(name, ensure_ascii=False)}s]").press("Enter")

    def move(self, control):
        """Move `control` one step from the keyboard: to the right, or to the left if it stands at its end."""
        if control.get_attribute("type") == "checkbox":
            return control.press("Space")
        if control.get_attribute("type") == "number":
            return control.press("ArrowUp")
        if control.evaluate("node => node.tagName") == "SELECT":
            last = control.evaluate("node => node.selectedIndex === node.length - 1")
            return control.press("ArrowUp" if last else "ArrowDown")
        last = control.get_attribute("aria-valuenow") == control.get_attribute("aria-valuemax")
        return control.press("ArrowLeft" if last else "ArrowRight")

    def move_far(self, control):
        """Move a slider to the end that is farther away; leave other controls where they are."""
        value, low, high = (float(control.get_attribute(f"aria-value{what}") or 0) for what in ("now", "min", "max"))
        if high > low:
            control.press("End" if value - low < high - value else "Home")

    def names(self):
        """Return (role, name) of everything that can be worked with, as the accessibility tree has it."""
        found = re.findall(
            r'^\s*- \'?(slider|combobox|checkbox|button|spinbutton|textbox|img)(?: "(.*?)")?',
            self.root.aria_snapshot(),
            re.M,
        )
        return [(role, name) for role, name in found]

    def latencies(self, control, presses):
        """Return for each of many key presses on `control` the ms from the key to the new pixels."""
        control.press("Home")
        self.settle()
        self.root.evaluate(TIMER)
        for i in range(presses):
            self.page.keyboard.press("ArrowRight" if i // 3 % 2 == 0 else "ArrowLeft")
            self.root.evaluate(MEASURED, i)
            self.settle(180)  # what comes after the next press must be its own, and the hand rests a little
        return self.root.evaluate("root => root.times")
