# Finds a Java of at least the version that Duplex needs. Sourced by ./duplex and scripts/env.sh;
# the packed program carries it in lib/. Works with bash 3.2 (macOS) and from any directory.
# shellcheck shell=bash

DUPLEX_JAVA_MIN=25

# Prints the feature version of the Java in directory $1; nothing if there is none.
java_version_of() {
    [ -x "$1/bin/java" ] || return 0
    local version=""
    if [ -r "$1/release" ]; then
        version="$(sed -n 's/^JAVA_VERSION="\{0,1\}\([^"]*\)"\{0,1\}$/\1/p' "$1/release" | head -n 1)"
    fi
    if [ -z "$version" ]; then
        version="$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' | head -n 1)" || true
    fi
    version="${version%%[.+-]*}"
    case "$version" in
        '' | *[!0-9]*) ;;
        *) printf '%s\n' "$version" ;;
    esac
}

# Prints the places where a Java may be, best first, one in a line.
java_places() {
    local place on_path
    if [ -n "${JAVA_HOME:-}" ]; then printf '%s\n' "$JAVA_HOME"; fi
    for place in /usr/lib/jvm/* "${HOME:-/nonexistent}"/.sdkman/candidates/java/* \
        "${HOME:-/nonexistent}"/.jdks/* /opt/* /opt/java/* /usr/local/*jdk*; do
        if [ -d "$place" ]; then printf '%s\n' "$place"; fi
    done
    if [ -x /usr/libexec/java_home ]; then
        /usr/libexec/java_home -v "$DUPLEX_JAVA_MIN+" 2>/dev/null || true
    fi
    on_path="$(command -v java || true)"
    while [ -L "$on_path" ]; do
        place="$(readlink "$on_path")"
        case "$place" in
            /*) on_path="$place" ;;
            *) on_path="${on_path%/*}/$place" ;;
        esac
    done
    case "$on_path" in
        */bin/java) printf '%s\n' "${on_path%/bin/java}" ;;
    esac
}

# Prints the home of the first Java that is new enough and has the program $1 (java, javac);
# fails if there is none.
find_java() {
    local home version
    while IFS= read -r home; do
        if [ ! -x "$home/bin/$1" ]; then continue; fi
        version="$(java_version_of "$home")"
        if [ -n "$version" ] && [ "$version" -ge "$DUPLEX_JAVA_MIN" ]; then
            printf '%s\n' "$home"
            return 0
        fi
    done <<PLACES
$(java_places)
PLACES
    return 1
}
