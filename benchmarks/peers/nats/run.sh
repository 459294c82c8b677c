#!/usr/bin/env bash
# Runs nats-server with a port for WebSocket on loopback, as this process: run.sh PORT
set -euo pipefail
unset CDPATH
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=benchmarks/peers/ready.sh
. "$here/../ready.sh"
PATH="/usr/sbin:/usr/local/bin:$PATH"

directory="$(mktemp -d)"
sed -e "s|@PORT@|$1|" "$here/nats.conf" >"$directory/nats.conf"
ready_when_it_listens "$1" "$directory" &
# One thread for Go's code, as the others have one event loop.
GOMAXPROCS=1 exec nats-server -c "$directory/nats.conf"
