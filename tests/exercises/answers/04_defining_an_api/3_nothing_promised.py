# task: 3
# expect: refused, because this does not hold: whatever breaks the report breaks the contract
contract = {}
