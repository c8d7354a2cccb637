# task: 3
# expect: refused, because this does not hold: they are settings of the breaker
settings = {"timeout": 100}
