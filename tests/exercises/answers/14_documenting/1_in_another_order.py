# task: 1
# expect: accepted
noticed_by = {
    "amount is in euros": "never",
    "the optional method is called paid_by": "never",
    "reports reads payments, too": "run",
    "stock sends its levels no more": "run",
    "shipping sends to a new channel": "run",
    "stock sends the orders that it receives": "run",
    "an operation's channel is #/channels/oders": "references",
    "channels is spelt chanels": "schema",
    "an operation's action is recieve": "schema",
}
