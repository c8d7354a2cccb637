"""Work that goes on beside the notebook: one coroutine at a time on the kernel's event loop, no threads."""

import asyncio


class Job:
    """Holds at most one wanted coroutine; one that is no longer wanted ends at its next pause.

    Front ends may deliver a widget's messages on the kernel's main loop or on that of a subshell, which lives in
    another thread, so a job is not cancelled from outside: it asks `wanted()` after each pause.
    """

    def __init__(self):
        self._ticket = 0
        self._tasks = set()

    def start(self, work):
        """Start the coroutine `work(wanted)` in place of the one before; False if no event loop is running."""
        self.stop()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return False
        ticket = self._ticket
        task = loop.create_task(work(lambda: self._ticket == ticket))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    def stop(self):
        """Want nothing any more."""
        self._ticket += 1

    @property
    def busy(self):
        """True while a coroutine, wanted or not, has not ended."""
        return bool(self._tasks)
