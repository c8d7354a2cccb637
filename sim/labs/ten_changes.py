"""Ten changes of an order service, each run against clients of yesterday: do they still get what they need?

The service takes an order (a dict) and answers with it; it refuses what it does not accept with a ValueError. The clients
send what they always sent, and read what they always read.
"""

from sim.contracts import unmet
from sim.labs.changed_orders import hide_postcode, new_state, price_as_text, rename_price
from sim.labs.orders import an_order, total

REQUESTS = (  # one as always, one with a message and many lines
    {"customer": "c-1031", "lines": an_order()["lines"]},
    {"customer": "c-1031", "lines": an_order()["lines"] * 16, "note": "ring twice"},
)
READS = {  # by all of them together; a client knows the states that there are
    "id": "text", "customer": "text", "state": ("PENDING", "APPROVED", "REJECTED", "CANCELLED"), "lines[].sku": "text",
    "lines[].price": "whole number", "delivery_address.postcode": "text",
}  # fmt: skip


def _service(needs=("customer", "lines"), most=100, answer=lambda order: order):
    """Return a service that wants these fields, at most so many lines, and answers in this way."""

    def serve(request):
        for name in needs:
            if name not in request:
                raise ValueError(f"{name} is missing")
        if len(request["lines"]) > most:
            raise ValueError(f"at most {most} lines")
        return answer(an_order(**request))

    return serve


TEN = {
    "an answer has one more field": _service(answer=lambda order: order | {"total": total(order)}),
    "there is one more operation": _service(),
    "a request may have one more field": _service(),
    "a request must have one more field": _service(needs=("customer", "lines", "channel")),
    "a field of an answer is renamed": _service(answer=rename_price),
    "a price is text now: 11.50 instead of 1150": _service(answer=price_as_text),
    "a field that a request had to have may be left out": _service(needs=("lines",)),
    "a field that every answer had may be missing": _service(answer=hide_postcode),
    "an order can be in one more state": _service(answer=new_state),
    "an order may have 50 lines at most, not 100": _service(most=50),
}


def survives(change):
    """Return whether every client of yesterday gets along with the service after one of the `TEN` changes."""
    try:
        return not any(unmet(TEN[change](dict(request)), READS) for request in REQUESTS)
    except ValueError:
        return False
