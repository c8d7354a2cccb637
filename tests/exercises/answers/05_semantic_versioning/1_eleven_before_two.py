# task: 1
# expect: refused, because this does not hold: the chain of the specification is in order
def key(version):
    numbers, _, before = version.split("+")[0].partition("-")
    return [int(number) for number in numbers.split(".")], not before, before.split(".")
