# task: 3
# expect: accepted
contract = {"state": "text", "created_at": "text", "lines[].price": "number", "lines[].quantity": "number"}
