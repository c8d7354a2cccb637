# task: 3
# expect: accepted
def mended():
    fields = [Field("price_text", "string", 6, default=""), SKU, PRICE, QUANTITY, STATE]
    return Schema("Line", (*fields, Field("discount", "int", 5, default=0)))
