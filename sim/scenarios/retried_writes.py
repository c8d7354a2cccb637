"""Orders are sent over a network that loses messages, and sent again: how often is each of them really done?

What is done twice depends on the method: POST creates once more, PUT makes it so once more, and a POST with an idempotency
key is known again.
"""

from sim.arguments import number, share, whole
from sim.delays import constant
from sim.knobs import Slider
from sim.retry import Retry
from sim.scenarios.result import Result
from sim.scenarios.words import per_cent
from sim.theory import times_done
from sim.trace import OK, USERS
from sim.world import World

METHODS = ("POST", "POST with a key", "PUT")
UNTIL = 20_000
WORK, HOP, PATIENCE = 5, 20, 100  # ms: of the server, each way, and until the client takes the answer for lost


def run(*, loss=0.1, attempts=3, rate=50, seed=1):
    """Send `rate` orders a second for 20 s and return the `Result`.

    A share `loss` of messages is lost, either way. The client waits 100 ms and makes `attempts` tries in all. The last ones
    are left to end.
    """
    params = dict(locals())
    share("loss", loss)
    number("rate", rate, above=0, at_most=1_000)
    tries = whole("attempts", attempts, at_least=1)
    world = World(seed=seed)
    orders = world.service("orders", workers=500, work=constant(WORK))
    retry = Retry(attempts=tries) if tries > 1 else None
    users = world.users(orders, rate=rate, timeout=PATIENCE, retry=retry, network=constant(HOP))
    users.call.loss = loss
    result = Result(world, UNTIL, in_words, every=500)
    result.params = params
    result.advance(UNTIL)
    result.details["done"] = _done(result.trace, UNTIL - tries * PATIENCE)
    return result


def _done(trace, until):
    """Return (times done, ms of the first try, whether an answer came) of every order first sent before `until`."""
    found = {}
    for row in trace.rows("orders", USERS):
        first = trace.first[row]
        begun, done, heard = found.get(first, (0, 0, False)) if first >= 0 else (trace.started[row], 0, False)
        was = trace.released[row] == trace.released[row]
        found[row if first < 0 else first] = (begun, done + was, heard or trace.code[row] == OK)
    return [(done, begun, heard) for begun, done, heard in found.values() if begun < until]


def shares_done(result):
    """Return the shares of orders that were done 0, 1, 2, … times; and the same by the closed form."""
    done = [times for times, _, _ in result.details["done"]]
    attempts = result.params["attempts"]
    seen = [done.count(times) / len(done) if done else 0.0 for times in range(attempts + 1)]
    arrives = 1 - result.params["loss"]
    return seen, times_done(arrives, arrives * arrives, attempts)


def orders_made(result, method="POST", until=UNTIL):
    """Return how many orders there are in the end of those first sent before `until` ms, by the method that sent them."""
    done = [times for times, begun, _ in result.details["done"] if begun <= until]
    return sum(done) if method == "POST" else sum(times > 0 for times in done)


def in_words(result):
    """Return what became of the orders, in one sentence."""
    done = result.details.get("done", [])
    if not done:
        return "No order has been sent yet."
    meant, doubts = len(done), sum(times > 0 and not heard for times, _, heard in done)
    unheard = sum(not heard for _, _, heard in done)
    text = f"{meant:,} orders were meant: POST made {orders_made(result):,}, POST with a key and PUT made {orders_made(result, 'PUT'):,}"
    text += f"; {per_cent(sum(times > 1 for times, _, _ in done) / meant)} were done more than once"
    return text + (f"; of {unheard:,} the client heard nothing, {doubts:,} of these were done." if unheard else ".")


KNOBS = {
    "loss": Slider(0.1, 0.0, 0.5, 0.01, "Messages lost"),
    "attempts": Slider(3, 1, 6, 1, "Tries in all"),
    "rate": Slider(50, 10, 100, 10, "Orders", "/s"),
}

PRESETS = {
    "One lost in ten": {},
    "One try only": {"attempts": 1},
    "Six tries": {"attempts": 6},
    "One lost in a hundred": {"loss": 0.01},
    "Half are lost": {"loss": 0.5, "attempts": 6},
}
