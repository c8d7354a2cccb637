# task: 1
# expect: refused, because this does not hold: build metadata do not count
def key(version):
    numbers, _, before = version.partition("-")
    parts = [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in before.split(".")]
    return [int(number.split("+")[0]) for number in numbers.split(".")[:3]], not before, parts
