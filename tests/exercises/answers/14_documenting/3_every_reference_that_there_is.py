# task: 3
# expect: refused, because this does not hold: the shop's document has none
from sim.documents import references


def leads_somewhere(document, reference):
    return reference in document


def dangling(node, document):
    return [target for _, target in references(node) if not leads_somewhere(document, target)]
