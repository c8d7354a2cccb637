"""What every explorer is held to on its page, whatever its topic."""

GAP = """node => {
  const range = document.createRange();
  range.selectNodeContents(node.querySelector(".widget-label"));
  return node.querySelector(".widget-readout").getBoundingClientRect().left - range.getBoundingClientRect().right;
}"""


def check_controls(explorer):
    """Every control, moved from the keyboard, keeps the focus and changes the picture, and nothing changes the height."""
    height = explorer.height
    for number in range(len(explorer.controls())):
        presets = [None, *explorer.presets()]
        for preset in presets:  # some settings matter only together with others
            if preset:
                explorer.press(preset)
                explorer.settle()
            if any(_changes(explorer, explorer.controls()[number], move, height) for move in (explorer.move, explorer.move_far)):
                break
        else:
            raise AssertionError(f"nothing changed with {explorer.controls()[number].get_attribute('aria-label')}")


def _changes(explorer, control, move, height):
    """True if this move of a control changes the picture; a single step may lead past nothing that shows, the far end hardly."""
    before = explorer.picture
    move(control)
    explorer.settle()
    assert explorer.height == height and "has a fault" not in explorer.sentence
    focused = explorer.page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    assert control.evaluate("node => node === document.activeElement"), focused
    return explorer.changes("picture", before, seconds=0.1)


def check_names(explorer):
    """Everything that can be worked with has an accessible name, and the sentence describes the picture."""
    explorer.settle()
    names = explorer.names()
    assert len([role for role, _ in names if role == "slider"]) == len(explorer.node.query_selector_all(".noUi-handle"))
    assert [role for role, name in names if not name.strip()] == []
    image = explorer.node.query_selector("img.sim-picture")
    assert explorer.sentence and explorer.becomes("sentence", lambda text: text == image.get_attribute("alt"))
    assert explorer.node.query_selector(".sim-sentence").get_attribute("aria-live") == "polite"


def check_labels(explorer):
    """No slider's label runs into its value."""
    for slider in explorer.node.query_selector_all(".sim-knob.widget-slider"):
        assert slider.evaluate(GAP) > 2, slider.inner_text()


def check_presets(explorer):
    """Every preset gives a picture and a sentence without a fault, at the same height; reset leads back to the first settings."""
    explorer.press("Reset")
    explorer.settle(code=True)
    first, height = explorer.code, explorer.height
    for preset in explorer.presets():
        explorer.press(preset)
        explorer.settle()
        assert "has a fault" not in explorer.sentence and explorer.height == height
    explorer.press("Reset")
    explorer.settle(code=True)
    assert explorer.code == first
