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

running() {
    local id
    id=$("${compose[@]}" ps --quiet "$1")
    [ "$(docker inspect --format '{{.State.Running}}' "$id")" = true ]
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
within_90_s "worker is running" running worker
within_90_s "api has found Redis" redis_is true

step "GET $question"
first=$(ask "$question")
printf '%s\n%s\n' "$first" "$(came_from)"
[[ $first == *'"verdict":"match"'*'"id":"mohammad-reza-zahedi"'* ]] || fail "not who was meant"
second=$(ask "$question")
came_from
[[ $(came_from) == *hit* ]] || fail "the second answer is no hit"
[ "$first" = "$second" ] || fail "the second answer is another one"

step "the first key: in a file of its owner, in no log, and good"
[ "$("${compose[@]}" exec -T api stat --format '%a' admin.key keys.json | sort -u)" = 600 ] ||
    fail "others may read a file of keys"
key=$("${compose[@]}" exec -T api cat admin.key)
[[ $key =~ ^[A-Za-z0-9_.-]{32,}$ ]] || fail "the file has no secret"
if "${compose[@]}" logs | grep --quiet --fixed-strings -e "$key"; then fail "the key is in a log"; fi
curl --silent --fail --max-time 5 --header "Authorization: Bearer $key" \
    "http://127.0.0.1:$API_PORT/v1/jobs" >"$work/body" || fail "the key was not taken"

step "a table of one's own, while api serves"
echo 'id,type,name,aliases
acme,organization,Acme Widgets,AWC|Acme Corp.' >"$work/firms.csv"
chmod -R a+rX "$work"
"${compose[@]}" run --rm -T -v "$work:/tables:ro" api \
    sh -c 'resolver import /tables/firms.csv && resolver compile' 2>"$work/log" ||
    { cat "$work/log" >&2; fail "it was not taken"; }
within_90_s "api answers from it" knows_acme
within_90_s "the question has an answer of the new index" changed

step "a list as a job: its worker is killed in the middle, and another one goes on"
"${compose[@]}" exec -T api python3 -c '
print("row,name")
for row in range(100_000):
    name = "Mohamad Resa Zahdi" if row % 25 else f"Zahedi {row:06d}"
    print(f"{row},{name}")
' >"$work/list.csv"
send_list() {
    curl --silent --fail --max-time 60 --dump-header "$work/headers" --output "$work/body" \
        --form "file=@$work/list.csv" --form column=name "http://127.0.0.1:$API_PORT/v1/jobs" ||
        fail "the list was not taken"
    job=$(sed -n 's/^location: *//Ip' "$work/headers" | tr -d '\r')
}
job_is() { [[ $(ask "$job") == *"\"state\":\"$1\""* ]]; }
has_rows() { [[ $(ask "$job") =~ \"rows\":([0-9]+) ]] && [ "${BASH_REMATCH[1]}" -gt 0 ]; }
send_list
within_90_s "the worker has begun" has_rows
"${compose[@]}" kill worker >"$work/log" 2>&1 || fail "the worker could not be killed"
job_is running || fail "it was done before its worker was killed"
quietly up --detach worker
within_90_s "the job is done" job_is done
ask "$job/result" >"$work/killed.csv"
send_list
within_90_s "an undisturbed one is done" job_is done
ask "$job/result" >"$work/undisturbed.csv"
cmp "$work/killed.csv" "$work/undisturbed.csv" || fail "the results differ"
[ "$(wc -l <"$work/killed.csv")" = 100001 ] || fail "rows are missing"
curl --silent --fail --request DELETE "http://127.0.0.1:$API_PORT$job" || fail "it was not removed"

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
for service in api worker redis; do
    id=$("${compose[@]}" ps --quiet "$service")
    image=$(docker inspect --format '{{.Config.Image}}' "$id")
    size=$(docker image inspect --format '{{.Size}}' "$image")
    memory=$(docker stats --no-stream --format '{{.MemUsage}}' "$id")
    echo "$service: $image, $((size / 1000000)) MB; $memory"
done
