# Finds, and where it can installs, what building and testing Duplex needs. To be sourced by bash
# with `set -euo pipefail`; works from any directory. Each `use_…` function returns when the tool is
# there, says on stderr what it installs, and exits with 1 and one sentence when it cannot.
#
#   use_jdk25      a JDK >= 25                     exports JAVA_HOME, PATH
#   use_maven      Maven on that JDK               exports MAVEN_OPTS
#   use_node       Node.js >= 18 and npm
#   use_chromium   Chromium, for the page's tests  exports CHROMIUM
#   use_proxies    nginx and HAProxy, which tests put before a server; neither is started here
#   use_redis      Redis, which tests of the engine on it start, and the engine on disk is measured beside; not started here
#   use_nchan      nginx with nchan, and
#   use_nats       nats-server: brokers that fan-out is measured beside; not started here
#   use_packages   any Debian packages: use_packages shellcheck curl
# shellcheck shell=bash

# With it cd would lead elsewhere, here and in whatever this is sourced by.
unset CDPATH
DUPLEX_ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export DUPLEX_ROOT
# shellcheck source=scripts/java.sh
. "$DUPLEX_ROOT/scripts/java.sh"

say() { printf '%s\n' "$*" >&2; }
fail() {
    say "$*"
    exit 1
}

# Whether packages can be installed here: root on Debian or one of its kin.
can_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

# Whether Debian's lists, read at most once anew, offer package $1.
debian_offers() {
    if apt-cache show --no-all-versions "$1" >/dev/null 2>&1; then return 0; fi
    if [ -z "${DUPLEX_APT_UPDATED:-}" ]; then
        DUPLEX_APT_UPDATED=yes
        apt-get update -qq >/dev/null 2>&1 </dev/null || say "apt-get update failed; using the package lists that are here"
    fi
    apt-cache show --no-all-versions "$1" >/dev/null 2>&1
}

# Installs the Debian packages among the arguments that are not installed yet.
use_packages() {
    local package missing="" log
    for package in "$@"; do
        if ! dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed'; then
            missing="$missing $package"
        fi
    done
    if [ -z "$missing" ]; then return 0; fi
    if ! can_install; then
        fail "Missing:$missing. Install with: sudo apt-get install$missing"
    fi
    for package in $missing; do
        debian_offers "$package" || fail "Missing: $package, which this system's package lists do not offer."
    done
    say "Installing Debian packages:$missing"
    log="$(mktemp)"
    # shellcheck disable=SC2086 # a list of package names
    if ! DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -qq \
        --no-install-recommends $missing >"$log" 2>&1 </dev/null; then
        tail -n 20 "$log" >&2
        rm -f "$log"
        fail "Installing$missing failed. Install by hand with: apt-get install$missing"
    fi
    rm -f "$log"
}

use_jdk25() {
    local home
    if ! home="$(find_java javac)"; then
        if can_install && debian_offers openjdk-25-jdk-headless; then
            use_packages openjdk-25-jdk-headless
        fi
        home="$(find_java javac)" || fail "Duplex is built with a JDK $DUPLEX_JAVA_MIN or newer and none was found: install one (for example Eclipse Temurin 25, https://adoptium.net) and set JAVA_HOME to it."
    fi
    JAVA_HOME="$home"
    PATH="$JAVA_HOME/bin:$PATH"
    export JAVA_HOME PATH
}

use_maven() {
    if ! command -v mvn >/dev/null 2>&1; then
        if ! can_install; then
            fail "Maven is missing: install it with 'sudo apt-get install maven' (Debian), 'brew install maven' (macOS), or from https://maven.apache.org, and see that mvn is on the PATH."
        fi
        use_packages maven
    fi
    # Maven 3.8 and its libraries call what JDK 25 warns about. A build is too short for the second compiler: with the first
    # alone the formatter and the Java compiler, which run in Maven, take half of the processor's time. The compiler's checks are
    # loaded anew for each module: by default the collector would look through everything each time that their classes had grown by 20 MB.
    export MAVEN_OPTS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:MetaspaceSize=512m -Xms512m ${DUPLEX_MAVEN_OPTS:-}"
}

node_is_usable() {
    local major
    command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || return 1
    major="$(node --version)" || return 1
    major="${major#v}"
    [ "${major%%.*}" -ge 18 ]
}

use_node() {
    if node_is_usable; then return 0; fi
    # A Node.js that is there but too old was put there by someone: it is not ours to replace.
    if can_install && ! command -v node >/dev/null 2>&1; then
        use_packages nodejs npm
    elif can_install && ! command -v npm >/dev/null 2>&1; then
        use_packages npm
    fi
    node_is_usable || fail "Node.js 18 or newer with npm is missing: install it with 'sudo apt-get install nodejs npm' (Debian), 'brew install node' (macOS), or from https://nodejs.org."
}

find_chromium() {
    local name
    if [ -n "${CHROMIUM:-}" ] && [ -x "$CHROMIUM" ]; then
        printf '%s\n' "$CHROMIUM"
        return 0
    fi
    # The shell first: it is the same engine without what a person sees around it, and takes a fifth less of the processor.
    for name in chromium-headless-shell chromium chromium-browser google-chrome-stable google-chrome \
        "/Applications/Chromium.app/Contents/MacOS/Chromium" \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        if command -v "$name" 2>/dev/null; then return 0; fi
    done
    return 1
}

use_chromium() {
    local found
    if ! found="$(find_chromium)"; then
        if can_install; then
            if debian_offers chromium-headless-shell; then
                use_packages chromium-headless-shell fonts-dejavu-core
            else
                use_packages chromium fonts-dejavu-core
            fi
        fi
        found="$(find_chromium)" || fail "Chromium is missing, which the page's tests drive: install it with 'sudo apt-get install chromium' (Debian) or set CHROMIUM to the path of a Chromium or Chrome."
    fi
    CHROMIUM="$found"
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
    export CHROMIUM PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD
}

find_program() {
    local directory
    for directory in /usr/sbin /usr/local/sbin /usr/bin /usr/local/bin /opt/homebrew/bin; do
        if [ -x "$directory/$1" ]; then
            printf '%s\n' "$directory/$1"
            return 0
        fi
    done
    return 1
}

# Debian starts a service when it installs one, unless this file says 101; one that is there says so already,
# or was put there by someone who knows why.
without_services() {
    local policy="${SERVICE_POLICY:-/usr/sbin/policy-rc.d}"
    if [ -e "$policy" ]; then
        "$@"
        return
    fi
    # In a shell of its own, for what fails in it, or is interrupted, must not leave the file there.
    (
        trap 'rm -f "$policy"' EXIT
        trap 'exit 130' INT TERM
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod +x "$policy"
        "$@"
    ) || exit 1
}

use_proxies() {
    local name
    if ! find_program nginx >/dev/null || ! find_program haproxy >/dev/null; then
        if can_install; then without_services use_packages nginx haproxy; fi
    fi
    for name in nginx haproxy; do
        find_program "$name" >/dev/null || fail "$name is missing, which tests put before a server: install it with 'sudo apt-get install $name' (Debian) or 'brew install $name' (macOS)."
    done
}

use_redis() {
    if ! find_program redis-server >/dev/null; then
        if can_install; then without_services use_packages redis-server; fi
        find_program redis-server >/dev/null || fail "redis-server is missing, which tests start: install it with 'sudo apt-get install redis-server' (Debian) or 'brew install redis' (macOS)."
    fi
}

use_nchan() {
    if [ -e /usr/lib/nginx/modules/ngx_nchan_module.so ] && find_program nginx >/dev/null; then return 0; fi
    if can_install; then without_services use_packages nginx libnginx-mod-nchan; fi
    [ -e /usr/lib/nginx/modules/ngx_nchan_module.so ] || fail "nginx with nchan is missing, which fan-out is measured beside: install it with 'sudo apt-get install libnginx-mod-nchan' (Debian)."
}

use_nats() {
    if ! find_program nats-server >/dev/null; then
        if can_install; then without_services use_packages nats-server; fi
        find_program nats-server >/dev/null || fail "nats-server is missing, which fan-out is measured beside: install it with 'sudo apt-get install nats-server' (Debian)."
    fi
}
