# task: 3
# expect: refused, because this does not hold: both new fields are there
def mended():
    new = Field("discount", "string", 5, default=""), Field("price_text", "string", 6, default="")
    return Schema("Line", (SKU, QUANTITY, PRICE, STATE, *new))
