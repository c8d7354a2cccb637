# task: 3
# expect: refused, because this does not hold: today's order keeps the contract
contract = {"created_at": "text", "state": "text", "lines[].quantity": "whole number", "lines[].price": "text"}
