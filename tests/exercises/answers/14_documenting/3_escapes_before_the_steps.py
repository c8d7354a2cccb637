# task: 3
# expect: refused, because this does not hold: it reads ~1 and ~0
def leads_somewhere(document, reference):
    node = document
    for step in reference.replace("~1", "/").replace("~0", "~").split("/")[1:]:
        try:
            node = node[int(step)] if isinstance(node, list) else node[step]
        except (KeyError, IndexError, TypeError, ValueError):
            return False
    return True


def dangling(node, document):
    if isinstance(node, list):
        return [one for inside in node for one in dangling(inside, document)]
    if not isinstance(node, dict):
        return []
    target = node.get("$ref")
    own = [target] if isinstance(target, str) and not leads_somewhere(document, target) else []
    return own + [one for inside in node.values() for one in dangling(inside, document)]
