# task: 1
# expect: accepted
levels = {name: level(exchanges) for name, exchanges in FOUR.items()}
