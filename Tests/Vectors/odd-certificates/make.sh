#!/bin/sh
# Makes the certificates of this folder again, with new keys. Needs the openssl command line, 3.0 or later.
# Nothing trusts them but tests; the keys are public.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/ca.cnf" <<CONFIG
[ca]
default_ca = odd
[odd]
database = $work/index.txt
serial = $work/serial
new_certs_dir = $work
default_md = sha256
policy = anything
unique_subject = no
[anything]
commonName = supplied
CONFIG

# certificate NAME SERIAL KEYTYPE [EXTENSION...]: key, request, certificate signed by the odd CA.
certificate() {
    name=$1 serial=$2 key=$3
    shift 3
    # shellcheck disable=SC2086
    openssl genpkey $key -out "$name.key.pem" 2>/dev/null
    # shellcheck disable=SC2086
    openssl req -new ${digest:-} -key "$name.key.pem" -subj "/CN=$name" -out "$work/request.pem"
    printf '%s\n' "$@" >"$work/extensions.cnf"
    : >"$work/index.txt"
    echo "$serial" >"$work/serial"
    openssl ca -batch -config "$work/ca.cnf" -in "$work/request.pem" -out "$name.pem" -notext \
        -startdate 20260101000000Z -enddate 20491231235959Z -extfile "$work/extensions.cnf" \
        -keyfile ca.key.pem ${selfsign:--cert ca.pem} 2>/dev/null
}

p256='-algorithm EC -pkeyopt ec_paramgen_curve:P-256'
both='keyUsage=critical,digitalSignature,keyAgreement'
alice='subjectAltName=URI:sip:alice@example.test'
email='extendedKeyUsage=emailProtection'
leaf='basicConstraints=critical,CA:FALSE'
skid='subjectKeyIdentifier=hash'

selfsign=-selfsign
certificate ca 01 "$p256" 'basicConstraints=critical,CA:TRUE' 'keyUsage=critical,keyCertSign' "$skid"
selfsign=
certificate no-key-usage 11 "$p256" "$leaf" "$alice" "$email" "$skid"
certificate sign-only 12 "$p256" "$leaf" "$alice" "$email" "$skid" 'keyUsage=critical,digitalSignature'
certificate agree-only 13 "$p256" "$leaf" "$alice" "$email" "$skid" 'keyUsage=critical,keyAgreement'
certificate no-extended-key-usage 14 "$p256" "$leaf" "$alice" "$both" "$skid"
certificate any-extended-key-usage 15 "$p256" "$leaf" "$alice" "$both" 'extendedKeyUsage=anyExtendedKeyUsage' "$skid"
certificate unknown-critical 16 "$p256" "$leaf" "$alice" "$both" "$email" '1.3.6.1.4.1.99999.1=critical,ASN1:NULL'
certificate dns-domain 17 "$p256" "$leaf" "$both" 'extendedKeyUsage=1.3.6.1.5.5.7.3.20' 'subjectAltName=DNS:Example.test'
certificate user-and-domain 18 "$p256" "$leaf" "$both" "$email" \
    'subjectAltName=URI:sip:alice@example.test,URI:sip:example.test,DNS:example.test'
certificate mail-user 19 "$p256" "$leaf" "$both" "$email" 'subjectAltName=URI:mailto:alice@example.test,email:alice@example.test'
certificate rsa1024 1A '-algorithm RSA -pkeyopt rsa_keygen_bits:1024' "$leaf" "$alice" "$email" \
    'keyUsage=critical,digitalSignature,keyEncipherment'
certificate cert-sign-only 1B "$p256" 'keyUsage=critical,keyCertSign' "$skid"
# One issuer and one serial number for two certificates, as in RFC 6216.
certificate twin-one 20 "$p256" "$leaf" "$alice" "$both" "$email"
certificate twin-two 20 "$p256" "$leaf" "$alice" "$both" "$email"
certificate twin-rsa 20 '-algorithm RSA -pkeyopt rsa_keygen_bits:2048' "$leaf" "$alice" "$email" \
    'keyUsage=critical,digitalSignature,keyEncipherment'
# Keys of other kinds.
sign='keyUsage=critical,digitalSignature'
pss='-algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048'
certificate pss 30 "$pss" "$leaf" "$alice" "$email" "$sign"
digest=-sha384
certificate pss-sha384 31 "$pss -pkeyopt rsa_pss_keygen_md:sha384 -pkeyopt rsa_pss_keygen_mgf1_md:sha384" \
    "$leaf" "$alice" "$email" "$sign"
digest=-sha1
certificate pss-sha1 32 "$pss -pkeyopt rsa_pss_keygen_md:sha1 -pkeyopt rsa_pss_keygen_mgf1_md:sha1" \
    "$leaf" "$alice" "$email" "$sign"
digest=-sha224
certificate pss-sha224 33 "$pss -pkeyopt rsa_pss_keygen_md:sha224 -pkeyopt rsa_pss_keygen_mgf1_md:sha224" \
    "$leaf" "$alice" "$email" "$sign"
digest=
certificate pss-mask 34 "$pss -pkeyopt rsa_pss_keygen_md:sha256 -pkeyopt rsa_pss_keygen_mgf1_md:sha512" \
    "$leaf" "$alice" "$email" "$sign"
certificate pss-salt 35 "$pss -pkeyopt rsa_pss_keygen_md:sha256 -pkeyopt rsa_pss_keygen_mgf1_md:sha256 -pkeyopt rsa_pss_keygen_saltlen:64" \
    "$leaf" "$alice" "$email" "$sign"
for curve in brainpoolP256r1 secp256k1 P-521; do
    certificate $curve 36 "-algorithm EC -pkeyopt ec_paramgen_curve:$curve" "$leaf" "$alice" "$email" "$both"
done
certificate ed448 39 '-algorithm ED448' "$leaf" "$alice" "$email" "$sign"
certificate explicit 3A "$p256 -pkeyopt ec_param_enc:explicit" "$leaf" "$alice" "$email" "$both"
# A URI with a blank behind it: beside a sound one, alone, and beside that of a domain.
certificate blank-beside 40 "$p256" "$leaf" "$both" "$email" \
    'subjectAltName=DER:303186167369703a616c696365406578616d706c652e7465737486177369703a616c696365406578616d706c652e7465737420'
certificate blank-alone 41 "$p256" "$leaf" "$both" "$email" \
    'subjectAltName=DER:301986177369703a616c696365406578616d706c652e7465737420'
certificate blank-domain 42 "$p256" "$leaf" "$both" 'extendedKeyUsage=1.3.6.1.5.5.7.3.20' \
    'subjectAltName=DER:302b86107369703a6578616d706c652e7465737486177369703a616c696365406578616d706c652e7465737420'
