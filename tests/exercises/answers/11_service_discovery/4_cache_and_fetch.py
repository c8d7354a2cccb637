# task: 4
# expect: accepted
serve_on = 20 + 15
