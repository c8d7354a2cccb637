# task: 2
# expect: accepted
KNOWN = ("PENDING", "APPROVED", "REJECTED", "CANCELLED")


NEEDED = {"id": "text", "lines[].price": "whole number", "lines[].quantity": "whole number"}

def read(answer):
    wrong = unmet(answer, NEEDED)
    if wrong:
        raise ValueError("; ".join(wrong))
    state = answer.get("state")
    return {"id": answer["id"], "total": total(answer), "state": state if state in KNOWN else "OTHER"}
