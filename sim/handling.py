"""Handling: the step of a service that looks into a message, as the code of a consumer does, and says whether it went well."""

from sim.arguments import shown
from sim.trace import ERROR


class Handling:
    """A step of a service: call `do(message)` for every `Message` when the work for it has ended.

    If `do` returns False the work has failed: nothing is acknowledged, and the message comes back if its channel hands out
    again. Anything else is well. Steps are taken in the order in which they were made. Raises TypeError unless `do` can be
    called; what `do` raises ends the run.
    """

    def __init__(self, service, do):
        if not callable(do):
            raise TypeError(f"do must be a function of a message, got {shown(do)}")
        self.service, self.do = service, do
        service.steps.append(self)

    def begin(self, job):
        """Handle the message of a job. True: it has failed, and the service has answered so."""
        if self.do(job.message) is False:
            self.service.finish(job, ERROR)
            return True
        return False
