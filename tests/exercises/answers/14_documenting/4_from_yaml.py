# task: 4
# expect: accepted
from yaml import safe_load

NEW = """
channels:
  returns:
    address: returns
    messages:
      ParcelReturned:
        payload:
          required: [parcel, reason]
          properties: {parcel: {type: string}, reason: {enum: [late, broken, not as expected]}}
operations:
  a: {action: send, channel: {$ref: '#/channels/returns'}, tags: [{name: support}]}
  b: {action: receive, channel: {$ref: '#/channels/returns'}, tags: [{name: stock}]}
  c: {action: receive, channel: {$ref: '#/channels/parcels'}, tags: [{name: mail}]}
"""


def finish(document):
    new = safe_load(NEW)
    gone = ("newsletters", "shopSendsNewsletters", "mailReceivesParcels")
    for part in ("channels", "operations"):
        document[part] = {name: it for name, it in document[part].items() if name not in gone} | new[part]
    return document
