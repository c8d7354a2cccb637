"""AsyncAPI documents held against the official JSON Schema of AsyncAPI 3.0.0, and against what a schema cannot say.

The schema is the one that the AsyncAPI Initiative publishes; `documents/NOTICE-asyncapi.txt` says where it comes from. It knows
no references: whatever looks like one is fine. So they are followed here, too, by the library `referencing`.
"""

import copy
import json
import re
from functools import cache
from pathlib import Path

import yaml
from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT7

from sim.arguments import text as checked_text
from sim.documents import references

FOLDER = Path(__file__).parent / "documents"
SHOP = FOLDER / "shop.asyncapi.yaml"
SCHEMA = FOLDER / "asyncapi-3.0.0.json"


def read(text):
    """Return the document that a YAML (or JSON) text holds. Raises ValueError if the text is no YAML, or no mapping."""
    try:
        found = yaml.safe_load(checked_text("text", text))
    except yaml.YAMLError as error:
        raise ValueError(f"text must be YAML, got {error}") from error
    if not isinstance(found, dict):
        raise ValueError(f"text must hold an AsyncAPI document, a mapping, got {type(found).__name__}")
    return found


@cache
def official_schema():
    """Return the official JSON Schema of AsyncAPI 3.0.0, a dict."""
    return json.loads(SCHEMA.read_text(encoding="utf-8"))


@cache
def _validator():
    return Draft7Validator(official_schema())


def against_schema(document):
    """Return what the official schema has against a document, a list of sentences."""
    found = []
    for error in _validator().iter_errors(document):
        error = _innermost(error)
        place = "/".join(map(str, error.absolute_path)) or "the document"
        said = re.sub(r" do(es)? not match any of the regexes: .*", " is not allowed here", error.message)
        said = f"{said[:90]}…" if len(said) > 90 else said
        found.append(f"{place}: {said}")
    return list(dict.fromkeys(found))


def _innermost(error):
    """Return the error deepest inside an error, which says most: "none of these fits" helps nobody."""
    while error.context:  # every object might be a reference instead, and that it is none is no news
        error = min(error.context, key=lambda inside: ("$ref" in inside.message, -len(inside.absolute_path)))
    return error


def dangling(document):
    """Return the references of a document that lead nowhere, a list of sentences. Other documents are not fetched."""
    resource = Resource(contents=document, specification=DRAFT7)
    resolver = Registry().with_resource("", resource).resolver("")
    found = []
    for place, target in references(document):
        try:
            resolver.lookup(target)
        except (Unresolvable, LookupError, TypeError, ValueError):  # the last three where a step leads into a text or a number
            found.append(f"{place[2:]}: {target} leads nowhere")
    return found


def foreign_messages(document):
    """Return operations that name a message which is none of their channel's, a list of sentences.

    The specification asks for a subset of the channel's messages (AsyncAPI 3.0.0, Operation Object); a schema cannot.
    """
    found = []
    for name, operation in document.get("operations", {}).items():
        channel = operation.get("channel", {}).get("$ref", "")
        for message in operation.get("messages", []):
            if not message.get("$ref", "").startswith(f"{channel}/messages/"):
                found.append(f"operations/{name}: {message.get('$ref')} is no message of {channel}")
    return found


def problems(document):
    """Return all that is wrong with a document: by the schema, with its references, and with its operations' messages.

    The last only if the schema has nothing against it: without the right shape there are no operations to ask.
    """
    said = against_schema(document)
    return said + dangling(document) + ([] if said else foreign_messages(document))


def slipped(slip):
    """Return the shop's document with one of `SLIPS` in it, as a dict."""
    document = copy.deepcopy(_shop())
    SLIPS[slip](document)
    return document


@cache
def _shop():
    return read(SHOP.read_text(encoding="utf-8"))


def _misspelt_action(document):
    document["operations"]["shopSendsOrders"]["action"] = "sends"


def _dangling(document):
    document["operations"]["mailReceivesParcels"]["channel"]["$ref"] = "#/channels/parcel"


def _no_version(document):
    del document["info"]["version"]


def _misspelt_keyword(document):
    payment = document["components"]["schemas"]["PaymentReceived"]
    payment["requierd"] = payment.pop("required")


def _misspelt_field(document):
    document["channels"]["orders"]["adress"] = document["channels"]["orders"].pop("address")


def _wrong_way(document):
    document["operations"]["billingReceivesOrders"]["action"] = "send"


SLIPS = {
    "an action is called sends": _misspelt_action,
    "a channel's reference leads nowhere": _dangling,
    "the version is missing": _no_version,
    "a payload says requierd": _misspelt_keyword,
    "a channel has an adress": _misspelt_field,
    "billing sends what it receives": _wrong_way,
}
