"""Still pictures of discovery: the way that news of a death takes, and what each strategy loses."""

from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from sim.figures.palette import BLUE, INK, ORANGE, PAPER, QUIET, RULE, VERMILLION
from sim.figures.still import drawn, sheet


def way_of_the_news():
    """Return the drawing of what lies between an instance and what its callers believe, and which interval each part adds."""
    words = (
        "An instance sends heartbeats to a registry, which keeps leases, sweeps, and gives out a cached list; "
        "a client, or a router for all clients, fetches it and calls the instance."
    )
    return drawn(_way, words, (820, 270))


def losses(shares):
    """Return bars of the share of users' requests lost by each strategy: `shares` maps its name to a share from 0 to 1."""
    words = "Users' requests lost: " + ", ".join(f"{name} {share:.1%}" for name, share in shares.items())

    height = 70 + 34 * len(shares)

    def draw(figure):
        axes = figure.add_axes((0.3, 54 / height, 0.6, 1 - 62 / height))
        places = range(len(shares))
        axes.barh(places, [100 * share for share in shares.values()], color=BLUE, height=0.62)
        for place, share in zip(places, shares.values()):
            axes.text(100 * share, place, f"  {share:.1%}", va="center", fontsize=9)
        axes.set_yticks(places, shares)
        axes.invert_yaxis()
        axes.grid(False, axis="y")
        axes.set_xlabel("users' requests that failed (%)")

    return drawn(draw, words, (800, height))


def _way(figure):
    axes = sheet(figure, 820, 270)
    boxes = (
        (20, 140, "instance", "lives, dies,\nmoves"),
        (230, 350, "registry", ""),
        (660, 140, "client or router", "believes a copy"),
    )
    for x, width, name, says in boxes:
        axes.add_patch(FancyBboxPatch((x, 90), width, 110, boxstyle="round,pad=0,rounding_size=8", fc=PAPER, ec=INK, lw=1.4))
        axes.text(x + width / 2, 213, name, ha="center", weight="bold")
        axes.text(x + width / 2, 145, says, ha="center", va="center", fontsize=9, color=QUIET)
    parts = (("lease", "how long may\nnothing be heard?"), ("sweep", "when are ends\nnoticed?"), ("cache", "how old is the\nlist given out?"))
    for i, (name, says) in enumerate(parts):
        x = 242 + 112 * i
        axes.add_patch(FancyBboxPatch((x, 105), 102, 80, boxstyle="round,pad=0,rounding_size=6", fc="#F4F6F8", ec=RULE))
        axes.text(x + 51, 166, name, ha="center", va="center", weight="bold", fontsize=9, color=VERMILLION)
        axes.text(x + 51, 133, says, ha="center", va="center", fontsize=8, color=QUIET)
    for start, end, words in (((160, 145), (229, 145), "heartbeat"), ((659, 145), (581, 145), "fetch")):
        style = {"arrowstyle": "-|>", "mutation_scale": 14, "color": INK, "lw": 1.6}
        axes.add_patch(FancyArrowPatch(start, end, **style))
        colour = VERMILLION if words == "fetch" else INK
        axes.text((start[0] + end[0]) / 2, 155, words, ha="center", fontsize=8.5, weight="bold", color=colour)
    bent = {"arrowstyle": "-|>", "mutation_scale": 14, "color": ORANGE, "lw": 2, "connectionstyle": "arc3,rad=-0.12"}
    axes.add_patch(FancyArrowPatch((700, 88), (90, 88), **bent))
    axes.text(395, 33, "calls, to wherever the copy says", ha="center", fontsize=9, color=INK)
    axes.text(410, 248, "news of a death takes: the lease + the sweep + the cache + the fetch", ha="center", fontsize=9.5, color=VERMILLION)
