# task: 3
# expect: accepted
never_left = ["the name of the host cannot be found", "connection refused"]
silence = ["nothing within a second", "the connection broke while the client waited", "504: the gateway did not hear from the service in time"]
happened = dict.fromkeys(never_left, "no") | dict.fromkeys(silence, "unknown")
happened |= {"201 Created, with the order's number": "yes", "422: the quantity must be positive": "no"}
