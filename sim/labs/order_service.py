"""A small order service over HTTP, with FastAPI, on the loopback: started and stopped by the code that uses it.

    with order_service() as address, httpx.Client(base_url=address) as client:
        client.get("/orders/o-4711").json()

Its OpenAPI document is written from this code (code first) and stands at /openapi.json. Heavy imports are made here and
nowhere else in `sim`.
"""

import socket
from contextlib import contextmanager
from itertools import count
from threading import Thread
from time import monotonic, perf_counter, sleep
from typing import Annotated, Literal

import httpx
import uvicorn
from fastapi import FastAPI, Header, HTTPException, Response
from pydantic import BaseModel, Field

from sim.arguments import whole
from sim.labs.orders import ORDER, an_order

PATIENCE = 10  # s that a server may take to start, and to stop
Cents = Annotated[int, Field(ge=0, description="in cents")]


class Line(BaseModel):
    """So many of one article."""

    sku: str
    quantity: Annotated[int, Field(ge=1)]
    price: Cents


class Address(BaseModel):
    """Where an order goes."""

    street: str
    city: str
    postcode: str
    country: str


class NewOrder(BaseModel):
    """What a client says when it orders."""

    customer: str
    lines: Annotated[list[Line], Field(min_length=1)]
    delivery_address: Address


class Order(NewOrder):
    """What the service says of an order."""

    id: str
    state: Literal["PENDING", "APPROVED", "REJECTED", "CANCELLED"]
    created_at: str


class Links(BaseModel):
    """An order without its lines: where to get each of them."""

    id: str
    lines: list[str]


def order_app(change=None):
    """Return the service as a FastAPI application whose `state.orders` maps ids to orders, ORDER being there already.

    `change`, a function of an order to an answer, stands for a provider that has changed: it is made to what GET of an
    order answers, and the document of that operation promises nothing.
    """
    app = FastAPI(title="Order service", version="1.0.0", description="Orders of a shop, one resource each.")
    orders, answered = {ORDER["id"]: an_order()}, {}
    app.state.orders = orders
    numbers = count(5_001)

    def find(id):
        if id not in orders:
            raise HTTPException(404, f"there is no order {id}")
        return orders[id]

    @app.get("/orders", response_model=list[str], operation_id="listOrders", tags=["orders"])
    async def list_orders():
        """The ids of all orders there are."""
        return list(orders)

    @app.get("/orders/{id}", response_model=None if change else Order, operation_id="getOrder", tags=["orders"])
    async def get_order(id: str):
        """The whole order: one round trip."""
        return change(an_order(**find(id))) if change else find(id)

    @app.get("/orders/{id}/links", response_model=Links, operation_id="getOrderLinks", tags=["one by one"])
    async def get_links(id: str):
        """The order's lines as links, to be followed one by one."""
        return {"id": id, "lines": [f"/orders/{id}/lines/{number}" for number in range(len(find(id)["lines"]))]}

    @app.get("/orders/{id}/lines/{number}", response_model=Line, operation_id="getOrderLine", tags=["one by one"])
    async def get_line(id: str, number: int):
        """One line of an order."""
        lines = find(id)["lines"]
        if not 0 <= number < len(lines):
            raise HTTPException(404, f"order {id} has no line {number}")
        return lines[number]

    @app.post("/orders", status_code=201, response_model=Order, operation_id="createOrder", tags=["orders"])
    async def create_order(new: NewOrder, response: Response, idempotency_key: Annotated[str | None, Header()] = None):
        """Create an order. The same Idempotency-Key once more gives the first answer again and creates nothing."""
        if idempotency_key is None or idempotency_key not in answered:
            id = f"o-{next(numbers)}"
            orders[id] = new.model_dump() | {"id": id, "state": "PENDING", "created_at": ORDER["created_at"]}
            answered[idempotency_key] = id
        id = answered[idempotency_key]
        response.headers["Location"] = f"/orders/{id}"
        return orders[id]

    @app.put("/orders/{id}", response_model=Order, operation_id="putOrder", tags=["orders"])
    async def put_order(id: str, new: NewOrder):
        """Make the order be this, whatever it was: doing it twice is doing it once."""
        before = orders.get(id, {"state": "PENDING", "created_at": ORDER["created_at"]})
        orders[id] = before | new.model_dump() | {"id": id}
        return orders[id]

    @app.delete("/orders/{id}", status_code=204, operation_id="deleteOrder", tags=["orders"])
    async def delete_order(id: str):
        """Have no such order: fine also if there was none."""
        orders.pop(id, None)

    return app


@contextmanager
def order_service(change=None):
    """Give the address of an order service at a free port of 127.0.0.1; it is gone when the `with` block ends.

    `change`: see `order_app`. The server is a daemon thread of this process, so it cannot outlive it.
    Raises OSError if no port can be had, RuntimeError if the server does not start within 10 s.
    """
    with serving(order_app(change)) as address:
        yield address


@contextmanager
def serving(app):
    """Give the address at which uvicorn serves an ASGI application, at a free port of 127.0.0.1, within the `with` block."""
    # Without the protocol's number asyncio leaves Nagle's algorithm on, and every answer waits 40 ms for an acknowledgement.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, args=([listening],), daemon=True, name="order service")
        thread.start()
        try:
            _wait_until_started(server, thread)
            yield "http://{}:{}".format(*listening.getsockname())
        finally:
            server.should_exit = True
            thread.join(PATIENCE)


def _wait_until_started(server, thread):
    latest = monotonic() + PATIENCE
    while not server.started:
        if not thread.is_alive() or monotonic() > latest:
            raise RuntimeError(f"the order service has not started within {PATIENCE} s")
        sleep(0.005)


def measured_gets(n=200, warm_up=20):
    """Return the times in ms of `n` GETs of one order over one connection, one after the other, as a list.

    A server is started for it. `warm_up` more are made first and not counted. Client and server share this process.
    Raises what `order_service` raises, and ValueError if n < 1.
    """
    whole("n", n, at_least=1)
    with order_service() as address, httpx.Client(base_url=address) as client:
        return timed(lambda: client.get(f"/orders/{ORDER['id']}").raise_for_status(), n, warm_up)


def timed(call, n, warm_up=0):
    """Return how long each of `n` calls took, in ms, after `warm_up` that are not counted."""
    samples = []
    for _ in range(warm_up + n):
        begun = perf_counter()
        call()
        samples.append(1_000 * (perf_counter() - begun))
    return samples[warm_up:]
