# task: 3
# expect: refused, because this does not hold: both new fields are there
def mended():
    return Schema("Line", (SKU, QUANTITY, PRICE, STATE, Field("discount", "int", 5, default=0)))
