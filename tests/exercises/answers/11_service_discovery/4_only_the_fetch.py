# task: 4
# expect: refused, because this does not hold: no request fails
serve_on = 15
