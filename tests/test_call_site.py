"""The call site that the design promises, exactly as it is printed there."""

import subprocess
import sys
from math import isfinite

CALL_SITE = '''
from sim import World, constant, exponential, full_jitter, Breaker, Retry

world = World(seed=1)
stock = world.service("stock", workers=8, work=exponential(20), queue=100)
shop  = world.service("shop", workers=32, work=constant(2))
shop.calls(stock, network=constant(0.5), timeout=250, at_most=16, fallback=True,
           retry=Retry(attempts=3, backoff=full_jitter(base=50, cap=1_000)),
           breaker=Breaker(failures=5, open_for=5_000))
world.users(shop, rate=100)                              # open loop, Poisson arrivals
world.fault(stock, start=10_000, end=20_000, slow=10)    # or fail=0.3, hang=0.05, down=True, pause=True
trace = world.run(60_000)
'''

FIGURES = '''
from sim import availability, percentile, attempts
figures = availability(trace, "shop"),  percentile(trace, "shop", 99),  attempts(trace, "stock")
'''


def ran():
    names = {}
    exec(CALL_SITE, names)
    exec(FIGURES, names)
    return names


def test_call_site_of_the_design_runs_as_printed():
    names = ran()
    served, p99, tries = names["figures"]
    assert served == 1.0  # the fallback stands in whatever happens to the stock
    assert isfinite(p99) and p99 > 2
    assert tries > 1
    assert names["world"].now == 60_000 and 5_500 < sum(span.service == "shop" for span in names["trace"].spans()) < 6_500


def test_its_fault_is_seen_and_its_breaker_opens():
    names = ran()
    stock = [span for span in names["trace"].spans() if span.service == "stock"]
    during = {span.outcome for span in stock if 10_000 <= span.started < 20_000}
    assert {"ok", "timeout", "open"} <= during
    log = names["world"].call("shop", "stock").breaker.log
    assert any(state == "open" and 10_000 < time < 20_000 for time, state in log)
    assert {span.outcome for span in stock if span.started >= 30_000} == {"ok"}


def test_other_faults_of_its_comment_are_taken_too():
    for fault in ("fail=0.3", "hang=0.05", "down=True", "pause=True"):
        names = {}
        exec(CALL_SITE.replace("slow=10", fault), names)
        exec(FIGURES, names)
        assert names["figures"][0] > 0.95


def test_span_has_the_names_that_the_design_lists():
    span = next(ran()["trace"].spans())
    for name in ("service", "caller", "started", "served", "ended", "outcome", "attempt", "parent"):
        assert hasattr(span, name)


def test_importing_sim_loads_neither_matplotlib_nor_ipywidgets():
    code = "import sim, sys; print([name for name in ('matplotlib', 'ipywidgets', 'anywidget', 'numpy') if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_running_world_takes_a_turned_knob():
    names = {}
    exec(CALL_SITE.replace("trace = world.run(60_000)", "world.run(30_000)"), names)
    names["stock"].slow = 10
    names["world"].advance(10_000)
    log = names["world"].call("shop", "stock").breaker.log
    assert any(time > 30_000 and state == "open" for time, state in log)
