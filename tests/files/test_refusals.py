"""What is no file of this kind is refused in words that name the file and the place in it."""

import json
import os
import re

import pytest

from sim import World, read_graph, read_latencies
from sim.files import text

DEEP = "[" * 21 + "]" * 21
LAUGHS = "a: &a [x, x]\nb: &b [*a, *a]\nservices: *b\n"
CIRCLE = [{"parent": a, "child": b, "callCount": 1} for a, b in ("AB", "BC", "CB")]
PAIR = '"nodes": [{"id": "a"}, {"id": "b"}]'


def edges(*more, key="edges"):
    return "{" + PAIR + f', "{key}": ' + json.dumps([dict(zip(("source", "target", "timeout"), one, strict=False)) for one in more]) + "}"


def service(**settings):
    return json.dumps({"services": [{"name": "a", **settings}, {"name": "b"}]})


GRAPHS = [  # a file, what it holds, and what is said after its name
    ("a.json", "\ufeff \n", "must hold services and calls, got an empty file"),
    ("a.json", "<html>", "line 1, column 1: must be JSON"),
    ("a.json", '{"nodes": [,]}', "line 1, column 12: must be JSON"),
    ("a.json", '{"nodes": [],\n "nodes": []}', "must have each key once in an object, got 'nodes' twice"),
    ("a.json", '{"nodes": NaN}', "must hold JSON's own numbers only, got NaN"),
    ("a.json", '{"nodes": 1e999}', "must hold numbers that a float can hold, got 1e999"),
    ("a.json", '{"nodes": ' + "9" * 5_000 + "}", "Exceeds the limit"),
    ("a.json", DEEP, "line 1: must be nested at most 20 deep"),
    ("a.json", "[" * 100_000, "line 1: must be nested at most 20 deep"),
    ("a.json", '"' + '\\"' * 1_000_000, "line 1, column 1: must be JSON: Unterminated string"),
    ("a.json", json.dumps({"nodes": [{"id": "a"} | {f"x{i}": 1 for i in range(201)}]}), "nodes[0] must hold at most 200 names that mean nothing"),
    ("a.json", "5", "must be a file of one kind, node-link, isotope, jaeger; this one has neither nodes nor services nor data"),
    ("a.json", '{"nodes": [], "data": []}', "could be node-link or jaeger: say which by kind="),
    ("a.txt", "services: []", "must be a file .json, .yaml or .yml, or begin with a bracket"),
    ("a.json", '{"nodes": []}', "links must be a list, got None"),
    ("a.json", '{"nodes": [], "edges": []}', "graph must hold at least one service"),
    ("a.json", '{"directed": false, "nodes": []}', "directed must be true"),
    ("a.json", '{"multigraph": true, "nodes": []}', "multigraph must be false"),
    ("a.json", '{"nodes": [5]}', "nodes[0] must be a mapping of names to values, got 5"),
    ("a.json", '{"nodes": [{"id": ["a"]}]}', "nodes[0].id must be a string, got ['a']"),
    ("a.json", '{"nodes": [{"id": "a"}, {"id": "a"}]}', "nodes[1].id must be a new one, got 'a'"),
    ("a.json", '{"nodes": [{"id": "\\ud800"}]}', "nodes[0].id must be one line"),
    ("a.json", '{"nodes": [{"id": "a", "wokers": 3}]}', "nodes[0] must not have 'wokers': did you mean 'workers'?"),
    ("a.json", '{"nodes": [{"id": "a", "workers": 0}]}', "nodes[0].workers must be at least 1, got 0"),
    ("a.json", '{"nodes": [{"id": "a", "workers": true}]}', "nodes[0].workers must be a whole number, got True"),
    ("a.json", '{"nodes": [{"id": "a", "work": -5}]}', "nodes[0].work must be at least 0, got -5"),
    ("a.json", '{"nodes": [{"id": "a", "work": {"normal": [5]}}]}', "nodes[0].work must be a number of ms or one of constant"),
    ("a.json", '{"nodes": [{"id": "a", "work": {"uniform": [5]}}]}', "nodes[0].work.uniform: "),
    ("a.json", edges(("a", "c")), "edges[0].target must be one of the nodes, got 'c', which is missing"),
    ("a.json", edges(("a", "b"), ("a", "b")), "edges[1] must be a new call, got a -> b again"),
    ("a.json", edges(("a", "b", -1), key="links"), "links[0].timeout must be positive, got -1"),
    ("a.json", edges(("a",)), "edges[0] must have 'target'"),
    ("a.json", edges(("a", "b"), ("b", "a")), "circle, got a -> b -> a; leave one of them out, as leave_out=[('b', 'a')]"),
    ("a.json", edges(("a", "a")), "circle, got a -> a; leave one"),
    ("a.json", edges(), "entry must be given, as entry='a': nobody calls a, b"),
    ("a.json", json.dumps(CIRCLE), "circle, got B -> C -> B"),
    ("a.json", edges(("a", "b")).replace('"target"', '"retry": 3, "target"'), "edges[0].retry must be given in Python, as calls="),
    ("a.json", '{"data": null}', "data must be a list, got None"),
    ("a.json", '{"data": null, "errors": [{"msg": "no endTs"}]}', "data must be a list; this is an answer with errors: [{'msg': 'no endTs'}]"),
    ("a.json", '{"data": []}', "data must hold at least one call, got none: ask for a longer time"),
    ("a.json", '{"data": [{"traceID": "5"}]}', "data[0] must have 'parent' and 'child', got a trace: ask for /api/dependencies"),
    ("a.json", '[{"parent": "a", "child": "b"}]', "list[0] must have 'callCount'"),
    ("a.json", '{"data": [{"parent": "a", "child": "b", "callCount": -1}]}', "data[0].callCount must be at least 0"),
    ("a.json", '{"data": [{"parent": "a", "child": "b", "callCount": 1.5}]}', "data[0].callCount must be a whole number, got 1.5"),
    ("a.json", '{"data": [{"parent": "", "child": "b", "callCount": 1}]}', "data[0].parent must not be empty"),
    ("a.yaml", "", "must hold services and calls, got an empty file"),
    ("a.yaml", "# no more", "must hold a mapping of names to values, got None"),
    ("a.yaml", "a: b: c", "line 1, column 5: must be YAML of plain values"),
    ("a.yaml", LAUGHS, "line 2, column 8: must be YAML of plain values: got an alias"),
    ("a.yaml", "a: " + DEEP, "line 1, column 23: must be YAML of plain values: got nesting of more than 20"),
    ("a.yaml", "services: []\nservices: []", "line 2, column 1: must be YAML of plain values: got the key 'services' twice"),
    ("a.yaml", "services: !!python/object/apply:os.system [id]", "line 1, column 11: must be YAML of plain values"),
    ("a.yaml", "? [a]\n: b", "line 1, column 3: must be YAML of plain values: got a key that is no plain value"),
    ("a.yaml", "a: !!bool maybe", "must be YAML of plain values"),
    ("a.yaml", "a: 2026-13-45", "must be YAML of plain values"),
    ("a.yaml", "services: []\n---\nservices: []", "line 2, column 1: must be YAML of plain values"),
    ("a.yaml", "service: []", "the file must not have 'service': did you mean 'services'?"),
    ("a.yaml", "kind: ConfigMap", "kind must be one of 'MockServiceGraph', got 'ConfigMap'"),
    ("a.yaml", "services: [{}]", "services[0] must have 'name'"),
    ("a.yaml", service(isEntrypoint=1), "services[0].isEntrypoint must be True or False, got 1"),
    ("a.yaml", "services: [{name: a, isEntrypoint: true}, {name: b, isEntrypoint: true}]", "entry='a': the file lets users ask a, b"),
    ("a.yaml", service(numReplicas=0), "services[0].numReplicas must be at least 1 and at most 10000, got 0"),
    ("a.yaml", "services: [{name: a, errorRate: .nan}]", "services[0].errorRate must be a number, got nan"),
    ("a.yaml", service(errorRate="120%"), "services[0].errorRate must be at least 0 and at most 1, got 1.2"),
    ("a.yaml", "defaults: {errorRate: high}\nservices: [{name: a}]", "defaults.errorRate must be a share such as 0.01 or '1%', got 'high'"),
    ("a.yaml", service(script=["call"]), "services[0].script[0] must be a mapping"),
    ("a.yaml", service(script=[{"get": "b"}]), "services[0].script[0] must be one call or one sleep"),
    ("a.yaml", service(script=[{"call": "c"}]), "services[0].script[0].call must be one of the services, got 'c', which is missing"),
    ("a.yaml", service(script=[{"call": "b"}, [{"call": "b"}]]), "services[0].script[1][0].call must be a new one in this script, got a -> b again"),
    ("a.yaml", service(script=[[[{"call": "b"}]]]), "services[0].script[0][0] must be a mapping"),
    ("a.yaml", service(script=[{"call": {"service": "b", "probability": 50}}]), "services[0].script[0].call.probability must be 100"),
    ("a.yaml", service(script=[{"sleep": 10}]), "services[0].script[0].sleep must be a string, got 10"),
    ("a.yaml", service(script=[{"sleep": "-10ms"}]), "services[0].script[0].sleep must be a duration such as 100ms or 1.5s, got '-10ms'"),
    ("a.yaml", service(script=[{"sleep": "9999h"}]), "services[0].script[0].sleep must be at least 0 and at most 86400000"),
    ("a.yaml", service(script=[{"sleep": {"type": "dist", "data": {}}}]), "services[0].script[0].sleep.type must be one of 'static', got 'dist'"),
]
TIMES = [
    ("", "must hold at least one time in ms"),
    ("service,milliseconds\n", "must hold at least one time in ms"),
    ("name,ms\na,1\n", "row 1: must be the header service,milliseconds, got 'name,ms'"),
    ("service,milliseconds\na,1\nb\n", "row 3: must have the 2 columns service, milliseconds, got 1"),
    ("service,milliseconds\n,1\n", "row 2, column service must not be empty"),
    ("service,milliseconds\na,nan\n", "row 2, column milliseconds: must be a number from 0 to 86,400,000, got 'nan'"),
    ("service,milliseconds\na,-1\n", "row 2, column milliseconds: must be a number from 0"),
    ("service,milliseconds\na,1e300\n", "row 2, column milliseconds: must be a number from 0"),
    ("service,milliseconds\na,fast\n", "row 2, column milliseconds: must be a number from 0"),
    ('service,milliseconds\n"a,1\n', "row 2: must be CSV: unexpected end of data"),
]


@pytest.mark.parametrize("name, content, said", GRAPHS, ids=[said[:60] for *_, said in GRAPHS])
def test_file_that_is_no_graph_is_refused_with_its_name_and_the_place(tmp_path, name, content, said):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises((ValueError, TypeError)) as caught:
        read_graph(path)
    told = str(caught.value)
    assert told.startswith(f"{path}: ") and said in told
    assert "\n" not in told and len(told) < 1_000


@pytest.mark.parametrize("content, said", TIMES, ids=[said[:60] for _, said in TIMES])
def test_times_that_make_no_sense_are_refused_with_row_and_column(tmp_path, content, said):
    path = tmp_path / "times.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises((ValueError, TypeError)) as caught:
        read_latencies(path)
    assert str(caught.value).startswith(f"{path}: {said}")


@pytest.mark.parametrize("name, most", [("a.json", text.MOST_BYTES), ("a.yaml", text.MOST_YAML_BYTES)])
def test_no_more_of_a_large_file_is_read_than_it_may_hold(tmp_path, name, most):
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(10**11)  # a hole: as long as it says, it takes no room on the disk
    with pytest.raises(ValueError, match=f"must hold at most {most:,} bytes, got more"):
        read_graph(path)


def test_too_many_services_calls_and_rows_are_refused(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"nodes": [{"id": i} for i in range(2_001)], "edges": []}))
    with pytest.raises(ValueError, match="nodes must hold at most 2,000, got 2,001"):
        read_graph(path)
    path.write_text(json.dumps([{"parent": str(i), "child": str(i + 1), "callCount": 1} for i in range(2_001)]))
    with pytest.raises(ValueError, match=r"list\[1999\] must be among at most 2,000 services"):
        read_graph(path)
    path.write_text(json.dumps([0] * 20_001))
    with pytest.raises(ValueError, match="list must hold at most 20,000, got 20,001"):
        read_graph(path)
    path.write_text("service,milliseconds\n" + "a,1\n" * 100_001)
    with pytest.raises(ValueError, match="row 100002: must be at most 100,000 rows"):
        read_latencies(path)


@pytest.mark.parametrize("raw", ['{"nodes": []}'.encode("utf-16"), b"PK\x03\x04\xff", b"\x80\x04pickle"])
def test_what_is_not_utf_8_is_refused(tmp_path, raw):
    path = tmp_path / "a.json"
    path.write_bytes(raw)
    with pytest.raises(ValueError, match=r"a\.json: must be text in UTF-8, got byte 0x"):
        read_graph(path)


def test_missing_file_and_a_folder_are_the_systems_errors(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"missing\.json"):
        World.from_graph(tmp_path / "missing.json")
    with pytest.raises(OSError, match=tmp_path.name):  # which one depends on the system
        read_graph(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in this system's folders")
def test_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.json")
    with pytest.raises(ValueError, match=r"pipe\.json: must be a regular file"):
        read_graph(tmp_path / "pipe.json")


def test_name_of_a_shipped_graph_is_no_file():
    with pytest.raises(ValueError, match=r"got 'online-boutique'; that one is load_graph\('online-boutique'\)"):
        World.from_graph("online-boutique")


def test_measured_service_that_the_graph_has_not_is_named(tmp_path):
    times, graph = tmp_path / "times.csv", tmp_path / "a.yaml"
    times.write_text("service,milliseconds\nstok,5\n")
    graph.write_text("services: [{name: stock}]")
    told = r"times\.csv: column service must name services of the graph, got 'stok', which is missing: did you mean 'stock'\?"
    with pytest.raises(ValueError, match=told):
        World.from_graph(graph, latencies=times)


def test_call_that_goes_back_to_where_users_begin_is_the_one_to_leave_out(tmp_path):
    path = tmp_path / "a.json"
    back = [{"source": "b", "target": "a"}, {"source": "a", "target": "b"}]  # the file begins with the call that goes back
    by_file = {"graph": {"entry": "a"}, "nodes": [{"id": "b"}, {"id": "a"}], "edges": back}
    by_root = {"nodes": [{"id": "b"}, {"id": "a"}, {"id": "web"}], "edges": [*back, {"source": "web", "target": "a"}]}
    for content, entry in ((by_file, None), (by_root, None), (by_file | {"graph": {}}, "a")):
        path.write_text(json.dumps(content))
        with pytest.raises(ValueError, match=re.escape("got a -> b -> a; leave one of them out, as leave_out=[('b', 'a')]")):
            read_graph(path, entry=entry)
