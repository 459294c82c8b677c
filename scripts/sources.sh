# Where the source of a test belongs. Sourced by ./fuzz and ./chaos.
# shellcheck shell=bash

# The module of the test whose source is $1, a path from the root.
module_of() {
    local module=${1#./}
    echo "${module%%/src/test/java/*}"
}

# Its class, with the package.
class_of() {
    local class=${1##*/src/test/java/}
    class=${class%.java}
    echo "${class//\//.}"
}

# What Maven is told of the tests whose sources are the arguments: modules in $MODULES, classes in $CLASSES, with commas between.
name_tests() {
    local file module
    MODULES=""
    CLASSES=""
    for file in "$@"; do
        module=$(module_of "$file")
        case ",$MODULES," in
            *",$module,"*) ;;
            *) MODULES="${MODULES:+$MODULES,}$module" ;;
        esac
        CLASSES="${CLASSES:+$CLASSES,}$(class_of "$file")"
    done
}
