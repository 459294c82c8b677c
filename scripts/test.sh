#!/usr/bin/env bash
# Tests the scripts.   scripts/test.sh [REPORT.xml]   writes a JUnit report there; exits with 1 if one failed.
# shellcheck disable=SC2016 # texts for other shells are not to be expanded here
set -euo pipefail
unset CDPATH

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
report="${1:-}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
all=("$root/.ci/run" "$root"/scripts/*.sh "$root"/benchmarks/peers/*.sh "$root"/benchmarks/peers/*/*.sh)
for file in "$root"/*; do
    if [ -f "$file" ] && head -n 1 "$file" | grep -aq '^#!.*bash'; then all+=("$file"); fi
done

# --- what the tests stand on

# A directory that looks like a Java of version $2; its `java` prints its arguments, one in a line.
fake_java() {
    mkdir -p "$1/bin"
    printf 'JAVA_VERSION="%s"\n' "$2" >"$1/release"
    printf '#!/bin/sh\nprintf "%%s\\n" "$@"\n' >"$1/bin/java"
    cp "$1/bin/java" "$1/bin/javac"
    chmod +x "$1/bin/java" "$1/bin/javac"
}

# Fails with what was found if text $1 lacks $2.
has() {
    case "$1" in
        *"$2"*) ;;
        *)
            echo "expected: $2"
            echo "found:    $1"
            return 1
            ;;
    esac
}

# Runs a command that must exit with $1; prints what it printed, or only that the code was another.
exits() {
    local wanted="$1" status=0 out
    shift
    out="$("$@" 2>&1 </dev/null)" || status=$?
    if [ "$status" = "$wanted" ]; then
        printf '%s' "$out"
    else
        printf 'exit code %s instead of %s: %s' "$status" "$wanted" "$*"
        printf '%s\n' "$out" >&2
        return 1
    fi
}

# A tree with the scripts, one source and a Maven that only makes the jar; in $1.
fake_tree() {
    mkdir -p "$1/bin" "$1/app/src/main" "$1/dialects/one/src/main" "$1/examples/browser" "$1/examples/verify" "$1/docs" \
        "$1/benchmarks/results"
    cp -R "$root/duplex" "$root/run" "$root/scripts" "$1"
    printf '    <module>%s</module>\n' dialects/one app examples >"$1/pom.xml"
    touch "$1/app/src/main/A.java" "$1/dialects/one/src/main/B.java" "$1/examples/C.java" "$1/examples/Echo.java"
    printf '#!/bin/sh\n[ -z "$FAKE_FAILS" ] || { echo "[ERROR] does not compile"; exit 1; }\n%s\n' \
        'mkdir -p app/target/lib; echo built >>builds; touch app/target/duplex-app-1.jar' >"$1/bin/mvn"
    chmod +x "$1/bin/mvn"
    # Older than the build to come, by more than a file system's resolution.
    find "$1" -type f -exec touch -t 202001010000 {} +
}

builds() { wc -l <"$1/builds" | tr -d ' '; }

# --- the tests

test_syntax() {
    local script
    for script in "${all[@]}"; do bash -n "$script"; done
}

test_shellcheck() {
    command -v shellcheck >/dev/null || return 77
    (cd "$root" && shellcheck -x "${all[@]#"$root/"}")
}

test_version_of_a_java() {
    local version expected
    . "$root/scripts/java.sh"
    for version in 25:25 25.0.3:25 26-ea:26 27+5:27 17.0.15:17 1.8.0_392:1; do
        fake_java "$work/v" "${version%%:*}"
        expected="${version##*:}"
        [ "$(java_version_of "$work/v")" = "$expected" ] || { echo "$version"; return 1; }
    done
    [ -z "$(java_version_of "$work/none")" ]
}

test_passes_over_a_java_that_is_too_old() {
    . "$root/scripts/java.sh"
    fake_java "$work/old" 17.0.1
    fake_java "$work/new" 25.0.1
    java_places() { printf '%s\n' "$work/none" "$work/old" "$work/new"; }
    [ "$(find_java java)" = "$work/new" ]
    rm "$work/new/bin/javac"
    ! find_java javac
}

test_java_home_comes_first() {
    . "$root/scripts/java.sh"
    fake_java "$work/mine" 25
    [ "$(JAVA_HOME="$work/mine" find_java java)" = "$work/mine" ]
}

test_names_what_is_missing() {
    local out
    out="$(exits 1 bash -euo pipefail -c '. "$1/scripts/env.sh"; can_install() { false; }; find_java() { false; }; use_jdk25' sh "$root")"
    has "$out" "Temurin 25"
    mkdir -p "$work/empty"
    out="$(exits 1 bash -euo pipefail -c '. "$1/scripts/env.sh"; can_install() { false; }; PATH="$2"; use_maven' sh "$root" "$work/empty")"
    has "$out" "sudo apt-get install maven"
    out="$(exits 1 bash -euo pipefail -c '. "$1/scripts/env.sh"; can_install() { false; }; PATH="$2"; use_node' sh "$root" "$work/empty")"
    has "$out" "Node.js 18"
    out="$(exits 1 bash -euo pipefail -c '. "$1/scripts/env.sh"; can_install() { false; }; find_chromium() { false; }; use_chromium' sh "$root")"
    has "$out" "set CHROMIUM"
    out="$(exits 1 bash -euo pipefail -c '. "$1/scripts/env.sh"; can_install() { false; }; find_program() { [ "$1" = nginx ]; }; use_proxies' sh "$root")"
    has "$out" "haproxy is missing"
    out="$(exits 1 bash -euo pipefail -c '. "$1/scripts/env.sh"; can_install() { false; }; find_program() { return 1; }; use_redis' sh "$root")"
    has "$out" "redis-server is missing"
    out="$(exits 1 bash -euo pipefail -c '. "$1/scripts/env.sh"; can_install() { false; }; find_program() { return 1; }; use_nats' sh "$root")"
    has "$out" "sudo apt-get install nats-server"
}

test_bench_goes_on_without_what_it_cannot_get() {
    local out name
    [ "$(uname -s)" = Linux ] || return 77
    mkdir -p "$work/bin" "$work/tree/benchmarks/target" "$work/tree/benchmarks/peers/bun" "$work/tree/benchmarks/peers/node"
    cp -R "$root/bench" "$root/scripts" "$work/tree"
    for name in bun node; do cp "$root/benchmarks/peers/$name/package-lock.json" "$work/tree/benchmarks/peers/$name"; done
    touch "$work/tree/benchmarks/target/classpath"
    printf '#!/bin/sh\n' >"$work/bin/mvn"
    printf '#!/bin/sh\necho v20.1.0\n' >"$work/bin/node"
    printf '#!/bin/sh\necho "npm: no network" >&2\nexit 1\n' >"$work/bin/npm"
    chmod +x "$work/bin/mvn" "$work/bin/node" "$work/bin/npm"
    fake_java "$work/java" 25
    out="$(JAVA_HOME="$work/java" PATH="$work/bin:$PATH" exits 0 "$work/tree/bench" --only echo-pingpong --peers Duplex,bun)"
    has "$out" "*** bun is not available; the others are measured without it."
    has "$out" "--unavailable
bun=npm: no network
--only
echo-pingpong"
    out="$(JAVA_HOME="$work/java" PATH="$work/bin:$PATH" exits 0 "$work/tree/bench" --only sockjs-xhr-200)"
    has "$out" "sockjs_node=npm: no network"
    out="$(JAVA_HOME="$work/java" PATH="$work/bin:$PATH" exits 0 "$work/tree/bench" --only echo --peers duplex)"
    case "$out" in *unavailable*) echo "$out"; return 1 ;; esac
}

test_duplex_of_an_archive() {
    local out
    mkdir -p "$work/with blank/lib" "$work/bin"
    cp "$root/duplex" "$work/with blank"
    cp "$root/scripts/java.sh" "$work/with blank/lib"
    touch "$work/with blank/lib/b.jar" "$work/with blank/lib/a.jar"
    ln -s "../with blank/duplex" "$work/bin/duplex"
    fake_java "$work/java" 25
    out="$(cd / && JAVA_HOME="$work/java" "$work/bin/duplex" serve --host "a b")"
    has "$out" "$work/with blank/lib/a.jar:$work/with blank/lib/b.jar"
    has "$out" "dev.duplex.app.Duplex
serve
--host
a b"
}

test_cdpath_leads_nowhere_else() {
    local tree="$work/tree" script out
    # A place with the same names, where a shell's cd would go first.
    mkdir -p "$work/away/tree/scripts" "$work/away/packed"
    mkdir -p "$work/packed/lib"
    cp "$root/duplex" "$work/packed"
    cp "$root/scripts/java.sh" "$work/packed/lib"
    touch "$work/packed/lib/a.jar"
    fake_java "$work/java" 25
    fake_tree "$tree"
    cd "$work"
    for away in "$work/away" .; do
        out="$(CDPATH="$away" JAVA_HOME="$work/java" exits 0 packed/duplex serve)"
        has "$out" "
$work/packed/lib/a.jar
"
        has "$(CDPATH="$away" exits 0 bash -euo pipefail -c '. tree/scripts/env.sh; cd tree; echo "in $DUPLEX_ROOT"')" "in $tree"
        out="$(CDPATH="$away" PATH="$tree/bin:$PATH" exits 0 tree/run --build)"
    done
    for script in "${all[@]}"; do
        if grep -q 'cd "$(dirname' "$script" && ! grep -Eq '^unset CDPATH$|^\. .*/scripts/env\.sh"$' "$script"; then
            echo "$script does not unset CDPATH"
            return 1
        fi
    done
}

# The files of this tree that the archive has, as patterns of the shell.
packed() {
    sed -n 's|.*<include>\(.*\)</include>.*|\1|p' "$root/app/src/main/assembly/dist.xml" | sed 's|\*\*/||'
}

test_the_archive_has_the_pages_that_it_points_to() {
    local page pattern found
    for page in $(grep -o '](docs/[^)#]*' "$root/README.md" | sed 's/^](//' | sort -u) docs/configuration.md docs/guide/verify.md \
        docs/guide/balancing.md docs/guide/balancing/haproxy.cfg docs/guide/balancing/nginx.conf; do
        [ -f "$root/$page" ] || { echo "there is no $page"; return 1; }
        found=no
        while read -r pattern; do
            # shellcheck disable=SC2254 # it is a pattern
            case "$page" in $pattern) found=yes ;; esac
        done < <(packed)
        [ "$found" = yes ] || { echo "the archive has no $page"; return 1; }
    done
}

test_duplex_that_is_not_built() {
    mkdir -p "$work/tree/scripts"
    cp "$root/duplex" "$work/tree"
    cp "$root/scripts/java.sh" "$work/tree/scripts"
    has "$(exits 1 "$work/tree/duplex" serve)" "not built yet; ./run builds and starts it"
}

test_duplex_without_java() {
    mkdir -p "$work/a/lib"
    cp "$root/duplex" "$work/a"
    touch "$work/a/lib/a.jar"
    sed 's/^DUPLEX_JAVA_MIN=.*/DUPLEX_JAVA_MIN=999/' "$root/scripts/java.sh" >"$work/a/lib/java.sh"
    has "$(exits 1 "$work/a/duplex" serve)" "needs a Java runtime 999 or newer"
}

test_run_builds_what_is_stale_only() {
    local tree="$work/tree"
    fake_tree "$tree"
    has "$(PATH="$tree/bin:$PATH" exits 0 "$tree/run" --build)" "Building Duplex"
    [ -z "$(PATH="$tree/bin:$PATH" exits 0 "$tree/run" --build)" ]
    [ "$(builds "$tree")" = 1 ]
    touch -t 203801010000 "$tree/app/src/main/A.java"
    PATH="$tree/bin:$PATH" exits 0 "$tree/run" --build
    [ "$(builds "$tree")" = 2 ]
    rm "$tree/app/src/main/A.java"
    PATH="$tree/bin:$PATH" exits 0 "$tree/run" --build
    [ "$(builds "$tree")" = 3 ]
    touch -t 203801010000 "$tree/dialects/one/src/main/B.java"
    PATH="$tree/bin:$PATH" exits 0 "$tree/run" --build
    [ "$(builds "$tree")" = 4 ]
    # Not from the future any more.
    touch -t 202001010000 "$tree/dialects/one/src/main/B.java"
    touch -t 203801010000 "$tree/examples/C.java"
    [ -z "$(PATH="$tree/bin:$PATH" exits 0 "$tree/run" --build)" ]
    touch "$tree/docs/D.md"
    PATH="$tree/bin:$PATH" exits 0 "$tree/run" --build
    [ "$(builds "$tree")" = 5 ]
    touch -t 203801010000 "$tree/README.md"
    PATH="$tree/bin:$PATH" exits 0 "$tree/run" --build
    [ "$(builds "$tree")" = 6 ]
}

test_run_shows_why_a_build_failed() {
    local tree="$work/tree" out
    fake_tree "$tree"
    out="$(FAKE_FAILS=yes PATH="$tree/bin:$PATH" exits 1 "$tree/run" --build)"
    has "$out" "does not compile"
    has "$out" ".build/logs/run.log"
    has "$(PATH="$tree/bin:$PATH" exits 0 "$tree/run" --build)" "Building Duplex"
}

test_a_start_that_could_not_be_recorded_is_told() {
    local tree="$work/unrecorded"
    fake_tree "$tree"
    printf '#!/bin/sh\nexit 1\n' >"$tree/duplex"
    has "$(PATH="$tree/bin:$PATH" exits 0 "$tree/run" --build)" "Starts will be slower"
}

test_an_install_that_is_interrupted_lets_services_start_again() {
    local signal
    export SERVICE_POLICY="$work/policy"
    . "$root/scripts/env.sh"
    for signal in INT TERM; do
        # shellcheck disable=SC2016 # for that shell
        (without_services bash -c '[ -x "$SERVICE_POLICY" ] && touch "$SERVICE_POLICY.seen"; kill -'$signal' "$PPID"; sleep 0.1') || true
        [ -e "$SERVICE_POLICY.seen" ] && [ ! -e "$SERVICE_POLICY" ]
        rm "$SERVICE_POLICY.seen"
    done
    (without_services true)
    [ ! -e "$SERVICE_POLICY" ]
}

test_usage() {
    has "$(exits 0 "$root/run" --help)" "--dist"
    has "$(exits 0 "$root/check" --help)" "--fast"
    has "$(exits 2 "$root/check" --fats)" "there is no option --fats"
    has "$(exits 2 "$root/run" --dist --fast)" "takes no further options"
    has "$(exits 0 "$root/fuzz" --help)" "--replay"
    has "$(exits 2 "$root/fuzz" --total 0)" "must be a whole number above 0, not '0'"
    has "$(exits 2 "$root/fuzz" --fats)" "there is no option --fats"
    has "$(exits 2 "$root/fuzz" Nothing)" "no target 'Nothing'; there are: "
    has "$(exits 0 "$root/stress" --help)" "--thorough"
    has "$(exits 2 "$root/stress" 0)" "./stress: seconds per race must be a whole number above 0, not '0'"
    has "$(exits 2 "$root/stress" --throuogh)" "there is no option --throuogh"
    has "$(exits 2 "$root/stress" Nothing)" "no race 'Nothing'; there are: "
    has "$(exits 2 "$root/check" --fast --all)" "--fast leaves out what --all needs"
    has "$(exits 0 "$root/chaos" --help)" "[--reports DIRECTORY] [TEST...]"
    has "$(exits 2 "$root/chaos" --report)" "there is no option --report"
    has "$(exits 2 "$root/chaos" --reports)" "--reports needs the name of a directory"
    has "$(exits 2 "$root/chaos" Nothing)" "no test 'Nothing'; there are: "
}

# A tree with ./fuzz and the targets One and Two, whose Maven searches to the end with both, and finds
# with One what $FOUND says: nothing, or an input that breaks it, or the end of its JVM; in $1.
fuzz_tree() {
    mkdir -p "$1/bin" "$1/m/src/test/java/a"
    cp -R "$root/fuzz" "$root/scripts" "$1"
    touch "$1/m/src/test/java/a/OneFuzzTest.java" "$1/m/src/test/java/a/TwoFuzzTest.java"
    cat >"$1/bin/mvn" <<'MVN'
#!/bin/sh
echo "$*" >calls
for option; do
    case "$option" in -Dfuzz.reports=*) reports="${option#*=}" ;; esac
done
for target in One Two; do
    [ "$target $FOUND" = "One end" ] || echo "Done 12 runs in 3 second(s)"
    failure=""
    if [ "$target $FOUND" = "One input" ]; then
        failure='<failure message="&quot;1&quot; &lt; 0"/>'
        touch m/src/test/resources/a/OneFuzzTestInputs/crash-1
    fi
    echo "<testsuite><testcase>$failure</testcase></testsuite>" >"$reports/TEST-a.${target}FuzzTest.xml"
done
MVN
    printf '#!/bin/sh\necho 2\n' >"$1/bin/nproc"
    chmod +x "$1/bin/mvn" "$1/bin/nproc"
    fake_java "$1/java" 25
}

# Runs ./fuzz there, with what its Maven finds in $1, an exit code and arguments.
fuzzing() {
    local found="$1" wanted="$2"
    shift 2
    FOUND="$found" JAVA_HOME="$work/tree/java" PATH="$work/tree/bin:$PATH" exits "$wanted" "$work/tree/fuzz" "$@"
}

test_fuzz() {
    local out report="$work/report.xml"
    fuzz_tree "$work/tree"
    out="$(fuzzing nothing 0 --total 60 --report "$report")"
    has "$out" "2 targets, 46 s each, 2 at once
1 of 2: 12 runs in 3 second(s)
2 of 2: 12 runs in 3 second(s)
./fuzz: nothing found"
    has "$(cat "$work/tree/calls")" "-Dtest=a.OneFuzzTest,a.TwoFuzzTest"
    has "$(cat "$work/tree/calls")" "-Dfuzz.duration=46s -Dfuzz.forks=2 -Dfuzz.hooks=true"
    has "$(cat "$report")" '<testcase classname="fuzz" name="One"/><testcase classname="fuzz" name="Two"/>'
    has "$(fuzzing nothing 0 --total 1)" "2 targets, 3 s each, 2 at once"
    has "$(fuzzing nothing 0 --total 30)" "2 targets, 19 s each, 2 at once"
    case "$(cat "$work/tree/calls")" in *fuzz.hooks*) return 1 ;; esac

    out="$(fuzzing input 1 --total 60 --report "$report")"
    has "$out" 'One: BROKEN
  "1" < 0
  the input is m/src/test/resources/a/OneFuzzTestInputs/crash-1
  replay it with: ./fuzz --replay One'
    has "$out" "./fuzz: broken: One;"
    has "$(cat "$report")" 'name="One"><failure/></testcase><testcase classname="fuzz" name="Two"/>'

    has "$(fuzzing end 1 5)" "only 1 of 2 targets searched to the end"
    has "$(fuzzing end 0 --replay One)" "nothing found"
    case "$(cat "$work/tree/calls")" in *-Dfuzz=1*) return 1 ;; esac
    printf '#!/bin/sh\necho "[ERROR] does not compile"\nexit 1\n' >"$work/tree/bin/mvn"
    has "$(fuzzing nothing 1)" "  does not compile
./fuzz: could not run"
}

# A tree with ./stress and the races One and Two, whose Java says of One what $VERDICT says; in $1.
stress_tree() {
    mkdir -p "$1/bin" "$1/races/src/main/java/dev/duplex/races" "$1/races/target"
    cp -R "$root/stress" "$root/scripts" "$1"
    printf '@JCStressTest\n' | tee "$1/races/src/main/java/dev/duplex/races/"{One,Two}.java >/dev/null
    touch "$1/races/src/main/java/dev/duplex/races/Stage.java"
    echo a.jar >"$1/races/target/classpath"
    fake_java "$1/java" 25
    cat >"$1/java/bin/java" <<'JAVA'
#!/bin/sh
echo "$*" >"${0%/*}/calls"
echo "race One: $VERDICT"
echo "race Two: 12 runs"
case "$VERDICT" in *runs) ;; *) exit 1 ;; esac
JAVA
    printf '#!/bin/sh\n' >"$1/bin/mvn"
    printf '#!/bin/sh\necho 2\n' >"$1/bin/nproc"
    chmod +x "$1/bin/mvn" "$1/bin/nproc"
}

# Runs ./stress there, with what its Java says of One in $1, an exit code and arguments.
stressing() {
    local verdict="$1" wanted="$2"
    shift 2
    VERDICT="$verdict" JAVA_HOME="$work/races/java" PATH="$work/races/bin:$PATH" exits "$wanted" "$work/races/stress" "$@"
}

test_stress() {
    local calls="$work/races/java/bin/calls"
    stress_tree "$work/races"
    has "$(stressing "34 runs" 0 --total 30 --report "$work/races.xml")" "2 races, 12 s each, 1 at once
One: 34 runs
Two: 12 runs
./stress: nothing forbidden came"
    has "$(cat "$calls")" "dev.duplex.races.Stress $work/races.xml -r"
    has "$(cat "$calls")" "-t \\.(One|Two)\$"
    has "$(cat "$calls")" "-f 1 -iters 12 -time 1000"
    has "$(stressing "34 runs" 0 --total 1)" "2 races, 1 s each, 1 at once"
    has "$(stressing "34 runs" 0 --thorough One)" "1 races, as thoroughly as jcstress can"
    case "$(cat "$calls")" in *-jvmArgs*) return 1 ;; esac
    has "$(stressing FAILED 1 5)" "One: FAILED"
    has "$(stressing FAILED 1 5)" "./stress: a race failed, or did not run"
    printf '#!/bin/sh\necho "[ERROR] does not compile"\nexit 1\n' >"$work/races/bin/mvn"
    has "$(stressing "34 runs" 1)" "  does not compile
./stress: could not build"
}

# A tree with ./chaos and the tests OneTest and TwoTest, tagged, and OtherTest; what becomes of OneTest $FATE says; in $1.
chaos_tree() {
    mkdir -p "$1/bin" "$1/m/src/test/java/a" "$1/n/src/test/java/b"
    cp -R "$root/chaos" "$root/scripts" "$1"
    printf '@Tag("chaos")\n' | tee "$1/m/src/test/java/a/OneTest.java" "$1/n/src/test/java/b/TwoTest.java" >/dev/null
    touch "$1/n/src/test/java/b/OtherTest.java"
    cat >"$1/bin/mvn" <<'MVN'
#!/bin/sh
echo "$*" >calls
for option; do
    case "$option" in -Dchaos.reports=*) reports="${option#*=}" ;; esac
done
for test in a.OneTest b.TwoTest; do
    case "$*" in *"$test"*) ;; *) continue ;; esac
    if [ "$test $FATE" = "a.OneTest lost" ]; then continue; fi
    echo "[INFO] Tests run: 4, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 12.3 s -- in $test"
    echo "<testsuite>$([ "$test $FATE" != "a.OneTest failed" ] || echo "<failure type=\"lost\"/>")</testsuite>" >"$reports/TEST-$test.xml"
done
[ "$FATE" != broken ] || { echo "[ERROR] OneTest.promise: lost 1"; exit 1; }
MVN
    chmod +x "$1/bin/mvn"
    # What it needs besides is not installed for the sake of this.
    printf '%s() { :; }\n' use_node use_proxies use_redis use_packages >>"$1/scripts/env.sh"
    fake_java "$1/java" 25
}

# Runs ./chaos there, with the fate $1 of OneTest, an exit code and arguments.
in_chaos() {
    local fate="$1" wanted="$2"
    shift 2
    FATE="$fate" JAVA_HOME="$work/chaos/java" PATH="$work/chaos/bin:$PATH" exits "$wanted" "$work/chaos/chaos" "$@"
}

test_chaos() {
    local out
    chaos_tree "$work/chaos"
    out="$(in_chaos kept 0 --reports "$work/chaos/reports")"
    has "$out" "OneTest: 4, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 12.3 s
TwoTest: 4, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 12.3 s
./chaos: all promises were kept"
    has "$(cat "$work/chaos/calls")" "-pl m,n -am package -Dtests.skip=true -Dchaos.skip=false -Dchaos.reports=$work/chaos/reports -Dtest=a.OneTest,b.TwoTest"
    in_chaos kept 0 TwoTest >/dev/null
    has "$(cat "$work/chaos/calls")" "-pl n -am"
    has "$(in_chaos kept 2 OtherTest)" "no test 'OtherTest'; there are: OneTest TwoTest"
    # The report of the run before does not stand for this one's.
    has "$(in_chaos lost 1 --reports "$work/chaos/reports")" "OneTest: did not run"
    has "$(in_chaos failed 1)" "./chaos: a promise was broken"
    has "$(in_chaos failed 0 TwoTest)" "./chaos: all promises were kept"
    has "$(in_chaos broken 1)" "  OneTest.promise: lost 1
./chaos: a promise was broken"
}

# Runs TestTotals in $work/totals with what is there.
totals() {
    local wanted="$1"
    shift
    cd "$work/totals"
    exits "$wanted" "$java_home/bin/java" -cp "$work/classes" TestTotals allowed.txt "$@"
}

test_totals() {
    local reports="$work/totals/server/target/surefire-reports" java_home
    java_home="$(. "$root/scripts/java.sh" && find_java javac)"
    "$java_home/bin/javac" -d "$work/classes" "$root/scripts/TestTotals.java"
    mkdir -p "$reports" "$work/totals/.build/reports"
    echo '# none' >"$work/totals/allowed.txt"
    has "$(totals 1)" "0 passed, 0 failed, 0 skipped"
    echo '<testsuites><testsuite><testcase classname="a.B" name="c"/><testcase classname="a.B" name="d"/></testsuite></testsuites>' >"$reports/TEST-one.xml"
    has "$(totals 0)" "2 passed, 0 failed, 0 skipped"
    has "$(totals 1 javadoc)" "2 passed, 1 failed, 0 skipped"
    echo '<testsuite><testcase classname="a.B" name="e"><skipped/></testcase></testsuite>' >"$reports/TEST-two.xml"
    has "$(totals 1)" "Skipped without leave: a.B.e
2 passed, 0 failed, 1 skipped"
    echo 'a.B.* because' >"$work/totals/allowed.txt"
    has "$(totals 0)" "2 passed, 0 failed, 1 skipped"
    echo '<testsuite><testcase classname="a.B" name="f"><failure/></testcase></testsuite>' >"$work/totals/.build/reports/TEST-three.xml"
    has "$(totals 1 build)" "2 passed, 1 failed, 1 skipped"
    mkdir -p "$work/totals/examples/one/target/surefire-reports"
    echo '<testsuite><testcase classname="a.B" name="g"/></testsuite>' >"$work/totals/examples/one/target/surefire-reports/TEST-five.xml"
    has "$(totals 1 build)" "3 passed, 1 failed, 1 skipped"
    rm -r "$work/totals/examples"
    echo '<testsuite>' >"$reports/TEST-four.xml"
    has "$(totals 1 build)" "2 passed, 2 failed, 1 skipped"
}

# The names of Duplex's artifacts in a module's pom.xml; the first is the module's own.
artifacts_in() { sed -n 's|.*<artifactId>\(duplex-[a-z-]*\)</artifactId>.*|\1|p' "$root/$1/pom.xml"; }

test_libraries_are_built_with_all_that_they_need() {
    local libraries module artifact built=" "
    libraries="$(sed -n 's/.* -Prelease -pl \([^ ]*\) .*/\1/p' "$root/check")"
    [ -n "$libraries" ]
    has "$(grep 'mvn -pl' "$root/README.md")" "mvn -pl $libraries -DskipTests install"
    for module in ${libraries//,/ }; do built="$built$(artifacts_in "$module" | head -n 1) "; done
    # Maven wants what tests need too, when it skips them.
    for module in ${libraries//,/ }; do
        if [ "$module" = bom ]; then continue; fi
        for artifact in $(artifacts_in "$module"); do has "$built" " $artifact "; done
    done
}

# The column $1 of the table of libraries in NOTICE.
notice() { sed -n '/^library  /,/^$/p' "$root/NOTICE" | sed 1d | awk -F '  +' -v column="$1" 'NF { print $column }'; }

test_notice_names_what_is_packed() {
    local lib="$root/app/target/lib" jar pattern text found
    [ -d "$lib" ] || return 77
    for jar in "$lib"/*.jar; do
        found=no
        while read -r pattern; do
            # shellcheck disable=SC2254 # it is a pattern
            case "${jar##*/}" in duplex-* | $pattern) found=yes ;; esac
        done < <(notice 3)
        [ "$found" = yes ] || { echo "NOTICE does not name ${jar##*/}"; return 1; }
    done
    while read -r pattern; do
        compgen -G "$lib/$pattern" >/dev/null || { echo "NOTICE names $pattern, which is not packed"; return 1; }
    done < <(notice 3)
    while read -r text; do
        case "$text" in its*) continue ;; esac
        [ -f "$root/$text" ] || { echo "$text is not there"; return 1; }
    done < <(notice 4)
    for text in "$root"/licenses/*; do has "$(cat "$root/NOTICE")" "licenses/${text##*/}"; done
}

# shellcheck source=scripts/test-env.sh
. "$root/scripts/test-env.sh"

# --- running them

cases=""
count=0
failures=0
skips=0
for name in $(declare -F | sed -n 's/^declare -f test_//p'); do
    count=$((count + 1))
    # In a shell of its own, so that nothing of it stays; not as a condition, where `set -e` would be off.
    set +e
    out="$(set -e; rm -rf "${work:?}"/*; "test_$name" 2>&1)"
    status=$?
    set -e
    case "$status" in
        0) inner="" ;;
        77)
            skips=$((skips + 1))
            inner="<skipped/>"
            ;;
        *)
            failures=$((failures + 1))
            echo "FAILED $name"
            printf '%s\n' "$out"
            inner="<failure/>"
            ;;
    esac
    cases="$cases<testcase classname=\"scripts\" name=\"$name\">$inner</testcase>"
done
if [ -n "$report" ]; then
    printf '<testsuite name="scripts" tests="%d" failures="%d" skipped="%d">%s</testsuite>\n' \
        "$count" "$failures" "$skips" "$cases" >"$report"
fi
echo "scripts: $count tests, $failures failed, $skips skipped"
[ "$failures" = 0 ]
