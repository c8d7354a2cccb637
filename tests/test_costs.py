"""What messages cost, as values: looked up, interpolated, compared, refused."""

import pytest

from sim.costs import Cost, Costs, stored_costs

ROWS = {1: (100, 1.0, 2.0, 90, 3.0, 4.0), 11: (200, 2.0, 4.0, 100, 5.0, 8.0)}


def test_cost_at_a_measured_number_of_lines_is_what_was_measured():
    costs = Costs({"JSON": ROWS}, "made up")
    assert costs.of("JSON", 1) == Cost(100, 1, 2) and costs.of("JSON", 11, gzip=True) == Cost(100, 5, 8)


def test_cost_between_lies_on_the_straight_line():
    assert Costs({"JSON": ROWS}, "made up").of("JSON", 6) == Cost(150, 1.5, 3)


def test_equal_tables_of_the_same_source_are_equal():
    one, same, other = Costs({"JSON": ROWS}, "a"), Costs({"JSON": dict(ROWS)}, "a", code="other()"), Costs({"JSON": ROWS}, "b")
    assert one == same != other and hash(one) == hash(same) and repr(one) == "measure()"


def test_stored_costs_say_where_they_come_from_and_what_is_known_of_the_formats():
    costs = stored_costs()
    assert "virtual machine" in costs.source and repr(costs) == "stored_costs()"
    assert costs.formats == ("JSON", "XML", "MessagePack", "Protocol Buffers", "Avro")
    sizes = [costs.of(name, 20).size for name in ("XML", "JSON", "MessagePack", "Protocol Buffers", "Avro")]
    assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: stored_costs().of("YAML", 5), "name must be one of 'JSON'.*got 'YAML'"),
        (lambda: stored_costs().of("JSON", 0), "lines must be at least 1 and at most 100, got 0"),
        (lambda: stored_costs().of("JSON", 5, gzip=1), "gzip must be True or False, got 1"),
        (lambda: Costs({}, "made up"), "table must have the same two or more numbers of lines"),
        (lambda: Costs({"JSON": {1: ROWS[1]}}, "made up"), "two or more numbers of lines"),
        (lambda: Costs({"JSON": ROWS, "XML": {1: ROWS[1], 2: ROWS[11]}}, "made up"), "same two or more"),
        (lambda: Costs({"JSON": {1: (1, 2), 2: (1, 2)}}, "made up"), "six numbers"),
        (lambda: Costs({"JSON": {1: (0, 1, 1, 1, 1, 1), 2: ROWS[1]}}, "made up"), "table must be positive, got 0"),
        (lambda: Costs([], "made up"), "table must be a dict"),
    ],
)
def test_nonsense_is_refused_in_words(ask, said):
    with pytest.raises((ValueError, TypeError), match=said):
        ask()
