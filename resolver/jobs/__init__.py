"""Lists that are resolved in the background: taken in, queued, worked on, kept for some days.

- `job`: what is known of a job, and how far it is.
- `folder`: the folder of one job, its files and its lock.
- `jobs`: all jobs of a home: take one in, find one, see which wait.
- `process`: the process that resolves the list of one job.
- `watching`: one job from its claim to its end: its process started, watched, ended.
- `queues`: which job is next, and the folders as a queue.
- `rq_queue`: the queue on Redis, by RQ.
- `chosen_queue`: which of the two the settings choose.
- `worker`: the process that works on jobs, `resolver worker`.

The folder promises that a job outlives every process: what is known of it is on disk, one process
at a time works on it, and whichever starts next goes on where the last one ended, to the same
bytes.
"""

from resolver.jobs.chosen_queue import queue_of
from resolver.jobs.folder import JobFolder, ending_of
from resolver.jobs.job import Failure, Job, Progress, State
from resolver.jobs.jobs import Found, Jobs
from resolver.jobs.queues import JobQueue

__all__ = [
    "Failure",
    "Found",
    "Job",
    "JobFolder",
    "JobQueue",
    "Jobs",
    "Progress",
    "State",
    "ending_of",
    "queue_of",
]
