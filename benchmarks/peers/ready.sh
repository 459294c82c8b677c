# What peers have in common that do not say themselves when they are ready. To be sourced by bash.
# shellcheck shell=bash

# Prints `ready PORT` when this process, or what it has become, takes connections there, and removes
# directory $2 when it is gone.
ready_when_it_listens() {
    local port="$1" directory="$2" server="$$"
    # In the shell that was started beside it: what it becomes has the same number.
    until (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
        kill -0 "$server" 2>/dev/null || break
        sleep 0.05
    done
    if kill -0 "$server" 2>/dev/null; then echo "ready $port"; fi
    exec >&-
    while kill -0 "$server" 2>/dev/null; do sleep 1; done
    rm -rf "$directory"
}
