# The service in a container: `docker compose up -d`, or `docker build -t alias-resolver .` alone.
# BASE is a Debian-like image with Python 3.11 or later and its venv module.
ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS builder
# pip's own variables, where packages come from elsewhere; none of them reaches the final image.
ARG PIP_INDEX_URL
ARG PIP_EXTRA_INDEX_URL
ARG PIP_CERT
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
RUN python3 -m venv /opt/resolver
# What it depends on is a layer of its own, so that other code or tables do not fetch it again.
COPY pyproject.toml ./
RUN python3 -c 'import tomllib; project = tomllib.load(open("pyproject.toml", "rb"))["project"]; \
        print(*project["dependencies"], sep="\n")' > dependencies.txt \
    && /opt/resolver/bin/pip install --requirement dependencies.txt
COPY . .
RUN /opt/resolver/bin/pip wheel --no-deps --wheel-dir dist . \
    && /opt/resolver/bin/pip install --no-deps dist/*.whl \
    && /opt/resolver/bin/pip uninstall --yes setuptools pip

FROM ${BASE}
LABEL org.opencontainers.image.title="alias-resolver" org.opencontainers.image.licenses="MIT"
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
