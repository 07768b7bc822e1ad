"""What the product's processes hold after the load."""

from tools.bench.measuring import children, pss_mib
from tools.bench.report import Figure
from tools.bench.servers import Server

GOAL_MIB = 150


def measure(product: Server, worker: Server) -> list[Figure]:
    """granian's first process only looks after the others, so it has no goal."""
    return [
        *(
            Figure(f"web worker {number}", pss_mib(pid), "MiB PSS", at_most=GOAL_MIB)
            for number, pid in enumerate(web_workers(product.pid), 1)
        ),
        Figure("worker for jobs", pss_mib(worker.pid), "MiB PSS", at_most=GOAL_MIB),
        Figure("the web server itself", pss_mib(product.pid), "MiB PSS"),
    ]


def web_workers(pid: int) -> list[int]:
    """Not Python's resource tracker, a small helper beside them."""
    return [child for child in children(pid) if pss_mib(child) > 25]
