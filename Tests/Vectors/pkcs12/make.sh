#!/bin/sh
# Makes the PKCS#12 files of this folder again, with a new key, from the openssl command line, 3.0 or later, with its
# legacy module. The password is "secret".
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$work/key" 2>/dev/null
openssl req -x509 -key "$work/key" -subj /CN=old -days 3650 -out "$work/certificate" \
    -addext basicConstraints=critical,CA:FALSE -addext subjectAltName=URI:sip:old@example.test

# file NAME [OPTION...]
file() {
    name=$1
    shift
    openssl pkcs12 -export -inkey "$work/key" -in "$work/certificate" -passout pass:secret -out "$name.p12" "$@"
}

file current
file rc2-40 -legacy
file rc4-md5 -legacy -certpbe PBE-SHA1-RC4-128 -keypbe PBE-MD5-DES -nomac
file 3des -certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES -macalg SHA1
file no-mac -nomac
file open-key -keypbe NONE -certpbe NONE
file no-key -nokeys
# More rounds than are waited for: of the key, where making it takes a while, and of the MAC.
file many-rounds -iter 4000000 -certpbe NONE

# With an empty password, and without encryption, MAC or both; open-other.p12 is of another holder.
odd=../odd-certificates
while read -r name holder options; do
    # shellcheck disable=SC2086
    openssl pkcs12 -export -in "$odd/$holder.pem" -inkey "$odd/$holder.key.pem" $options -out "$name.p12"
done <<FILES
empty no-key-usage -passout pass:
mac-alone no-key-usage -passout pass: -keypbe NONE -certpbe NONE
mac-secret no-key-usage -passout pass:secret -keypbe NONE -certpbe NONE
open no-key-usage -passout pass: -keypbe NONE -certpbe NONE -nomac
open-other twin-one -passout pass: -keypbe NONE -certpbe NONE -nomac
FILES
