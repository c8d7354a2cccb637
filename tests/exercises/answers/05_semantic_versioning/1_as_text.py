# task: 1
# expect: refused, because this does not hold: numbers are compared as numbers
def key(version):
    return version.split("+")[0].split("-")[0].split("."), version
