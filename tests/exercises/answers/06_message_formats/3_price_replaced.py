# task: 3
# expect: refused, because this does not hold: old readers read
def mended():
    new = Field("discount", "int", 5, default=0), Field("price_text", "string", 3, default="")
    return Schema("Line", (SKU, QUANTITY, STATE, *new))
