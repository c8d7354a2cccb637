"""Eight small traces whose style of interaction is to be named, and eight situations that want one."""

from sim.arguments import one_of
from sim.delays import constant
from sim.scenarios.interaction_styles import STYLES, wire
from sim.world import World

HOP = constant(1)
CALL, ASYNC, ONE_WAY, PUBLISH, COLLECT = STYLES
SITUATIONS = {
    1: "The price on a product page. The page cannot be shown without it.",
    2: "A credit check by another company. A person looks at it, which may take two days; then the order goes on.",
    3: "An order has been placed. The stock, the mailer and the statistics want to know, and there will be more of them.",
    4: "Delivery offers of all carriers that are connected; the page shows the best of those that came within two seconds.",
    5: "Every click goes to the log service. If some get lost, nobody minds.",
    6: "A card is charged while the customer stands at the counter and waits.",
    7: "The price of a product has changed. Every instance that keeps old prices in its memory must forget this one.",
    8: "Which of the building's sensors are alive just now? Nobody knows how many there are.",
}
FITTING = {  # where there are several, each can be defended
    1: {CALL}, 2: {ASYNC}, 3: {PUBLISH}, 4: {COLLECT}, 5: {ONE_WAY, PUBLISH}, 6: {CALL, ASYNC}, 7: {PUBLISH}, 8: {COLLECT},
}  # fmt: skip
TRACES = {  # style, what each other service takes in ms, the window in ms
    "A": (CALL, (60,), None),
    "B": (PUBLISH, (20, 5, 40), None),
    "C": (ASYNC, (10,), None),
    "D": (COLLECT, (12, 50, 20), 35),
    "E": (ONE_WAY, (45,), None),
    "F": (CALL, (15, 25), None),  # two calls, one after the other, of which each is one-to-one
    "G": (COLLECT, (8, 30), 60),
    "H": (PUBLISH, (3, 3), None),
}
LETTERS = tuple(TRACES)


def riddle(letter):
    """Return the trace of one user's request, by its letter; the services are called p, q, r and s, p being the client."""
    style, takes, window = TRACES[one_of("letter", letter, LETTERS)]
    world = World(seed=1)
    client = world.service("p", workers=1, work=constant(2))
    others = [world.service(name, 1, constant(ms)) for name, ms in zip("qrs", takes)]
    for first in others if style == CALL else others[:1]:
        wire(style, world, client, first, others, HOP, window)
    world.users(client, rate=5, arrivals="constant")
    return world.run(399)  # the one request of 200 ms, and not the next


def rows(letter):
    """Return the same trace as a text, a line for each row: number, parent, caller, service, and when (ms since the request)."""
    lines = ["row parent caller   service  started   served released    ended"]
    for number, span in enumerate(riddle(letter).spans()):
        times = " ".join(f"{time - 200:8.1f}" if time == time else "       –" for time in (span.started, span.served, span.released, span.ended))
        lines.append(f"{number:3} {span.parent:6} {span.caller:8} {span.service:7} {times}")
    return "\n".join(lines)


def is_right(letter, style):
    """Return whether that is the style of the trace of this letter."""
    return TRACES[one_of("letter", letter, LETTERS)][0] == one_of("style", style, STYLES)


def fits(situation, style):
    """Return whether that style can be defended in the situation of this number."""
    return one_of("style", style, STYLES) in FITTING[situation]


def replay(trace, collector, window):
    """Let a collector of your own hear the answers of a run in the order of time, and return how many it dropped.

    `trace` is that of publish/async responses. A question has the number of its user's row. The collector is told by
    `ask(number, now)`, `hear(number, sender, now)` and, `window` ms after the question, `close(number)`.
    """
    events = []
    for row, span in enumerate(trace.spans()):
        if span.caller == "users" and span.released == span.released:
            events += [(span.released, 0, row, None), (span.released + window, 2, row, None)]
        elif span.service == "shop" and span.caller not in ("shop", "users") and span.arrived == span.arrived:
            events.append((span.arrived, 1, trace.parent[span.parent], span.caller))
    dropped = 0
    for now, what, number, sender in sorted(events, key=lambda event: event[:3]):
        if what == 0:
            collector.ask(number, now)
        elif what == 1:
            dropped += not collector.hear(number, sender, now)
        else:
            collector.close(number)
    return dropped
