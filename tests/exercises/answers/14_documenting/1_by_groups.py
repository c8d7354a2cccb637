# task: 1
# expect: accepted
slips = {"an operation's action is recieve": "schema", "channels is spelt chanels": "schema"}
slips["an operation's channel is #/channels/oders"] = "references"
listening = ("stock sends the orders that it receives", "shipping sends to a new channel", "stock sends its levels no more")
silent = ("the optional method is called paid_by", "amount is in euros")
noticed_by = slips | dict.fromkeys((*listening, "reports reads payments, too"), "run") | dict.fromkeys(silent, "never")
