"""The floors of `sim`: which module may import which, and what each floor may bring along."""

import ast
import json
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import sim

HOUSE = Path(sim.__file__).parent
FLOORS = {  # from the ground up; halves are floors of the design that build on themselves
    0: "arguments limits",
    0.3: "balancing clock contracts costs delays documents faults knobs leases streams theory topology trace versions windows",
    0.4: "files ledger order_book retention shards",
    0.6: "breaker outages pending replica broker retry samples",
    1: "load policies service tcp tries",
    1.1: "message",
    1.2: "consumer",
    1.3: "channel",
    1.5: "handling publishing",
    1.6: "asking outbox",
    2: "call caller wiring",
    2.5: "group world",
    2.7: "registry",
    3: "messaging metrics waste watch",
    3.5: "__init__",
    3.7: "drills",
    4: "sweeps",
    4.2: "labs scenarios",
    5: "checks figures",
    6: "explorer",
}
FLOOR_OF = {name: floor for floor, names in FLOORS.items() for name in names.split()}
GROUND = {*sys.stdlib_module_names, "networkx", "sim", "simpy"}
FILES = {".".join(path.relative_to(HOUSE).with_suffix("").parts): path for path in sorted(HOUSE.rglob("*.py"))}


def imports_of(path):
    """Return the dotted names that a module imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full, from sim"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


IMPORTS = {module: set(imports_of(path)) for module, path in FILES.items()}


def test_every_module_stands_on_a_floor():
    unknown = {module.split(".")[0] for module in FILES} - set(FLOOR_OF)
    assert not unknown, f"say in FLOORS which floor it is on: {sorted(unknown)}"


def test_a_module_imports_from_lower_floors_only():
    found = []
    for module, names in IMPORTS.items():
        own = module.split(".")[0]
        for name in names:
            top, _, rest = name.partition(".")
            part = rest.split(".")[0]
            part = part if part in FLOOR_OF else "__init__"
            if top == "sim" and part != own and FLOOR_OF[part] >= FLOOR_OF[own]:
                found.append(f"sim.{module} (floor {FLOOR_OF[own]}) imports {name} (floor {FLOOR_OF[part]})")
    assert not found, "\n".join(found)


def test_modules_do_not_import_each_other_in_a_circle():
    graph = {module: {m for n in names for m in FILES if _is(n, f"sim.{m}")} for module, names in IMPORTS.items()}
    assert len(list(TopologicalSorter(graph).static_order())) == len(FILES)


def test_floors_0_to_3_need_only_the_standard_library_simpy_and_networkx():
    low = {module: names for module, names in IMPORTS.items() if FLOOR_OF[module.split(".")[0]] < 4}
    assert len(low) > 10
    others = {(module, name) for module, names in low.items() for name in names if name.split(".")[0] not in GROUND}
    assert others == {("files.yaml_text", "yaml")}, "PyYAML alone, by the function that reads a YAML file"


def test_only_the_explorer_imports_widgets():
    widgets = {m for m, names in IMPORTS.items() for n in names if n.split(".")[0] in ("ipywidgets", "anywidget")}
    assert widgets and {module.split(".")[0] for module in widgets} == {"explorer"}


def test_nothing_imports_pyplot():
    assert not [module for module, names in IMPORTS.items() if any("pyplot" in n or "pylab" in n for n in names)]


def test_importing_sim_loads_neither_matplotlib_nor_widgets_nor_numpy():
    heavy = ["IPython", "PIL", "anywidget", "ipywidgets", "matplotlib", "numpy", "yaml"]
    code = f"import json, sim, sys; print(json.dumps([name for name in {heavy} if name in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []


def _is(name, module):
    return name == module or name.rpartition(".")[0] == module
