# task: 1
# expect: refused, because this does not hold: a pre-release precedes its release
def key(version):
    numbers, _, before = version.split("+")[0].partition("-")
    parts = [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in before.split(".") if part]
    return [int(number) for number in numbers.split(".")], parts
