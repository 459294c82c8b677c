#!/usr/bin/env bash
# Runs nginx with nchan on a port of loopback, as this process: run.sh PORT
set -euo pipefail
unset CDPATH
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=benchmarks/peers/ready.sh
. "$here/../ready.sh"
PATH="/usr/sbin:$PATH"

# Where this nginx was built to look for modules.
modules="$(nginx -V 2>&1 | sed -n 's/.*--modules-path=\([^ ]*\).*/\1/p')"
directory="$(mktemp -d)"
sed -e "s|@MODULES@|$modules|" -e "s|@PORT@|$1|" -e "s|@DIRECTORY@|$directory|" "$here/nginx.conf" >"$directory/nginx.conf"
ready_when_it_listens "$1" "$directory" &
exec nginx -p "$directory" -c "$directory/nginx.conf"
