# task: 3
# expect: accepted
from sim.documents import references, resolve


def leads_somewhere(document, reference):
    try:
        resolve(document, reference)
    except ValueError as error:
        return "circle" in str(error)
    return True


def dangling(node, document):
    return [target for _, target in references(node) if not leads_somewhere(document, target)]
