"""Ten messages whose kind is to be named, and eight situations that want a channel."""

import json

from sim.arguments import one_of

DOCUMENT, COMMAND, EVENT = KINDS = ("document", "command", "event")
ONE, SERVICES, INSTANCES = CHANNELS = (
    "point-to-point",
    "publish-subscribe, a group for each service",
    "publish-subscribe, a group for each instance",
)
MESSAGES = {  # header, body, kinds that can be defended
    "A": ({"type": "ChargeCard", "reply-to": "charges.replies"}, {"order": "o-4711", "cents": 2350}, {COMMAND}),
    "B": ({"type": "OrderPlaced", "time": "12:00:01"}, {"order": "o-4711", "customer": "c-17"}, {EVENT}),
    "C": ({"type": "Menu", "content-type": "application/json"}, {"restaurant": "r-3", "dishes": ["lasagne", "soup"]}, {DOCUMENT}),
    "D": ({"type": "ParcelReturned", "time": "09:41:30"}, {"parcel": "p-88", "reason": "broken"}, {EVENT}),
    "E": ({"type": "ReleaseTable"}, {"restaurant": "r-3", "table": 12}, {COMMAND}),
    "F": ({"type": "OrderHistory", "correlation-id": "q-9"}, {"customer": "c-17", "orders": ["o-12", "o-4711"]}, {DOCUMENT}),
    "G": ({"type": "Stock", "time": "12:00:02"}, {"article": "a-5", "was": 3, "is now": 2, "because of": "o-4711"}, {EVENT}),
    "H": ({"type": "Mail"}, {"send to": "c-17", "template": "thanks", "order": "o-4711"}, {COMMAND}),
    "I": ({"type": "CustomerMoved"}, {"customer": "c-17", "street": "Elm 1", "town": "Ulm"}, {EVENT, DOCUMENT}),
    "J": ({"type": "CardDeclined", "correlation-id": "m-1"}, {"order": "o-4711", "why": "expired"}, {EVENT, DOCUMENT}),
}
LETTERS = tuple(MESSAGES)
SITUATIONS = {
    1: "A customer's card is to be charged, once. Three instances of billing share the work; nobody else has to know.",
    2: "An order was placed. Stock, mail and reports each want to know. Stock runs in four instances, and each order is to be packed once.",
    3: "A price has changed. Each of the shop's five instances keeps prices in its memory and must forget this one.",
    4: "Pictures are to be made smaller. Twenty workers do nothing else.",
    5: "An answer to a question that one instance of the shop has asked, and that only this one waits for.",
    6: "A line in a chat. Every browser that has the room open shows it.",
    7: "A parcel was returned. Refunds, in two instances, must pay the customer back once; stock puts the goods on the shelf.",
    8: "A new version of the feature switches. All instances of all services have to read them again.",
}
FITTING = {  # where there are several, each can be defended: a group of its own on a publish-subscribe channel competes too
    1: {ONE, SERVICES}, 2: {SERVICES}, 3: {INSTANCES}, 4: {ONE, SERVICES}, 5: {ONE}, 6: {INSTANCES}, 7: {SERVICES}, 8: {INSTANCES},
}  # fmt: skip


def message(letter):
    """Return the message of this letter as a text, its header and its body."""
    header, body, _ = MESSAGES[one_of("letter", letter, LETTERS)]
    return f"{letter}  header {json.dumps(header)}\n   body   {json.dumps(body)}"


def is_right(letter, kind):
    """Return whether that kind can be defended for the message of this letter."""
    return one_of("kind", kind, KINDS) in MESSAGES[one_of("letter", letter, LETTERS)][2]


def fits(situation, channel):
    """Return whether that channel, one of `CHANNELS`, can be defended in the situation of this number."""
    return one_of("channel", channel, CHANNELS) in FITTING[situation]
