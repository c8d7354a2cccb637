# task: 1
# expect: accepted
from functools import cmp_to_key


def compare(one, other):
    def split(version):
        numbers, _, before = version.partition("+")[0].partition("-")
        return list(map(int, numbers.split("."))), before.split(".") if before else []
    (a, x), (b, y) = split(one), split(other)
    if a != b:
        return -1 if a < b else 1
    if not x or not y:
        return bool(y) - bool(x)
    for p, q in zip(x, y):
        if p == q:
            continue
        if p.isdigit() and q.isdigit():
            return -1 if int(p) < int(q) else 1
        if p.isdigit() != q.isdigit():
            return -1 if p.isdigit() else 1
        return -1 if p < q else 1
    return (len(x) > len(y)) - (len(x) < len(y))

key = cmp_to_key(compare)
