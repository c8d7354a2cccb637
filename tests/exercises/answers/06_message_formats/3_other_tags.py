# task: 3
# expect: accepted
def mended():
    discount = Field("discount", "int", 17, default=0)
    receipt = Field("price_text", "string", 9, default="unknown")
    return Schema("Line", LINE_V1.fields + (discount, receipt))
