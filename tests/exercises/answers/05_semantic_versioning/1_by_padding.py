# task: 1
# expect: accepted
import re


def key(version):
    numbers, before = re.fullmatch(r"([0-9.]+)(?:-([^+]+))?(?:\+.*)?", version).groups()
    padded = tuple(number.rjust(9, "0") for number in numbers.split("."))
    if before is None:
        return padded, ("~",)  # sorts behind every letter
    return padded, tuple("0" + part.rjust(9, "0") if part.isdigit() else "1" + part for part in before.split("."))
