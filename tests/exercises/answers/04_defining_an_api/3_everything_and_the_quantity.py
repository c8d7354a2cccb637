# task: 3
# expect: refused, because this does not hold: what does not break the report
contract = copied | {"lines[].quantity": "whole number"}
