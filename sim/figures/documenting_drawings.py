"""Drawing of an idea: how two operations and a channel of an AsyncAPI document say who talks to whom."""

from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from sim.figures.palette import INK, PAPER, QUIET
from sim.figures.still import drawn

PARTS = (  # x of the middle, width, name, role, what the document says
    (115, 130, "shop", "a service", ("operations:", "  shopSendsOrders:", "    action: send", "    channel: #/channels/orders", "    tags: shop")),
    (410, 150, "orders", "a channel", ("channels:", "  orders:", "    messages: OrderPlaced", "      payload: order, customer,",
                                       "        total (whole number)")),
    (705, 130, "billing", "a service", ("operations:", "  billingReceivesOrders:", "    action: receive", "    channel: #/channels/orders",
                                        "    tags: billing")),
)  # fmt: skip


def a_document():
    """Return the drawing of a service that sends, a channel, a service that receives, and the lines that say so."""
    return drawn(_a_document, "The shop sends to the channel orders, billing receives from it; below each stands what the document says.", (820, 205))


def _a_document(figure):
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, 820)
    axes.set_ylim(30, 235)
    axes.set_axis_off()
    for x, width, name, role, says in PARTS:
        shape = "square,pad=0" if role == "a channel" else "round,pad=0,rounding_size=8"
        face = "#F1F3F5" if role == "a channel" else PAPER
        axes.add_patch(FancyBboxPatch((x - width / 2, 160), width, 46, boxstyle=shape, fc=face, ec=INK, lw=1.3))
        axes.text(x, 183, name, ha="center", va="center", weight="bold")
        axes.text(x, 215, role, ha="center", va="bottom", fontsize=8.5, color=QUIET)
        axes.text(x - 100, 140, "\n".join(says), va="top", fontsize=8.5, family="DejaVu Sans Mono", linespacing=1.5)
    for start, end, does in ((180, 335, "send"), (485, 640, "receive")):
        style = {"arrowstyle": "-|>", "mutation_scale": 14, "color": INK, "lw": 1.6}
        axes.add_patch(FancyArrowPatch((start, 183), (end, 183), **style))
        axes.text((start + end) / 2, 190, does, ha="center", va="bottom", fontsize=9)
