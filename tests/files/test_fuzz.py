"""Whatever a file holds, reading it gives a graph, or an error of three kinds that names the file."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim import World, read_graph, read_latencies
from sim.topology import check_graph

HERE = Path(__file__).parent
REAL = [path.read_bytes() for path in sorted(HERE.iterdir()) if path.suffix in (".json", ".yaml")]
REAL += [b"service,milliseconds\nshop,1.5\nstock,20\n", b'{"data": [{"parent": "a", "child": "b", "callCount": 3}]}']
REAL += [b"services:\n- name: a\n  errorRate: 1%\n  numReplicas: 2\n  script: [{sleep: 10ms}, {call: {service: b}}]\n- {name: b}\n"]
PIECES = [b"", b"\0", b"-1", b".nan", b"1e999", b"9" * 400, b"null", b"true", b"[", b"]", b"{", b"}", b'"', b"&a ", b"*a", b"<<", b"!!int ",
          b"!!set ", b"!!omap ", b"!!binary ", b"? ", b": ", b", ", b"\n", b"- ", b"\t", b"#", b"%", b"|", b"\xff", b"\xef\xbb\xbf", b"---\n", b"a",
          b"name", b"id", b"script", b"sleep", b"call", b"2026-01-01", b"0x_", b"1:60", b"\\ud800"]  # fmt: skip
QUIET = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def mutated(draw):
    """Draw a real file with pieces put in, left out or put in the place of others."""
    raw = draw(st.sampled_from(REAL))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(raw)))
        end = min(len(raw), start + draw(st.sampled_from([0, 0, 1, 2, 5, 40])))
        raw = raw[:start] + draw(st.sampled_from(PIECES) | st.binary(max_size=4)) + raw[end:]
    return raw


def hold(path, raw, kind):
    """Read `raw` in every way there is, and hold what comes to the promise."""
    path.write_bytes(raw)
    for read in (lambda: read_graph(path, kind=kind), lambda: read_latencies(path)):
        try:
            found = read()
        except (ValueError, TypeError, OSError) as error:
            assert type(error) in (ValueError, TypeError) and str(error).startswith(f"{path}: ")
            continue
        if not isinstance(found, dict):
            assert check_graph(found) is found
            World.from_graph(found)


@QUIET
@given(raw=mutated(), suffix=st.sampled_from([".json", ".yaml", ".yml", ""]), kind=st.sampled_from([None, None, "node-link", "isotope", "jaeger"]))
def test_mutated_real_file_gives_a_graph_or_an_error_that_names_it(tmp_path, raw, suffix, kind):
    hold(tmp_path / f"graph{suffix}", raw, kind)


@QUIET
@given(raw=st.binary(max_size=200), suffix=st.sampled_from([".json", ".yaml", ""]))
def test_any_bytes_give_a_graph_or_an_error_that_names_the_file(tmp_path, raw, suffix):
    hold(tmp_path / f"graph{suffix}", raw, None)


@pytest.mark.parametrize("raw", REAL)
def test_what_is_mutated_is_fine_as_it_is(tmp_path, raw):
    path = tmp_path / "file.yaml" if b"services:" in raw else tmp_path / "file.txt"
    path.write_bytes(raw)
    assert read_latencies(path) if raw.startswith(b"service,") else read_graph(path)
