"""The order that the real parts send about: one piece of plain Python data, whatever format and protocol carry it.

Money is in cents, a whole number; time is text of ISO 8601, in UTC.
"""

from copy import deepcopy

STATES = ("PENDING", "APPROVED", "REJECTED", "CANCELLED")

ORDER = {
    "id": "o-4711",
    "customer": "c-1031",
    "state": "APPROVED",
    "created_at": "2024-03-01T12:30:00Z",
    "lines": [
        {"sku": "pizza-margherita", "quantity": 2, "price": 1150},
        {"sku": "lasagne", "quantity": 1, "price": 1390},
        {"sku": "green-salad", "quantity": 3, "price": 690},
        {"sku": "tiramisu", "quantity": 3, "price": 575},
        {"sku": "sparkling-water", "quantity": 6, "price": 250},
    ],
    "delivery_address": {"street": "12 Mill Lane", "city": "Riverton", "postcode": "4052", "country": "CH"},
}


def an_order(**changes):
    """Return a copy of `ORDER` that may be changed at will, with `changes` made to it."""
    return deepcopy(ORDER) | changes


def total(order):
    """Return what an order costs, in cents."""
    return sum(line["quantity"] * line["price"] for line in order["lines"])
