# task: 3
# expect: refused, because this does not hold: what never left the client
happened = {
    "the name of the host cannot be found": "unknown",
    "connection refused": "unknown",
    "201 Created, with the order's number": "yes",
    "422: the quantity must be positive": "no",
    "nothing within a second": "unknown",
    "the connection broke while the client waited": "unknown",
    "504: the gateway did not hear from the service in time": "unknown",
}
