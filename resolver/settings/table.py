"""The table of settings: reach for it to add one. `Settings` has a field of each name."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from resolver.settings.setting import (
    Setting,
    count,
    hidden,
    mask_password,
    number,
    rate,
    redis_url,
    secret,
    switch,
    web_url,
    words,
)

SETTINGS: Final = (
    Setting("home", "./.resolver", "directory", "Holds the store and its indexes.", Path),
    Setting(
        "lock_wait_s", "60", "seconds", "How long a writer waits for another to end.", number(0)
    ),
    Setting("host", "127.0.0.1", "address", "The address that the service listens on.", str),
    Setting("port", "8000", "port", "The port that the service listens on.", count(1, 65_535)),
    Setting("workers", "2", "processes", "How many processes serve.", count(1, 256)),
    Setting(
        "max_concurrent_queries",
        "1",
        "queries",
        "Queries that a process works on at once.",
        count(1, 64),
    ),
    Setting(
        "max_queued_queries",
        "32",
        "queries",
        "Queries that may wait in a process; the next one gets 503.",
        count(0, 1000),
    ),
    Setting(
        "reload_s",
        "0.05",
        "seconds",
        "How often the service checks for a new index.",
        number(0.01),
    ),
    Setting(
        "cache_mb",
        "32",
        "MB",
        "Memory for the answers that each process caches, about 1.4 kB each; 0 for none.",
        count(0, 1_000_000),
    ),
    Setting(
        "redis_url",
        "",
        "URL (redis://, rediss://, unix://)",
        "The Redis that processes and services share as a cache, if any.",
        redis_url,
        mask_password,
    ),
    Setting(
        "redis_timeout_s",
        "0.05",
        "seconds",
        "How long a call of Redis may take.",
        number(0.001, 10),
    ),
    Setting("cache_ttl_s", "86400", "seconds", "How long Redis keeps an answer.", count(1)),
    Setting(
        "cors_origins",
        "",
        "origins with spaces between, or *",
        "Web pages that may ask from a browser.",
        words,
    ),
    Setting(
        "allowed_hosts",
        "",
        "names with spaces between",
        "Hosts that requests may name. On the loopback its own names always; elsewhere any "
        "until some are named here.",
        words,
    ),
    Setting(
        "public_url",
        "",
        "URL (http://, https://)",
        "Where clients reach the service, if a proxy stands before it; its host is allowed.",
        web_url,
    ),
    Setting(
        "reconcile_name",
        "alias-resolver",
        "name",
        "What clients of reconciliation call the service.",
        str,
    ),
    Setting(
        "reconcile_logo",
        "",
        "URL (http://, https://)",
        "A picture that they show beside it, if any.",
        web_url,
    ),
    Setting(
        "identifier_space",
        "",
        "URL (http://, https://)",
        "What IDs are IDs of, for them; the URL of the service's entities if empty.",
        web_url,
    ),
    Setting(
        "reconcile_origins",
        "*",
        "origins with spaces between, or *",
        "Web pages that may reconcile from a browser: they can read the table then.",
        words,
    ),
    Setting(
        "read_key",
        "false",
        "true or false",
        "Whether reading needs a key, too; writing always does.",
        switch,
    ),
    Setting(
        "key",
        "",
        "secret of a key",
        "The key with which `resolver mcp --url` asks a service.",
        secret,
        hidden,
    ),
    Setting(
        "rate_limit",
        "",
        "requests/second, /minute, /hour or /day, such as 100/minute",
        "How many requests each key, or each address without one, may make; any number if empty.",
        rate,
    ),
    Setting(
        "job_max_mb",
        "200",
        "MB",
        "How long a list may be that is sent as a job, unpacked too.",
        count(1, 1_000_000),
    ),
    Setting("job_max_rows", "5000000", "rows", "Rows that the list of a job may have.", count(1)),
    Setting(
        "max_queued_jobs",
        "20",
        "jobs",
        "Jobs that are not done yet, with those on their way; the next one gets 503.",
        count(1, 10_000),
    ),
    Setting(
        "jobs_at_once",
        "1",
        "jobs",
        "Jobs that a worker works on at once; each uses all processors.",
        count(1, 64),
    ),
    Setting(
        "job_days",
        "7",
        "days",
        "How long a job and its result are kept once it has ended.",
        number(0.0001, 36_500),
    ),
    Setting(
        "job_memory_mb",
        "1024",
        "MB",
        "Memory of its own that each process of a job may take; the index does not count.",
        count(128, 1_000_000),
    ),
    Setting(
        "job_timeout_s",
        "21600",
        "seconds",
        "How long a job may be worked on without a break.",
        number(1),
    ),
    Setting(
        "keep_undecided",
        "false",
        "true or false",
        "Whether names that the service finds no match for are kept to be decided; names are "
        "personal data.",
        switch,
    ),
    Setting(
        "log_text",
        "false",
        "true or false",
        "Whether the text of queries is logged; names are personal data.",
        switch,
    ),
)
"""Every setting."""
