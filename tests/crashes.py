"""What must hold when processes are killed at any moment: laws for the books of `sim.labs.crashes`, and a soak with thousands of kills."""

from collections import Counter
from time import monotonic

from sim.labs.crashes import BATCH, WAYS, crash

AT_EACH = 20  # of a thousand kills at least hit each place where a life stays for a moment
STAYS = {
    "commit first": ("at rest", "between commit and publish"),
    "publish first": ("at rest", "between publish and commit"),
    "outbox": ("at rest", "before publishing", "between publishing and marking", "between marking and commit", "between the two inserts",
               "between inserts and commit"),
}  # fmt: skip


def broken_laws(books):
    """Yield what is wrong with the books of one run, in sentences."""
    if books.source != "counted on this machine, just now":
        yield f"it did not run: {books.source}"
    if books.tickets != books.orders - books.lost + books.phantom:
        yield f"the kitchen must cook each order once, got {books.tickets} tickets: {books!r}"
    if books.messages - books.duplicates != books.tickets:
        yield f"every message must become a ticket, got {books!r}"
    if books.way == "outbox":
        yield from _laws_of_the_outbox(books)
        return
    hit = Counter(books.killed) + Counter(books.ended)
    lost, phantom = hit["between commit and publish"], hit["between publish and commit"]
    if books.duplicates:
        yield f"a dual write must send nothing twice, got {books!r}"
    unsure = hit["publishing"] + hit["committing"]  # these may or may not have happened
    first = books.way == "commit first"
    if not lost <= books.lost <= lost + unsure * first or not phantom <= books.phantom <= phantom + unsure * (not first):
        yield f"{lost} ends after a commit and {phantom} after a publication must show in the books, got {books!r}, {dict(hit)}"


def _laws_of_the_outbox(books):
    if books.lost or books.phantom:
        yield f"no order may be without its message and no message without its order, got {books!r}"
    unsure = BATCH * books.killed.get("committing", 0)  # of the shop's too, which have nothing to do with it
    if not books.owed - unsure <= books.duplicates <= books.owed + books.killed.get("publishing", 0):
        yield f"{books.owed} messages were published and not marked when the relay was killed, got {books!r}"


def soak(kills=10_000, seed=1):
    """Kill that many processes, a tenth of them in dual writes, with a progress bar; return what went wrong, a list of sentences."""
    problems = []
    for way, count in zip(WAYS, (kills // 20, kills // 20, kills - kills // 20 * 2)):
        begun = monotonic()
        books = crash(way, max(1, count), seed)
        print(f"{books!r}, in {monotonic() - begun:.0f} s; killed {books.killed}")
        problems += [f"{way}, seed {seed}: {problem}" for problem in broken_laws(books)]
        if count >= 1_000:
            hits = {place: books.killed.get(place, 0) for place in STAYS[way]}
            problems += [f"{way}: {place!r} must be hit, got {hit} of {count} kills" for place, hit in hits.items() if hit < AT_EACH * count / 1_000]
    return problems
