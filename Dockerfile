# The service in a container: `docker compose up -d`, or `docker build -t alias-resolver .` alone.
# BASE is a Debian-like image with Python 3.11 to 3.14 and its venv module.
ARG BASE=python:3.11.14-slim-bookworm

FROM ${BASE} AS builder
# pip's own variables, where packages come from elsewhere; none of them reaches the final image.
ARG PIP_INDEX_URL
ARG PIP_EXTRA_INDEX_URL
ARG PIP_CERT
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
# Matching is compiled, and the final image needs no compiler for that.
RUN apt-get update && apt-get install --yes --no-install-recommends gcc libc6-dev \
    $(command -v python3-config >/dev/null || echo python3-dev)
RUN python3 -m venv /opt/resolver && python3 -m venv /opt/build
# What it depends on is a layer of its own, so that other code or tables do not fetch it again.
COPY requirements requirements
RUN /opt/resolver/bin/pip install --require-hashes --requirement requirements/run.txt \
    && /opt/build/bin/pip install --require-hashes --requirement requirements/run.txt \
    --requirement requirements/compile.txt
COPY . .
ENV HATCH_BUILD_HOOK_ENABLE_CUSTOM=true
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir dist . \
    && /opt/resolver/bin/pip install --no-deps dist/*.whl \
    && /opt/resolver/bin/pip uninstall --yes setuptools pip

FROM ${BASE}
LABEL org.opencontainers.image.title="alias-resolver"
# The project's own (pyproject.toml), then those that the libraries bring. The base image's are its own.
LABEL org.opencontainers.image.licenses="MIT AND Apache-2.0 AND CC-BY-4.0 AND CC0-1.0 \
AND LGPL-2.1-or-later AND LicenseRef-SCOWL AND Unicode-3.0 \
AND GPL-2.0-or-later AND BSD-2-Clause AND BSD-3-Clause AND 0BSD AND Zlib AND PSF-2.0"
RUN useradd --uid 10001 --no-create-home --home-dir /data resolver \
    && install --directory --owner=resolver --group=resolver /data
COPY --from=builder /opt/resolver /opt/resolver
ENV PATH=/opt/resolver/bin:$PATH RESOLVER_HOME=/data PYTHONUNBUFFERED=1
# Many threads take turns: two arenas take a third less memory than one for each, and no more time.
ENV MALLOC_ARENA_MAX=2
USER resolver
WORKDIR /data
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["python3", "-c", \
    "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["resolver", "serve", "--host", "0.0.0.0"]
