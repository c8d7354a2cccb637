"""Closed forms to hold the simulation to, each with its source. Rates are per second, times in ms, shares from 0 to 1.

Percentiles `q` go from 0 to 100. `queue` is the room to wait besides the workers, as in `World.service`. Where a queue
has no steady state (as much comes in as can be worked on, or more), its waits, times and lengths are inf.
"""

from sim.theory.availability import longest_chain, serial_availability
from sim.theory.blocking import (
    chain_bound,
    chain_percentile,
    chain_sojourn,
    pool_throughput,
    tandem_percentile,
    tandem_sojourn,
)
from sim.theory.brokers import buffer_for, connections, handed_over
from sim.theory.channels import busy_shares, competing_share, missed_events
from sim.theory.collecting import all_in_time, answers_in_time, window_for_all
from sim.theory.contracts import broken_share, held_time
from sim.theory.delivery import mean_times_done, times_done
from sim.theory.discovery import (
    false_evictions,
    mean_staleness,
    registry_requests,
    share_of_long_queues,
    spread_of_staleness,
    supermarket_sojourn,
    worst_goodbye,
    worst_staleness,
)
from sim.theory.fanout import (
    fork_join_sojourn,
    harmonic,
    part_percentile,
    share_with_slow_part,
    slowest_mean,
    slowest_percentile,
)
from sim.theory.general import mg1_queue_length, mg1_sojourn, mg1_wait
from sim.theory.handing_out import dead_share, deliveries_per_message, in_order, unheard_in_time
from sim.theory.loss import erlang_b, mmck_loss, mmck_percentile, mmck_queue_length, mmck_sojourn, mmck_wait
from sim.theory.messaging import lag_after, lost_in_outage, sharded_capacity, useful_consumers
from sim.theory.noticing import largest_share, messages_needed, noticed, seen_in_time
from sim.theory.outages import availability_spread, mean_pending, replica_behind, still_pending
from sim.theory.outbox import copies_per_message, longest_polling_lag, polling_capacity, polling_lag, tailing_lag
from sim.theory.pages import chatty_page, composed_page, parallel_page
from sim.theory.patience import late_share, patience_late, patience_loss, patience_wait
from sim.theory.queues import (
    erlang_c,
    little,
    mm1_percentile,
    mm1_queue_length,
    mm1_sojourn,
    mm1_wait,
    mmc_percentile,
    mmc_queue_length,
    mmc_sojourn,
    mmc_wait,
    mmc_wait_percentile,
    utilisation,
)
from sim.theory.retries import (
    calls_until_row,
    layered_tries,
    least_trials,
    most_tries_in_budget,
    success_with_tries,
    tries_per_call,
    worst_amplification,
)
from sim.theory.storms import backlog_after_pause, drain_time, storm_border, tipping_pause, vulnerable_band
from sim.theory.versions import all_moved, mismatch, overlap

__all__ = [
    "largest_share", "messages_needed", "noticed", "seen_in_time",
    "buffer_for", "connections", "handed_over",
    "busy_shares", "competing_share", "missed_events",
    "availability_spread", "mean_pending", "replica_behind", "still_pending",
    "chatty_page", "composed_page", "parallel_page",
    "copies_per_message", "longest_polling_lag", "polling_capacity", "polling_lag", "tailing_lag",
    "all_moved", "mismatch", "overlap",
    "false_evictions", "mean_staleness", "registry_requests", "share_of_long_queues", "spread_of_staleness", "supermarket_sojourn",
    "worst_goodbye", "worst_staleness",
    "all_in_time", "answers_in_time", "window_for_all",
    "longest_chain", "mean_times_done", "times_done",
    "lag_after", "lost_in_outage", "sharded_capacity", "useful_consumers",
    "dead_share", "deliveries_per_message", "in_order", "unheard_in_time",
    "backlog_after_pause", "broken_share", "calls_until_row", "chain_bound", "chain_percentile", "chain_sojourn", "drain_time",
    "erlang_b", "erlang_c", "fork_join_sojourn", "harmonic", "held_time", "late_share", "layered_tries", "least_trials", "little",
    "mg1_queue_length", "mg1_sojourn", "mg1_wait", "mm1_percentile", "mm1_queue_length", "mm1_sojourn", "mm1_wait",
    "mmc_percentile", "mmc_queue_length", "mmc_sojourn", "mmc_wait", "mmc_wait_percentile", "mmck_loss",
    "mmck_percentile", "mmck_queue_length", "mmck_sojourn", "mmck_wait", "most_tries_in_budget", "part_percentile",
    "patience_late", "patience_loss", "patience_wait", "pool_throughput", "serial_availability", "share_with_slow_part",
    "slowest_mean", "slowest_percentile", "storm_border", "success_with_tries", "tandem_percentile", "tandem_sojourn",
    "tipping_pause", "tries_per_call", "utilisation", "vulnerable_band", "worst_amplification",
]  # fmt: skip
