#!/bin/sh
# Sends a PUBLISH many times with SIPp over UDP, protects it anew each time, and waits for the responses.
# SIPp reads files as text and stops at a zero octet, so bodies are sent in Base64. SIPp also writes header fields itself,
# but most of them are signed with the body. So each message is sent as it was protected, except for its first two lines.
# Usage: sipp-publish.sh MESSAGE COUNT HOST[:PORT] [OPTION OF SIPP]...
set -eu

if [ $# -lt 3 ]; then
    echo "usage: $0 MESSAGE COUNT HOST[:PORT] [OPTION OF SIPP]..." >&2
    exit 64
fi
smime_presence=${SMIME_PRESENCE:-smime-presence}
message=$1 count=$2 target=$3
shift 3
command -v sipp >/dev/null || { echo "$0: needs sipp ('apt-get install sip-tester')" >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
export LC_ALL=C
mkdir "$work/plain" "$work/sent"

# SIPp finds the call of a response by its Call-ID, which is "NUMBER-MARK" here as in the option -cid_str.
mark=$(od -An -N8 -tx1 /dev/urandom | tr -d ' \n')
call=1
while [ "$call" -le "$count" ]; do
    sed "1,/^\r*\$/ s/^\(Call-ID\|i\) *:.*/Call-ID: $call-$mark\r/" "$message" >"$work/plain/$call.sip"
    call=$((call + 1))
done
"$smime_presence" encrypt --transfer-encoding base64 -o "$work/protected" "$work/plain"
rm -r "$work/plain"

# SIPp's Via replaces that of the message, so that responses come back to SIPp. The scenario adds each file's last line end.
call=1
while [ "$call" -le "$count" ]; do
    protected=$work/protected/$call.sip
    sed -z 's/\r\n\r\n.*//; s/\n\(Via\|v\) *:[^\n]*//g; s/^[^\n]*\n//' "$protected" >"$work/sent/$call.header"
    sed '1,/^\r*$/d' "$protected" >"$work/sent/$call.body"
    call=$((call + 1))
done
request=$(head -n 1 "$work/protected/1.sip" | tr -d '\r')
case $request in
    *[\[\]\<\&]*) echo "$0: SIPp would change this line: $request" >&2; exit 1 ;;
esac

cat >"$work/publish.xml" <<XML
<?xml version="1.0" encoding="UTF-8"?>
<scenario name="Protected PUBLISH">
  <send retrans="500"><![CDATA[
$request
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
[file name="$work/sent/[call_number].header"]

[file name="$work/sent/[call_number].body"]]]></send>
  <recv response="100" optional="true"></recv>
  <recv response="200"></recv>
</scenario>
XML
sipp "$target" -sf "$work/publish.xml" -cid_str "%u-$mark" -m "$count" -nostdin "$@"
