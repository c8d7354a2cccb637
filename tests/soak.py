"""`python -m tests.soak`: many thousand random worlds, held to every law, and real processes killed as often; with progress bars.

Each block of worlds has a seed of its own, so that a failure can be looked at again: `python -m tests.soak --block 17`.
Prints the plan of a counterexample, made as small as Hypothesis can, and exits with 1. `--kills 10000` is how many processes
are killed by SIGKILL between a database and a broker (see `tests.crashes`); with `--worlds 0` nothing else is done.
"""

import sys
import traceback
from argparse import ArgumentParser

from hypothesis import given, seed, settings
from joblib import Parallel, delayed
from tqdm import tqdm

from tests import crashes
from tests.random_worlds import plans
from tests.test_invariants import HERE, run_checked

BLOCK = 100  # worlds


def run_block(number):
    """Hold the worlds of one block to every law; return None, or what went wrong and in which world."""
    broken = []

    @seed(number)
    @settings(HERE, derandomize=False, max_examples=BLOCK, print_blob=False)
    @given(plans())
    def hold(plan):
        try:
            run_checked(plan)
        except BaseException:
            broken[:] = [plan]  # the last one is the smallest
            raise

    try:
        hold()
    except Exception:
        return f"block {number}:\n{traceback.format_exc(limit=-4)}\n{broken[0] if broken else 'no plan'}"
    return None


def main(arguments=None):
    """Run the blocks that the command line asks for; return 1 if a law is broken."""
    parser = ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--worlds", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=10_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--block", type=int, help="only this one")
    asked = parser.parse_args(arguments)
    blocks = range(-(-asked.worlds // BLOCK)) if asked.block is None else [asked.block]
    results = Parallel(n_jobs=asked.processes, return_as="generator_unordered")(delayed(run_block)(number) for number in blocks)
    with tqdm(total=len(blocks) * BLOCK, unit=" worlds", smoothing=0) as bar:
        for problem in results:
            if problem:
                bar.write(f"A law is broken in {problem}")
                return 1
            bar.update(BLOCK)
    if blocks:
        print(f"Every law held in {len(blocks) * BLOCK:,} random worlds.")
    if asked.block is None and asked.kills:
        problems = crashes.soak(asked.kills)
        print("\n".join(problems) or f"And after {asked.kills:,} kills.")
        return 1 if problems else 0
    return 0


if __name__ == "__main__":
    from tests.soak import main as by_name  # the other processes know `run_block` by the name of its module

    sys.exit(by_name())
