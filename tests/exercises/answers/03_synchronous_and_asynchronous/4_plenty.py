# task: 4
# expect: refused, because this does not hold: ten a second fewer would not do
capacity = 120
