# task: 3
# expect: refused, because this does not hold: old readers read
def mended():
    new = Field("discount", "int", 5, default=0), Field("price_text", "string", 6, default="")
    return Schema("Line", (SKU, STATE, *new))
