# task: 3
# expect: refused, because this does not hold: new readers read
def mended():
    new = Field("discount", "int", 5), Field("price_text", "string", 6)
    return Schema("Line", (SKU, QUANTITY, PRICE, STATE, *new))
