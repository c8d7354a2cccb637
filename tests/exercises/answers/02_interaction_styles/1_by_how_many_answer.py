# task: 1
# expect: accepted
one_to_one = {"A": STYLES[0], "C": STYLES[1], "E": STYLES[2], "F": STYLES[0]}
style_of = one_to_one | dict.fromkeys("BH", STYLES[3]) | dict.fromkeys("DG", STYLES[4])
