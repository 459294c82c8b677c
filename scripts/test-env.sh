# Tests of what scripts/env.sh does where a tool is missing. Sourced by scripts/test.sh, whose `root`,
# `work`, `has`, `exits` and `fake_java` they use.
# shellcheck shell=bash
# shellcheck disable=SC2016 # texts for other shells are not to be expanded here
# shellcheck disable=SC2154 # root and work are scripts/test.sh's

# --- what the tests stand on

# A Debian in $work/debian on which nothing is installed and whose user is number $1. Its apt-get
# writes each call to `calls` and what it installs into `bin` or `jvm`; its lists offer what `offered`
# says and, once they have been read anew, what `offered-anew` says; `installed` has the packages that
# are there. Is `broken` there, apt-get cannot install.
fake_debian() {
    local debian="$work/debian" tool
    rm -rf "$debian"
    mkdir -p "$debian/bin" "$debian/jvm"
    touch "$debian/calls" "$debian/offered" "$debian/offered-anew" "$debian/installed"
    for tool in cat chmod dirname grep head mkdir mktemp readlink rm sed sh tail; do
        ln -s "$(command -v "$tool")" "$debian/bin/$tool"
    done
    fake_tool id "echo $1"
    fake_tool dpkg-query 'for package; do :; done
grep -qx "$package" "$DEBIAN/installed" && echo "install ok installed"'
    fake_tool apt-cache 'for package; do :; done
grep -qx "$package" "$DEBIAN/offered"'
    fake_tool apt-get 'echo "${DEBIAN_FRONTEND-} $*" >>"$DEBIAN/calls"
case " $* " in
    *" update "*) cat "$DEBIAN/offered-anew" >>"$DEBIAN/offered"; exit ;;
esac
[ ! -e "$DEBIAN/broken" ] || { echo "E: no space left"; exit 100; }
tool() { printf "#!/bin/sh\n%s\n" "$2" >"$1"; chmod +x "$1"; }
for package; do
    case "$package" in
        maven) tool "$DEBIAN/bin/mvn" "" ;;
        nodejs) tool "$DEBIAN/bin/node" "echo v18.19.0" ;;
        npm | chromium | chromium-headless-shell) tool "$DEBIAN/bin/$package" "" ;;
        openjdk-25-jdk-headless)
            mkdir -p "$DEBIAN/jvm/bin"
            echo "JAVA_VERSION=\"25.0.1\"" >"$DEBIAN/jvm/release"
            tool "$DEBIAN/jvm/bin/java" ""
            tool "$DEBIAN/jvm/bin/javac" ""
            ;;
    esac
done'
}

# An executable $1 of the Debian with the script $2.
fake_tool() {
    printf '#!/bin/sh\n%s\n' "$2" >"$work/debian/bin/$1"
    chmod +x "$work/debian/bin/$1"
}

# Adds packages to the list $1 of the Debian.
listed() {
    local list="$1"
    shift
    printf '%s\n' "$@" >>"$work/debian/$list"
}

# Runs $2 there, with scripts/env.sh sourced; must exit with $1.
on_debian() {
    local debian="$work/debian"
    # Of the places outside the PATH where this machine may have a Java or a browser, none counts.
    exits "$1" env -i PATH="$debian/bin" HOME="$debian" DEBIAN="$debian" TMPDIR="$work" "$BASH" -euo pipefail -c \
        '. "$1/scripts/env.sh"
java_places() { echo "$DEBIAN/jvm"; }
find_chromium() { command -v chromium-headless-shell || command -v chromium; }
eval "$2"' sh "$root" "$2"
}

# Fails unless apt-get was called for exactly these, in this order: `update`, or the packages of an install.
asked_for() {
    local wanted="" call
    for call in "$@"; do
        case "$call" in
            update) wanted="$wanted update -qq"$'\n' ;;
            *) wanted="${wanted}noninteractive -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends $call"$'\n' ;;
        esac
    done
    if [ "$(cat "$work/debian/calls")" != "${wanted%$'\n'}" ]; then
        echo "expected of apt-get: $wanted"
        echo "found:               $(cat "$work/debian/calls")"
        return 1
    fi
}

# --- the tests

test_env_installs_a_jdk() {
    fake_debian 0
    listed offered openjdk-25-jdk-headless
    has "$(on_debian 0 'use_jdk25; echo "home: $JAVA_HOME, javac: $(command -v javac)"')" \
        "Installing Debian packages: openjdk-25-jdk-headless
home: $work/debian/jvm, javac: $work/debian/jvm/bin/javac"
    asked_for openjdk-25-jdk-headless
}

test_env_without_a_jdk_in_the_lists() {
    fake_debian 0
    has "$(on_debian 1 use_jdk25)" "built with a JDK 25 or newer and none was found: install one (for example Eclipse Temurin 25"
    asked_for update
}

test_env_without_a_jdk_for_a_user() {
    fake_debian 1000
    listed offered openjdk-25-jdk-headless
    has "$(on_debian 1 use_jdk25)" "set JAVA_HOME"
    asked_for
}

test_env_installs_maven() {
    fake_debian 0
    listed offered maven
    has "$(on_debian 0 'use_maven; echo "$(command -v mvn)"')" "$work/debian/bin/mvn"
    asked_for maven
}

test_env_without_maven_for_a_user() {
    fake_debian 1000
    listed offered maven
    has "$(on_debian 1 use_maven)" "Maven is missing: install it with 'sudo apt-get install maven'"
    asked_for
}

test_env_reads_the_lists_anew_once() {
    fake_debian 0
    listed offered-anew openjdk-25-jdk-headless maven
    on_debian 0 'use_jdk25; use_maven'
    asked_for update openjdk-25-jdk-headless maven
    fake_debian 0
    has "$(on_debian 1 'use_packages shellcheck curl')" "Missing: shellcheck, which this system's package lists do not offer."
    asked_for update
    fake_debian 0
    on_debian 0 '! debian_offers shellcheck && ! debian_offers curl'
    asked_for update
}

test_env_that_cannot_install() {
    local out
    fake_debian 0
    listed offered maven
    touch "$work/debian/broken"
    out="$(on_debian 1 'use_maven; echo "went on"')"
    has "$out" "E: no space left
Installing maven failed. Install by hand with: apt-get install maven"
    case "$out" in *"went on"*) echo "$out"; return 1 ;; esac
    asked_for maven
}

test_env_installs_node() {
    fake_debian 0
    listed offered nodejs npm
    on_debian 0 use_node
    asked_for "nodejs npm"
}

test_env_installs_npm_beside_a_node() {
    fake_debian 0
    listed offered nodejs npm
    fake_tool node "echo v22.1.0"
    on_debian 0 use_node
    asked_for npm
}

test_env_leaves_an_old_node_alone() {
    fake_debian 0
    listed offered nodejs npm
    fake_tool node "echo v16.20.2"
    fake_tool npm ""
    has "$(on_debian 1 use_node)" "Node.js 18 or newer with npm is missing: install it with 'sudo apt-get install nodejs npm'"
    asked_for
}

test_env_without_node_for_a_user() {
    fake_debian 1000
    listed offered nodejs npm
    has "$(on_debian 1 use_node)" "Node.js 18 or newer with npm is missing"
    asked_for
}

test_env_installs_chromium() {
    fake_debian 0
    listed offered chromium fonts-dejavu-core
    has "$(on_debian 0 'use_chromium; echo "$CHROMIUM"')" "$work/debian/bin/chromium"
    asked_for update "chromium fonts-dejavu-core"
    fake_debian 0
    listed offered chromium fonts-dejavu-core
    listed installed fonts-dejavu-core
    on_debian 0 use_chromium
    asked_for update chromium
}

test_env_installs_the_shell_of_chromium_where_there_is_one() {
    fake_debian 0
    listed offered chromium chromium-headless-shell fonts-dejavu-core
    has "$(on_debian 0 'use_chromium; echo "$CHROMIUM"')" "$work/debian/bin/chromium-headless-shell"
    asked_for "chromium-headless-shell fonts-dejavu-core"
}

test_env_without_chromium_for_a_user() {
    fake_debian 1000
    listed offered chromium fonts-dejavu-core
    has "$(on_debian 1 use_chromium)" "Chromium is missing, which the page's tests drive: install it with 'sudo apt-get install chromium'"
    asked_for
}

test_env_tells_a_user_what_to_install() {
    fake_debian 1000
    listed offered shellcheck curl
    listed installed curl
    has "$(on_debian 1 'use_packages shellcheck curl jq')" "Missing: shellcheck jq. Install with: sudo apt-get install shellcheck jq"
    asked_for
}

test_env_of_a_root_without_apt() {
    fake_debian 0
    rm "$work/debian/bin/apt-get"
    has "$(on_debian 1 use_jdk25)" "Temurin 25"
    has "$(on_debian 1 use_maven)" "'brew install maven' (macOS)"
    has "$(on_debian 1 use_node)" "'brew install node' (macOS)"
    has "$(on_debian 1 use_chromium)" "set CHROMIUM"
}

test_env_installs_nothing_that_is_there() {
    local tool
    fake_debian 0
    fake_java "$work/debian/jvm" 25.0.3
    for tool in mvn npm chromium; do fake_tool "$tool" ""; done
    fake_tool node "echo v18.0.0"
    listed installed shellcheck
    on_debian 0 'use_jdk25; use_maven; use_node; use_chromium; use_packages shellcheck'
    asked_for
}
