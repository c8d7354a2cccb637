# task: 3
# expect: accepted
def leads_somewhere(document, reference):
    node = document
    for step in reference.split("/")[1:]:
        step = step.replace("~1", "/").replace("~0", "~")
        try:
            node = node[int(step)] if isinstance(node, list) else node[step]
        except (KeyError, IndexError, TypeError, ValueError):
            return False
    return True


def dangling(node, document):
    to_do, found = [node], []
    while to_do:
        one = to_do.pop()
        if isinstance(one, dict):
            to_do += one.values()
            if isinstance(one.get("$ref"), str) and not leads_somewhere(document, one["$ref"]):
                found.append(one["$ref"])
        elif isinstance(one, list):
            to_do += one
    return found
