"""The score of a drill: minutes of user pain."""

from sim.drills.readings import PROMISE
from sim.drills.shop import RATE
from sim.trace import FALLBACK, OK, USERS

LATE = 30_000  # ms: e-mail and parcel are promised within this after the order


def hurt(shop):
    """Return when each user came who has been hurt so far (ms, in order): one who got no answer, an error, or an answer later than
    `PROMISE`, or who was answered and whose e-mail or parcel was not made within `LATE` of the order.

    Whose promise is not over yet has not been hurt. A page without advertisements or recommendations hurts nobody.
    """
    trace, now = shop.world.trace, shop.world.now
    links = {number for number, link in enumerate(trace.links) if link[0] == USERS}
    late = _late_orders(shop, now)
    moments = []
    for row, (link, started, ended, code) in enumerate(zip(trace.link, trace.started, trace.ended, trace.code)):
        if link not in links:
            continue
        waited = (ended if ended == ended else now) - started
        if waited > PROMISE or ended == ended and code not in (OK, FALLBACK) or row in late:
            moments.append(started)
    return moments


def minutes_of_pain(shop):
    """Return the sum over all minutes so far of the share of users who were hurt: 1.0 is a minute in which everybody was.

    Users come at a constant mean rate, so that is the number of those who were hurt over the users of a mean minute.
    """
    return len(hurt(shop)) / (RATE * 60)


def _late_orders(shop, now):
    """Return the rows of users whose message was not worked on in time by both groups."""
    book, trace = shop.records.book, shop.world.trace
    done = [consumer.group.book.first_done for consumer in shop.consumers.values()]
    late = set()
    for order, committed in enumerate(book.committed):
        if committed != committed or now - committed <= LATE:
            continue
        number = shop.records.number_of(order)
        ends = [times[number] if number is not None else now for times in done]
        if any(not end - committed <= LATE for end in ends):
            late.add(trace.parent[shop.records.row_of(order)])
    return late
