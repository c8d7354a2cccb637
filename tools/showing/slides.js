// Starts the slides, makes what is long fit its page, and gives the room's keys their meaning.

const SIZES = [1, 0.94, 0.88, 0.82, 0.76, 0.7]; // of the text, until a page fits; what then is too long scrolls

function fit(slide) {
  const body = slide?.querySelector(".body");
  if (!body || body.dataset.fits) return;
  for (const size of SIZES) {
    body.style.fontSize = `${size}em`;
    const wide = [...body.children].some((piece) => piece.scrollWidth > piece.clientWidth + 1);
    if (!wide && body.scrollHeight <= body.clientHeight + 1) break;
  }
  if (body.scrollHeight > body.clientHeight + 1) {
    body.tabIndex = 0;
    body.setAttribute("role", "region");
    body.setAttribute("aria-label", "Scrolls");
  }
  body.dataset.fits = "yes";
}

function roll(way) {
  const body = Reveal.getCurrentSlide().querySelector(".body");
  if (!body) return false;
  const before = body.scrollTop;
  body.scrollTop += way * body.clientHeight * 0.85;
  return Math.abs(body.scrollTop - before) > 1;
}

function code() {
  const source = Reveal.getCurrentSlide().querySelector(".source");
  if (!source) return;
  source.open = !source.open;
  source.querySelector(source.open ? "pre" : "summary").focus({ preventScroll: true });
  if (!source.open) document.activeElement.blur();
}

const on = () => roll(1) || Reveal.next();
const back = () => roll(-1) || Reveal.prev();

Reveal.initialize({
  width: 1280, height: 720, margin: 0, minScale: 0.1, maxScale: 8, center: false,
  hash: true, navigationMode: "linear", transition: "none", backgroundTransition: "none",
  slideNumber: "c/t", controlsLayout: "edges", scrollActivationWidth: null, plugins: [RevealNotes],
  keyboard: { 32: (event) => (event?.shiftKey ? back() : on()), 33: back, 34: on, 67: code },
}).then(() => {
  fit(Reveal.getCurrentSlide());
  Reveal.on("slidechanged", ({ currentSlide, previousSlide }) => {
    const source = previousSlide?.querySelector(".source");
    if (source) source.open = false;
    fit(currentSlide);
  });
});
