# task: 4
# expect: refused, because this does not hold: the deploy is quick enough
serve_on = 60
