"""Health, readiness and metrics: what operators see."""

from __future__ import annotations

from pathlib import Path

from tests.web.conftest import MakeApp, ask


def test_health_readiness_and_metrics_are_reported(make_app: MakeApp, bundled_home: Path) -> None:
    client = make_app().test_client()
    assert client.get("/healthz").get_json() == {"status": "alive"}
    ready = client.get("/readyz").get_json()
    assert (ready["status"], ready["store"], ready["redis"]) == ("ready", True, None)
    assert ready["index"] == (bundled_home / "index" / "CURRENT").read_text().strip()
    for _ in range(3):
        ask(client, q="nato")
    text = client.get("/metrics").text
    for line in (
        'resolver_requests_total{method="GET",route="/v1/resolve",status="200"} 3.0',
        'resolver_request_seconds_count{route="/v1/resolve"} 3.0',
        'resolver_verdicts_total{verdict="match"} 3.0',
        'resolver_cache_total{tier="process"} 2.0',
        'resolver_cache_total{tier="miss"} 1.0',
        'resolver_jobs{state="queued"} 0.0',
        'resolver_jobs{state="running"} 0.0',
    ):
        assert line in text.splitlines()
