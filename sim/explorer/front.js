// Gives every control of one explorer an accessible name and value, the picture its description, and copies code.

const ROOT = ".sim-explorer";

function set(node, name, value) {
  if (node && node.getAttribute(name) !== value) node.setAttribute(name, value);
}

function nameSlider(slider, label) {
  const handle = slider.querySelector(".noUi-handle");
  const readout = slider.querySelector(".widget-readout");
  set(handle, "aria-label", label);
  if (readout) {
    if (handle) set(handle, "aria-valuetext", readout.textContent);
    // Its values are fixed stops, so the readout is not for typing into: one Tab stop a slider.
    set(readout, "contenteditable", "false");
    set(readout, "aria-hidden", "true");
  }
}

function nameControls(root, names) {
  for (const [css, label] of Object.entries(names)) {
    const node = root.querySelector("." + css);
    if (!node) continue;
    if (node.matches(".widget-slider")) nameSlider(node, label);
    else if (node.matches("button")) set(node, "aria-label", label);
    else set(node.querySelector("input, select, textarea"), "aria-label", label);
  }
  for (const toggle of root.querySelectorAll("button.widget-toggle-button"))
    set(toggle, "aria-pressed", String(toggle.classList.contains("mod-active")));
  for (const icon of root.querySelectorAll("button > i")) set(icon, "aria-hidden", "true");
}

function describe(root) {
  const sentence = root.querySelector(".sim-sentence");
  if (!sentence) return;
  set(sentence, "role", "status");
  set(sentence, "aria-live", "polite");
  set(sentence, "aria-atomic", "true");
  set(root.querySelector("img.sim-picture"), "alt", sentence.textContent.trim());
}

function nameGroups(root) {
  set(root, "role", "group");
  set(root, "aria-label", "Explorer");
  for (const group of root.querySelectorAll(".sim-group")) set(group, "role", "group");
  set(root.querySelector(".sim-presets"), "aria-label", "Presets");
  set(root.querySelector(".sim-knobs"), "aria-label", "Settings");
  set(root.querySelector(".sim-switches"), "aria-label", "Switches");
  set(root.querySelector(".sim-time"), "aria-label", "Time");
  set(root.querySelector(".sim-run"), "aria-label", "Run");
}

// In command mode JupyterLab takes single keys for itself: arrows leave the control, "x" would cut the cell.
function keepKeys(event) {
  const theirs = event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key === "Enter");
  if (!theirs && event.key !== "Tab" && event.key !== "Escape") event.stopPropagation();
}

async function copy(root, code) {
  try {
    await navigator.clipboard.writeText(code);
    return "Copied.";
  } catch {
    const shown = root.querySelector(".sim-code pre");
    if (shown) getSelection().selectAllChildren(shown);
    return "Selected: press Ctrl+C or ⌘C to copy.";
  }
}

function attach(root, model, el, signal) {
  const note = document.createElement("span");
  note.setAttribute("role", "status");
  el.append(note);
  const all = () => {
    nameGroups(root);
    nameControls(root, model.get("names"));
    describe(root);
  };
  let due = null;
  const soon = () => { due ??= setTimeout(() => { due = null; all(); }, 50); }; // the new picture comes first
  const watch = new MutationObserver(soon);
  const start = () =>
    watch.observe(root, {
      subtree: true, childList: true, characterData: true, attributes: true,
      attributeFilter: ["aria-valuetext", "contenteditable", "class"],
    });
  let clear;
  root.addEventListener("click", async (event) => {
    if (!event.target.closest(".sim-copy")) return;
    note.textContent = await copy(root, model.get("code"));
    clearTimeout(clear);
    clear = setTimeout(() => (note.textContent = ""), 4000);
  }, { signal });
  root.addEventListener("keydown", keepKeys, { signal });
  const answer = () =>
    requestAnimationFrame(() => {
      model.set("pong", model.get("ping"));
      model.save_changes();
    });
  model.on("change:names", all);
  model.on("change:ping", answer);
  signal.addEventListener("abort", () => {
    watch.disconnect();
    clearTimeout(due);
    model.off("change:names", all);
    model.off("change:ping", answer);
  });
  all();
  start();
}

function render({ model, el }) {
  const ended = new AbortController();
  const look = () => {
    if (ended.signal.aborted) return;
    const root = el.closest(ROOT);
    if (root) attach(root, model, el, ended.signal);
    else setTimeout(look, 30); // not on the page yet
  };
  look();
  return () => ended.abort();
}

export default { render };
