// A library context that has few algorithms, for a process that handles one message.
//
// libcrypto prepares every algorithm of a kind when the first of them is needed: 124 ciphers for AES-GCM, 40 decoders
// for the key of a certificate, of which each further key considers all again. In a process that handles one message
// this takes more than half of libcrypto's instructions. The provider here passes on libcrypto's default provider, the
// same functions, with the algorithms that messages use.
#include "CCrypto.h"
#include <openssl/core_dispatch.h>
#include <openssl/core_names.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static _Atomic(OSSL_LIB_CTX *) selected;
// Whether libcrypto's own table of names was left empty.
static atomic_int is_unnamed;
// The default provider, and the one that passes on a part of it.
static OSSL_PROVIDER *everything, *part;

OSSL_LIB_CTX *ccrypto_context(void) { return atomic_load_explicit(&selected, memory_order_acquire); }

// The algorithms by libcrypto's names (providers/implementations/include/prov/names.h). Certificates with other keys or
// signatures are decoded in the default context.
static const char *const digests[] = {"SHA1", "SHA2-256", "SHA2-384", "SHA2-512", NULL};
static const char *const ciphers[] = {
    "AES-256-GCM", "AES-192-GCM", "AES-128-GCM", "ChaCha20-Poly1305", "AES-256-CBC", "AES-192-CBC", "AES-128-CBC",
    "DES-EDE3-CBC", "AES-256-WRAP", "AES-192-WRAP", "AES-128-WRAP", NULL};
static const char *const keys[] = {"EC", "RSA", "RSA-PSS", "ED25519", "X25519", NULL};

// Returns whether a name is among those of an algorithm, which are separated by colons.
static int is_named(const OSSL_ALGORITHM *algorithm, const char *name) {
    size_t octets = strlen(name);
    for (const char *rest = algorithm->algorithm_names; rest != NULL; rest = strchr(rest, ':')) {
        if (*rest == ':') rest++;
        if (strncasecmp(rest, name, octets) == 0 && (rest[octets] == ':' || rest[octets] == '\0')) return 1;
    }
    return 0;
}

// Whether a decoder is for public keys, or for the private keys that are not made of their numbers (ECKeyParameters).
static int is_needed(const OSSL_ALGORITHM *decoder) {
    return strstr(decoder->property_definition, "structure=SubjectPublicKeyInfo") != NULL
        || (!is_named(decoder, "EC") && strstr(decoder->property_definition, "structure=PrivateKeyInfo") != NULL);
}

// Returns the algorithms of one kind that have one of the names; NULL if memory runs out. They live as long as the
// process.
static const OSSL_ALGORITHM *matching(int operation, const char *const *names) {
    int is_temporary = 0;
    const OSSL_ALGORITHM *all = OSSL_PROVIDER_query_operation(everything, operation, &is_temporary);
    size_t count = 0;
    while (all != NULL && all[count].algorithm_names != NULL) count++;
    OSSL_ALGORITHM *found = calloc(count + 1, sizeof(OSSL_ALGORITHM));
    if (found == NULL || is_temporary) return found;
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        if (operation == OSSL_OP_DECODER && !is_needed(&all[i])) continue;
        for (const char *const *name = names; *name != NULL; name++) {
            if (is_named(&all[i], *name)) {
                found[used++] = all[i];
                break;
            }
        }
    }
    return found;
}

static struct {
    const OSSL_ALGORITHM *digests, *ciphers, *keys, *decoders;
} few;

static const OSSL_ALGORITHM *query(void *provider, int operation, int *is_temporary) {
    (void)provider;
    *is_temporary = 0;
    switch (operation) {
    case OSSL_OP_DIGEST: return few.digests;
    case OSSL_OP_CIPHER: return few.ciphers;
    case OSSL_OP_KEYMGMT: return few.keys;
    case OSSL_OP_DECODER: return few.decoders;
    default: return OSSL_PROVIDER_query_operation(everything, operation, is_temporary);
    }
}

// The functions are the default provider's and expect its state.
static int initialize(
    const OSSL_CORE_HANDLE *handle, const OSSL_DISPATCH *core, const OSSL_DISPATCH **functions, void **state) {
    static const OSSL_DISPATCH own[] = {{OSSL_FUNC_PROVIDER_QUERY_OPERATION, (void (*)(void))query}, {0, NULL}};
    (void)handle;
    (void)core;
    *functions = own;
    *state = OSSL_PROVIDER_get0_provider_ctx(everything);
    few.digests = matching(OSSL_OP_DIGEST, digests);
    few.ciphers = matching(OSSL_OP_CIPHER, ciphers);
    few.keys = matching(OSSL_OP_KEYMGMT, keys);
    few.decoders = matching(OSSL_OP_DECODER, keys);
    return few.digests && few.ciphers && few.keys && few.decoders;
}

// Enters algorithms into libcrypto's table of names, which its older functions search.
static void name_digests(void) {
    const EVP_MD *digests[] = {
        EVP_md5(), EVP_md5_sha1(), EVP_sha1(), EVP_sha224(), EVP_sha256(), EVP_sha384(), EVP_sha512(),
        EVP_sha512_224(), EVP_sha512_256(), EVP_sha3_224(), EVP_sha3_256(), EVP_sha3_384(), EVP_sha3_512(),
        EVP_shake128(), EVP_shake256(), EVP_blake2b512(), EVP_blake2s256(),
#ifndef OPENSSL_NO_MD4
        EVP_md4(),
#endif
#ifndef OPENSSL_NO_MDC2
        EVP_mdc2(),
#endif
#ifndef OPENSSL_NO_RMD160
        EVP_ripemd160(),
#endif
#ifndef OPENSSL_NO_SM3
        EVP_sm3(),
#endif
#ifndef OPENSSL_NO_WHIRLPOOL
        EVP_whirlpool(),
#endif
    };
    for (size_t i = 0; i < sizeof(digests) / sizeof(digests[0]); i++) EVP_add_digest(digests[i]);
}

void ccrypto_name_algorithms(void) {
    if (!atomic_load(&is_unnamed)) return;
    name_digests();
    const EVP_CIPHER *ciphers[] = {
        EVP_aes_256_gcm(), EVP_aes_192_gcm(), EVP_aes_128_gcm(), EVP_chacha20_poly1305(), EVP_aes_256_cbc(),
        EVP_aes_192_cbc(), EVP_aes_128_cbc(), EVP_des_ede3_cbc(), EVP_aes_256_wrap(), EVP_aes_192_wrap(),
        EVP_aes_128_wrap(), EVP_des_ede3_wrap()};
    for (size_t i = 0; i < sizeof(ciphers) / sizeof(ciphers[0]); i++) EVP_add_cipher(ciphers[i]);
}

int ccrypto_select_algorithms(void) {
    if (atomic_exchange(&is_unnamed, 1)) return ccrypto_context() != NULL;
    // Otherwise libcrypto enters every cipher and digest into its table of names, and into one of each context.
    OPENSSL_init_crypto(OPENSSL_INIT_NO_ADD_ALL_CIPHERS | OPENSSL_INIT_NO_ADD_ALL_DIGESTS, NULL);
    // A digest that has no name when it is prepared has no number either, by which libcrypto's CMS finds it.
    const EVP_MD *digests[] = {EVP_sha1(), EVP_sha256(), EVP_sha384(), EVP_sha512()};
    for (size_t i = 0; i < sizeof(digests) / sizeof(digests[0]); i++) EVP_add_digest(digests[i]);
    // The usual random generator prepares every cipher of the default context.
    if (RAND_set_DRBG_type(NULL, "HASH-DRBG", NULL, NULL, "SHA256") != 1) return 0;
    everything = OSSL_PROVIDER_load(NULL, "default");
    OSSL_LIB_CTX *context = everything == NULL ? NULL : OSSL_LIB_CTX_new();
    if (context == NULL) return 0;
    if (OSSL_PROVIDER_add_builtin(context, "selected", initialize) != 1
        || (part = OSSL_PROVIDER_load(context, "selected")) == NULL) {
        OSSL_LIB_CTX_free(context);
        return 0;
    }
    atomic_store_explicit(&selected, context, memory_order_release);
    return 1;
}

OSSL_LIB_CTX *ccrypto_context_of(const EVP_PKEY *key) {
    return EVP_PKEY_get0_provider(key) == part ? ccrypto_context() : NULL;
}

EVP_PKEY_CTX *ccrypto_EVP_PKEY_CTX_new(EVP_PKEY *key) {
    OSSL_LIB_CTX *context = ccrypto_context_of(key);
    return context == NULL ? EVP_PKEY_CTX_new(key, NULL) : EVP_PKEY_CTX_new_from_pkey(context, key, NULL);
}

void ccrypto_name_digest_of(int signature) {
    int digest = NID_undef, key = NID_undef;
    if (!atomic_load(&is_unnamed)) return;
    if (OBJ_find_sigid_algs(signature, &digest, &key) == 1 && digest != NID_undef
        && EVP_get_digestbynid(digest) != NULL) return;
    // Another digest, or one that only the parameters of the signature name.
    name_digests();
}

// Returns whether the context can verify a signature: libcrypto uses the context of the certificate or CRL for that.
static int can_verify(int signature) {
    int digest = NID_undef, key = NID_undef;
    if (signature == NID_ED25519) return 1;
    if (OBJ_find_sigid_algs(signature, &digest, &key) != 1 || (key != EVP_PKEY_EC && key != EVP_PKEY_RSA)) return 0;
    return digest == NID_sha1 || digest == NID_sha256 || digest == NID_sha384 || digest == NID_sha512;
}

// An object that d2i fails to read it has freed, and set to NULL.
X509 *ccrypto_d2i_X509(const unsigned char **octets, long count) {
    const unsigned char *start = *octets;
    OSSL_LIB_CTX *context = ccrypto_context();
    X509 *certificate = context == NULL ? NULL : X509_new_ex(context, NULL);
    if (certificate == NULL) return d2i_X509(NULL, octets, count);
    if (d2i_X509(&certificate, octets, count) == NULL) return NULL;
    if (X509_get0_pubkey(certificate) != NULL && can_verify(X509_get_signature_nid(certificate))) return certificate;
    X509_free(certificate);
    ERR_clear_error();
    *octets = start;
    // A key may be restricted to any digest (RFC 4055 section 3.1).
    ccrypto_name_algorithms();
    return d2i_X509(NULL, octets, count);
}

X509_CRL *ccrypto_d2i_X509_CRL(const unsigned char **octets, long count) {
    const unsigned char *start = *octets;
    OSSL_LIB_CTX *context = ccrypto_context();
    X509_CRL *list = context == NULL ? NULL : X509_CRL_new_ex(context, NULL);
    if (list == NULL) return d2i_X509_CRL(NULL, octets, count);
    if (d2i_X509_CRL(&list, octets, count) == NULL) return NULL;
    if (can_verify(X509_CRL_get_signature_nid(list))) return list;
    X509_CRL_free(list);
    *octets = start;
    return d2i_X509_CRL(NULL, octets, count);
}
