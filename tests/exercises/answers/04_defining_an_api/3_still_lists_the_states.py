# task: 3
# expect: refused, because this does not hold: what does not break the report
contract = {"created_at": "text", "state": ("PENDING", "APPROVED", "REJECTED", "CANCELLED"), "lines[].quantity": "whole number",
            "lines[].price": "whole number"}
