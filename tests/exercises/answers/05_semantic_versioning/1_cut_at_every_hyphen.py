# task: 1
# expect: refused, because this does not hold: it agrees with the semver library
def key(version):
    numbers, *before = version.split("+")[0].split("-")
    parts = [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in ".".join(before).split(".")]
    return [int(number) for number in numbers.split(".")], not before, parts
