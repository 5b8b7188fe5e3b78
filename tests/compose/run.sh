#!/usr/bin/env bash
# `docker compose up` for real: asks through the published port, takes Redis away, asks again.
# Needs a Docker engine, and its base images from a registry or from base-images.sh. API_PORT is the
# port on this machine, 8000 unless given; the project, its volume and its network are its own.
set -euo pipefail
cd "$(dirname "$0")/../.."

fail() {
    echo "error: $*" >&2
    exit 1
}

docker version >/dev/null 2>&1 ||
    fail "no Docker engine answers, so nothing was tested — start one; \`docker info\` says more"
if docker compose version >/dev/null 2>&1; then
    compose=(docker compose)
elif command -v docker-compose >/dev/null; then
    compose=(docker-compose)
else
    fail "there is no \`docker compose\` — install the Compose plugin"
fi
compose+=(--project-name "resolver-test-$$")

export API_PORT=${API_PORT:-8000}
question='/v1/resolve?q=Ali+Reza+Zahdi&type=person'
work=$(mktemp --directory)

clean_up() {
    local status=$?
    [ "$status" -eq 0 ] || "${compose[@]}" logs --tail=40 >&2
    "${compose[@]}" down --volumes >"$work/down" 2>&1 || { cat "$work/down" >&2; status=1; }
    rm -rf "$work"
    exit "$status"
}
trap clean_up EXIT

step() { printf '\n== %s\n' "$*"; }

quietly() { "${compose[@]}" "$@" >"$work/log" 2>&1 || { tail "$work/log" >&2; fail "$* failed"; }; }

# ask PATH: the body; its headers are saved for `came_from`.
ask() {
    curl --silent --fail --max-time 5 --dump-header "$work/headers" \
        "http://127.0.0.1:$API_PORT$1" || fail "$1 was not answered with 200"
}

came_from() { sed -n 's/^server-timing: *//Ip' "$work/headers" | tr -d '\r'; }

# within_90_s WHAT COMMAND…: until the command succeeds.
within_90_s() {
    local what=$1 end=$((SECONDS + 90))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$end" ] || fail "$what: not within 90 seconds"
        sleep 1
    done
    echo "$what"
}

healthy() {
    local id
    id=$("${compose[@]}" ps --quiet "$1")
    [ "$(docker inspect --format '{{.State.Health.Status}}' "$id")" = healthy ]
}

knows_acme() { [[ $(ask '/v1/resolve?q=ACME+Corp') == *'"id":"acme"'* ]]; }

# Each process takes it up in its own time; the answer of one that has is then in Redis, too.
changed() {
    local now
    now=$(ask "$question")
    [ "$now" != "$first" ] && first=$now
}

redis_is() { [[ $(ask /readyz) == *"\"redis\":$1"* ]]; }

step "build, and start both"
package_index=()
for variable in PIP_INDEX_URL PIP_EXTRA_INDEX_URL; do
    if [ -n "${!variable:-}" ]; then package_index+=(--build-arg "$variable"); fi
done
quietly build "${package_index[@]}"
quietly up --detach
within_90_s "api is healthy" healthy api
within_90_s "redis is healthy" healthy redis
within_90_s "api has found Redis" redis_is true

step "GET $question"
first=$(ask "$question")
printf '%s\n%s\n' "$first" "$(came_from)"
[[ $first == *'"verdict":"match","id":"mohammad-reza-zahedi"'* ]] || fail "not who was meant"
second=$(ask "$question")
came_from
[[ $(came_from) == *hit* ]] || fail "the second answer is no hit"
[ "$first" = "$second" ] || fail "the second answer is another one"

step "a table of one's own, while api serves"
echo 'id,type,name,aliases
acme,organization,Acme Widgets,AWC|Acme Corp.' >"$work/firms.csv"
chmod -R a+rX "$work"
"${compose[@]}" run --rm -T -v "$work:/tables:ro" api \
    sh -c 'resolver import /tables/firms.csv && resolver compile' 2>"$work/log" ||
    { cat "$work/log" >&2; fail "it was not taken"; }
within_90_s "api answers from it" knows_acme
within_90_s "the question has an answer of the new index" changed

step "start api again: it ends in order, and what it knew is in Redis"
api=$("${compose[@]}" ps --quiet api)
quietly stop api
[ "$(docker inspect --format '{{.State.ExitCode}}' "$api")" = 0 ] || fail "api did not end in order"
quietly start api
within_90_s "api is healthy" healthy api
within_90_s "api has found Redis" redis_is true
[ "$(ask "$question")" = "$first" ] || fail "the answer is another one"
came_from
[[ $(came_from) == *redis* ]] || fail "the answer did not come from Redis"

step "kill Redis: answers go on, also from an api that starts without it"
quietly kill redis
ask '/v1/resolve?q=Babil' >"$work/body"
came_from
quietly restart api
within_90_s "api is healthy" healthy api
redis_is false || fail "api has not noticed"
[ "$(ask "$question")" = "$first" ] || fail "the answer is another one"
came_from
quietly start redis
within_90_s "api has found Redis" redis_is true

step "size of images, memory of containers"
for service in api redis; do
    id=$("${compose[@]}" ps --quiet "$service")
    image=$(docker inspect --format '{{.Config.Image}}' "$id")
    size=$(docker image inspect --format '{{.Size}}' "$image")
    memory=$(docker stats --no-stream --format '{{.MemUsage}}' "$id")
    echo "$service: $image, $((size / 1000000)) MB; $memory"
done
