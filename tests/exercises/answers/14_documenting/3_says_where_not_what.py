# task: 3
# expect: refused, because this does not hold: it finds the one that the schema overlooks
from sim.labs.asyncapi import dangling as found


def leads_somewhere(document, reference):
    return True


def dangling(node, document):
    return found(document)
