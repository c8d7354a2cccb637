"""What the engine is measured against: the same three-service chain with timeouts, by hand and in textbook SimPy.

users -> a -> b -> c, open Poisson load, exponential work, a constant network hop each way, a timeout on every call, one
worker pool each; a caller that gave up leaves the work going on. Each returns the number of tries made.
"""

from collections import deque
from heapq import heappop, heappush
from itertools import count
from math import log
from random import Random

import simpy

from sim import World, constant, exponential

CHAIN = {"rate": 100, "work": (4.0, 4.0, 4.0), "workers": (8, 4, 2), "network": 0.5, "timeout": (400.0, 200.0, 100.0)}


def engine(until, seed=1):
    """The simulation itself, recording every try."""
    world = World(seed=seed)
    services = [
        world.service(name, workers=workers, work=exponential(work))
        for name, workers, work in zip("abc", CHAIN["workers"], CHAIN["work"])
    ]
    hop = constant(CHAIN["network"])
    for caller, callee, timeout in zip(services, services[1:], CHAIN["timeout"][1:]):
        caller.calls(callee, network=hop, timeout=timeout)
    world.users(services[0], rate=CHAIN["rate"], timeout=CHAIN["timeout"][0], network=hop)
    return len(world.run(until))


def heap_loop(until, seed=1):
    """A loop over a heap of (time, number, kind, call), recording nothing."""
    rng = Random(seed)
    random = rng.random
    hop, timeouts, workers, work = CHAIN["network"], CHAIN["timeout"], CHAIN["workers"], CHAIN["work"]
    queue, number = [], count()
    busy, waiting = [0, 0, 0], [deque(), deque(), deque()]
    gap = 1_000 / CHAIN["rate"]
    tries = 0

    def push(time, kind, call):
        heappush(queue, (time, next(number), kind, call))

    def call_service(now, level, parent):
        nonlocal tries
        tries += 1
        call = [level, parent, True, True]  # level, caller, live, outcome
        push(now + hop, 1, call)
        push(now + timeouts[level], 4, call)

    def start(now, call):
        level = call[0]
        busy[level] += 1
        push(now - work[level] * log(1.0 - random()), 2, call)

    def finish(now, call, good):
        level = call[0]
        busy[level] -= 1
        if waiting[level]:
            start(now, waiting[level].popleft())
        if call[2]:
            call[3] = good
            push(now + hop, 3, call)

    def end(now, call, good):
        call[2] = False
        if call[1] is not None:
            finish(now, call[1], good)

    push(-gap * log(1.0 - random()), 0, None)
    while queue and queue[0][0] < until:
        now, _, kind, call = heappop(queue)
        if kind == 0:
            call_service(now, 0, None)
            push(now - gap * log(1.0 - random()), 0, None)
        elif kind == 1:
            if busy[call[0]] < workers[call[0]]:
                start(now, call)
            else:
                waiting[call[0]].append(call)
        elif kind == 2:
            if call[0] < 2:
                call_service(now, call[0] + 1, call)
            else:
                finish(now, call, True)
        elif kind == 3:
            if call[2]:
                end(now, call, call[3])
        elif call[2]:
            end(now, call, False)
    return tries


def textbook(until, seed=1):
    """SimPy as its tutorials teach it: a process per call, `reply | timeout`, a Resource a service; recording nothing."""
    rng = Random(seed)
    env = simpy.Environment()
    pools = [simpy.Resource(env, capacity=workers) for workers in CHAIN["workers"]]
    hop = CHAIN["network"]
    tries = 0

    def serve(level, reply):
        yield env.timeout(hop)
        good = True
        with pools[level].request() as request:
            yield request
            yield env.timeout(rng.expovariate(1 / CHAIN["work"][level]))
            if level < 2:
                good = yield env.process(ask(level + 1))
        yield env.timeout(hop)
        reply.succeed(good)

    def ask(level):
        nonlocal tries
        tries += 1
        reply = env.event()
        env.process(serve(level, reply))
        yield reply | env.timeout(CHAIN["timeout"][level])
        return reply.triggered and reply.value

    def users():
        while True:
            yield env.timeout(rng.expovariate(CHAIN["rate"] / 1_000))
            env.process(ask(0))

    env.process(users())
    env.run(until)
    return tries
