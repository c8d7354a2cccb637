# task: 4
# expect: accepted
def finish(document):
    channel = {"$ref": "#/channels/returns"}
    payload = {"type": "object", "required": ["parcel", "reason"], "properties": {
        "parcel": {"type": "string"}, "reason": {"type": "string", "enum": ["broken", "late", "not as expected"]}}}
    document["components"]["messages"]["ParcelReturned"] = {"payload": payload}
    document["channels"]["returns"] = {"messages": {"ParcelReturned": {"$ref": "#/components/messages/ParcelReturned"}}}
    document["operations"] |= {
        "supportSendsReturns": {"action": "send", "channel": channel, "tags": [{"name": "support"}]},
        "stockReceivesReturns": {"action": "receive", "channel": channel, "tags": [{"name": "stock"}]},
    }
    document["operations"]["mailReceivesParcels"]["action"] = "receive"
    del document["operations"]["shopSendsNewsletters"]
    return document
