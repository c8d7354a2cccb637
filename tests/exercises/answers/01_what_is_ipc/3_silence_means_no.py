# task: 3
# expect: refused, because this does not hold: silence says nothing
happened = {
    "the name of the host cannot be found": "no",
    "connection refused": "no",
    "201 Created, with the order's number": "yes",
    "422: the quantity must be positive": "no",
    "nothing within a second": "no",
    "the connection broke while the client waited": "no",
    "504: the gateway did not hear from the service in time": "no",
}
