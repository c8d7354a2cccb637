# task: 3
# expect: accepted
def verdict(seen):
    if seen.startswith("201"):
        return "yes"
    return "no" if seen.startswith("422") or "found" in seen or "refused" in seen else "unknown"


happened = {
    seen: verdict(seen)
    for seen in (
        "the name of the host cannot be found", "connection refused", "201 Created, with the order's number",
        "422: the quantity must be positive", "nothing within a second", "the connection broke while the client waited",
        "504: the gateway did not hear from the service in time",
    )
}  # fmt: skip
