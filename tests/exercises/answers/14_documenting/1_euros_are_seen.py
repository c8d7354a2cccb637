# task: 1
# expect: refused, because this does not hold: the changes of the services are right
noticed_by = {
    "an operation's action is recieve": "schema",
    "channels is spelt chanels": "schema",
    "an operation's channel is #/channels/oders": "references",
    "stock sends the orders that it receives": "run",
    "shipping sends to a new channel": "run",
    "stock sends its levels no more": "run",
    "reports reads payments, too": "run",
    "the optional method is called paid_by": "never",
    "amount is in euros": "run",
}
