#!/bin/sh
# client.sh SOCKET protect|open <MESSAGE >RESULT: protects or opens a SIP message with smime-presenced.
#
# Status 1: the message is refused. Status 2: there is no usable answer; answer 503 to the sender.
set -eu
[ $# = 2 ] || { echo "usage: client.sh SOCKET protect|open <MESSAGE >RESULT" >&2; exit 64; }
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT
# No --retry: the service may have recorded the message.
status=$(curl -sS --max-time 5 --unix-socket "$1" -H 'Content-Type: message/sip' --data-binary @- \
    -o "$answer" -w '%{http_code}' "http://localhost/v1/$2") || exit 2
case $status in
    200) cat "$answer" ;;
    422) cat "$answer" >&2; exit 1 ;;
    *) cat "$answer" >&2; exit 2 ;;
esac
