# task: 3
# expect: refused, because your code raised ValueError: fields must each have a tag of their own
def mended():
    new = Field("discount", "int", 2, default=0), Field("price_text", "string", 3, default="")
    return Schema("Line", (SKU, QUANTITY, PRICE, STATE, *new))
