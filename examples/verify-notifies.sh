#!/bin/sh
# Verifies every *.sip of a directory and writes the report of each to the same directory, as *.json.
# Says why a message is refused. Status 1 if one was. Usage: verify-notifies.sh DIRECTORY
set -eu

if [ $# -ne 1 ]; then
    echo "usage: $0 DIRECTORY" >&2
    exit 64
fi
smime_presence=${SMIME_PRESENCE:-smime-presence}
result=0

for message in "$1"/*.sip; do
    if [ ! -e "$message" ]; then
        echo "no *.sip in $1" >&2
        exit 2
    fi
    status=0
    words=$("$smime_presence" verify --report "${message%.sip}.json" "$message" 2>&1) || status=$?
    case $status in
    0) echo "accepted  $message" ;;
    1)
        printf 'refused   %s: %s\n' "$message" "$(printf '%s\n' "$words" | sed -n 's/^smime-presence: error: //p')"
        result=1
        ;;
    *) printf '%s\n' "$words" >&2 && exit "$status" ;;
    esac
done
exit "$result"
