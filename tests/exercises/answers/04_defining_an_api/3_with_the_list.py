# task: 3
# expect: accepted
contract = {"lines": "list", "lines[].quantity": "whole number", "lines[].price": "whole number"}
contract |= {"state": "text", "created_at": "text"}
