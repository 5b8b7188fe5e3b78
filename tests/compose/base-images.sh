#!/usr/bin/env bash
# Stand-ins for the base images, for a machine that reaches no registry: made from Debian packages
# and named as Dockerfile and docker-compose.yml name them. An image that is there stays.
# Needs root, debootstrap and a running Docker engine; packages come from where apt gets them.
set -euo pipefail
cd "$(dirname "$0")/../.."

suite=bookworm
# shellcheck disable=SC2016 # a field of indextargets, not a variable
debian=(apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' "Codename: $suite")
mirror=$("${debian[@]}" | head -n 1)
work=$(mktemp --directory)
trap 'rm -rf "$work"' EXIT

# stand_in IMAGE PACKAGES [CHANGE…]: import a minimal Debian with these packages under that name.
stand_in() {
    local image=$1 packages=$2 root=$work/root change changes=()
    shift 2
    if docker image inspect "$image" >/dev/null 2>&1; then
        echo "$image is there"
        return
    fi
    for change in "$@"; do changes+=(--change "$change"); done
    rm -rf "$root"
    mkdir -p "$work/cache"
    debootstrap --variant=minbase --cache-dir="$work/cache" --include="$packages" \
        "$suite" "$root" ${mirror:+"$mirror"} >"$work/log" || { tail "$work/log" >&2; exit 1; }
    # What this machine trusts, its stand-in trusts.
    if [ -d "$root/etc/ssl/certs" ]; then
        cp --dereference /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
    fi
    tar --create --directory="$root" --one-file-system \
        --exclude='./var/cache/apt/*' --exclude='./var/lib/apt/lists/*' --exclude='./var/log/*' \
        --exclude='./usr/share/doc/*' --exclude='./usr/share/man/*' \
        --exclude='./usr/share/locale/*' --exclude='./dev/*' . |
        docker import "${changes[@]}" - "$image" >/dev/null
    echo "$image made"
}

stand_in "$(sed -n 's/^ARG BASE=//p' Dockerfile)" \
    ca-certificates,python3,python3-venv 'CMD ["python3"]'
stand_in "$(sed -n 's/^ *image: *\(redis:.*\)/\1/p' docker-compose.yml)" \
    redis-server 'CMD ["redis-server"]' 'WORKDIR /data' 'EXPOSE 6379'
