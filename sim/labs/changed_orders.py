"""Seven ways in which the next version of the order service may answer otherwise, each a function of an order."""


def add_note(order):
    """Say one thing more."""
    return order | {"note": "ring twice"}


def rename_price(order):
    """Call the price unit_price."""
    lines = [{"unit_price" if name == "price" else name: value for name, value in line.items()} for line in order["lines"]]
    return order | {"lines": lines}


def price_as_text(order):
    """Say 11.50 instead of 1150 cents."""
    return order | {"lines": [line | {"price": f"{line['price'] / 100:.2f}"} for line in order["lines"]]}


def hide_postcode(order):
    """Leave the postcode out where it is not known."""
    return order | {"delivery_address": {k: v for k, v in order["delivery_address"].items() if k != "postcode"}}


def new_state(order):
    """Have one more state than anybody knows."""
    return order | {"state": "ON_HOLD"}


def split_customer(order):
    """Give the customer as an object with an id and a name."""
    return order | {"customer": {"id": order["customer"], "name": "A. Customer"}}


def drop_country(order):
    """Leave out what nobody has said to read."""
    return order | {"delivery_address": {k: v for k, v in order["delivery_address"].items() if k != "country"}}


CHANGES = {
    "add a note": add_note,
    "rename price": rename_price,
    "price as text": price_as_text,
    "postcode optional": hide_postcode,
    "one more state": new_state,
    "customer an object": split_customer,
    "drop the country": drop_country,
}
