# Building with progress. Sourced after scripts/env.sh by ./run and ./check.
# shellcheck shell=bash

BUILD_DIR="$DUPLEX_ROOT/.build"

# Prints how long ago $1 (a value of $SECONDS) was.
since() { printf '%d s' "$((SECONDS - $1))"; }

# Runs a step: one line with its name and time; its output goes to .build/logs/NAME.log, the end of
# which is shown when it fails.   step NAME TITLE COMMAND...
step() {
    local log="$BUILD_DIR/logs/$1.log" title="$2" started=$SECONDS status=0
    shift 2
    mkdir -p "$BUILD_DIR/logs"
    "$@" >"$log" 2>&1 </dev/null || status=$?
    if [ "$status" = 0 ]; then
        printf '  %-46s %s\n' "$title" "$(since "$started")"
    else
        printf '  %-46s FAILED after %s\n' "$title" "$(since "$started")"
        show_failure "$log"
    fi
    return "$status"
}

# How many modules Maven builds at a time.
MODULES_AT_A_TIME=3

# Runs Maven in the root with these arguments, some modules at a time, with a line for each.
#   maven NAME ARGUMENTS...
maven() {
    local log="$BUILD_DIR/logs/$1.log" status=0
    shift
    mkdir -p "$BUILD_DIR/logs"
    (cd "$DUPLEX_ROOT" && mvn -B -ntp -T "$MODULES_AT_A_TIME" -Dstyle.color=never "$@" 2>&1 </dev/null) | tee "$log" | maven_progress ||
        status=${PIPESTATUS[0]}
    if [ "$status" != 0 ]; then show_failure "$log"; fi
    return "$status"
}

# Reads Maven's output; prints a line for each module that begins, and in the end how long those took that took long. Several are
# built at a time, so that what a module says is mixed with what another does.
maven_progress() {
    local line module number started=$SECONDS
    while IFS= read -r line; do
        case "$line" in
            "[INFO] Building Duplex "*"["*/*"]")
                module="${line#"[INFO] Building "}"
                number="${module##*[}"
                module="${module%% [0-9]*}"
                printf '  %5s  %-37s from %s\n' "${number%]}" "$module" "$(since "$started")"
                ;;
            "[INFO] Duplex"*" SUCCESS ["*"]" | "[INFO] Duplex"*" FAILURE ["*"]")
                module="${line#"[INFO] "}"
                case "$module" in
                    *"FAILURE"*) printf '  FAILED %-37s %s\n' "${module%% ...*}" "${module##*[}" | tr -d ']' ;;
                    *" min]" | *"[ "[1-9][0-9].*) printf '  took   %-37s %s\n' "${module%% ...*}" "${module##*[}" | tr -d ']' ;;
                esac
                ;;
        esac
    done
}

# Shows what matters of a log: its errors if it is Maven's, else its end.
show_failure() {
    {
        echo "---"
        if grep -q '^\[ERROR\]' "$1"; then
            # A compiler's warnings are errors in ./check.
            grep -E '^\[ERROR\]|^\[WARNING\] ([^ ]+\.java:|\[[a-z-]+\] )' "$1" | grep -vE '\[Help 1\]|Re-run Maven|full stack trace|After correcting|mvn <args>|^\[ERROR\] *$' | head -n 60
        else
            tail -n 40 "$1"
        fi
        echo "--- all of it: ${1#"$DUPLEX_ROOT"/}"
    } >&2
}
