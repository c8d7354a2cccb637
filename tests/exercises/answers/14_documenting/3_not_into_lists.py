# task: 3
# expect: refused, because this does not hold: it looks into lists and steps through them
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
    if not isinstance(node, dict):
        return []
    own = [node["$ref"]] if isinstance(node.get("$ref"), str) and not leads_somewhere(document, node["$ref"]) else []
    return own + [one for inside in node.values() for one in dangling(inside, document)]
