"""A slow 4G line before our server: what a browser throttles by itself spares the service worker, which asks for most.

Each byte takes half of the round trip and its turn on a line that all connections share; a new connection takes a round
trip more. Opening it safely (TLS) would take one more; a browser of today then often remembers the server."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

from tools import serving

ROUND_TRIP_S = 0.150
DOWN_BYTES_A_SECOND = 1_638_400 / 8  # as Lighthouse's slow 4G
UP_BYTES_A_SECOND = 750_000 / 8
PIECE = 4096


class Way:
    """One direction of the line."""

    def __init__(self, line: "SlowLine", rate: float) -> None:
        self._line, self._rate, self._free_at = line, rate, 0.0

    def arrives_at(self, size: int, now: float) -> float:
        """Of a piece that is sent now, behind what is already on its way."""
        if not self._line.is_slow:
            return now
        self._free_at = max(self._free_at, now) + size / self._rate
        return self._free_at + ROUND_TRIP_S / 2


class SlowLine:
    """`is_slow` may change at any time; `port` is where browsers go."""

    def __init__(self, server_port: int) -> None:
        self.is_slow = False
        self.port = serving.free_port()
        self._server_port = server_port
        self._down, self._up = Way(self, DOWN_BYTES_A_SECOND), Way(self, UP_BYTES_A_SECOND)

    async def serve(self, ready: threading.Event) -> None:
        async with await asyncio.start_server(self._connect, serving.HOST, self.port):
            ready.set()
            await asyncio.Event().wait()

    async def _connect(self, phone: asyncio.StreamReader, to_phone: asyncio.StreamWriter) -> None:
        opened = ROUND_TRIP_S if self.is_slow else 0
        with suppress(OSError, asyncio.CancelledError):
            server, to_server = await asyncio.open_connection(serving.HOST, self._server_port)
            with closing(to_server), closing(to_phone):
                await asyncio.sleep(opened)
                await asyncio.gather(carry(phone, to_server, self._up), carry(server, to_phone, self._down))


async def carry(source: asyncio.StreamReader, target: asyncio.StreamWriter, way: Way) -> None:
    """Until the source ends; what was read is underway while the next is read."""
    loop = asyncio.get_running_loop()
    underway: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def deliver() -> None:
        while True:
            moment, piece = await underway.get()
            await asyncio.sleep(max(0, moment - loop.time()))
            if not piece:
                break
            target.write(piece)
            await target.drain()
        target.write_eof()

    delivery = loop.create_task(deliver())
    try:
        while piece := await source.read(PIECE):
            underway.put_nowait((way.arrives_at(len(piece), loop.time()), piece))
        underway.put_nowait((way.arrives_at(0, loop.time()), b""))
        await delivery
    finally:
        delivery.cancel()


async def hang_up() -> None:
    """Browsers leave connections open."""
    connections = asyncio.all_tasks() - {asyncio.current_task()}
    for connection in connections:
        connection.cancel()
    await asyncio.gather(*connections, return_exceptions=True)


@contextmanager
def slow_line(server_port: int) -> Iterator[SlowLine]:
    line, ready, loop = SlowLine(server_port), threading.Event(), asyncio.new_event_loop()
    loop.set_exception_handler(lambda *_: None)  # a browser that goes away in the middle is no news
    serving_task = loop.create_task(line.serve(ready))

    def run() -> None:
        with suppress(asyncio.CancelledError):
            loop.run_until_complete(serving_task)
        loop.run_until_complete(hang_up())
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait()
    try:
        yield line
    finally:
        loop.call_soon_threadsafe(serving_task.cancel)
        thread.join(5)
