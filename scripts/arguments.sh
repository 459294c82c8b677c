# Reading arguments, for commands that take seconds and names. Sourced by ./fuzz, ./stress and ./chaos.
# shellcheck shell=bash

# Prints the comment at the head of the command $1, up to its first line of code.
usage_of() {
    sed -n '2,/^set /s/^# \{0,1\}//p' "$1"
}

# Exits with 2, which says that the command was called wrongly.
misused() {
    echo "./$(basename "$0"): $*" >&2
    exit 2
}

# Exits unless $1 is a whole number above 0; $2 says what it is.
whole_number() {
    case "$1" in
        *[!0-9]* | "" | 0) misused "$2 must be a whole number above 0, not '$1'" ;;
    esac
}
