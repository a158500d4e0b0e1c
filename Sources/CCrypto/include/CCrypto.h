// libcrypto for Swift: the headers, and one-line functions for macros and typed stacks, which Swift cannot import.
// Each is named ccrypto_ + the C name. CCrypto.apinotes lists the reference-counted types and the functions that
// transfer ownership.
#ifndef CCRYPTO_H
#define CCRYPTO_H

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/cms.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/objects.h>
#include <openssl/ocsp.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <string.h>

// Retain operations, which must return nothing for Swift.
static inline void ccrypto_X509_retain(X509 *certificate) { X509_up_ref(certificate); }
static inline void ccrypto_X509_CRL_retain(X509_CRL *list) { X509_CRL_up_ref(list); }
static inline void ccrypto_EVP_PKEY_retain(EVP_PKEY *key) { EVP_PKEY_up_ref(key); }
static inline void ccrypto_X509_STORE_retain(X509_STORE *store) { X509_STORE_up_ref(store); }

// The C library's, whose module is not imported beside this one.
static inline int ccrypto_memcmp(const void *left, const void *right, size_t octets) {
    return memcmp(left, right, octets);
}

// Macros.
static inline void ccrypto_OPENSSL_free(void *memory) { OPENSSL_free(memory); }
static inline void ccrypto_OPENSSL_clear_free(void *memory, size_t octets) { OPENSSL_clear_free(memory, octets); }
static inline long ccrypto_BIO_get_mem_data(BIO *bio, char **data) { return BIO_get_mem_data(bio, data); }
static inline int ccrypto_ERR_GET_LIB(unsigned long code) { return ERR_GET_LIB(code); }
static inline int ccrypto_ERR_GET_REASON(unsigned long code) { return ERR_GET_REASON(code); }
static inline unsigned long ccrypto_XN_FLAG_RFC2253(void) { return XN_FLAG_RFC2253; }
static inline EVP_PKEY *ccrypto_EVP_EC_gen(const char *curve) { return EVP_EC_gen(curve); }
static inline EVP_PKEY *ccrypto_EVP_RSA_gen(unsigned int bits) { return EVP_RSA_gen(bits); }

// Creates a key pair on a curve from its point and its private number, which is in the processor's byte order. The
// parameters keep pointers to their names, which would be dangling in Swift.
static inline int ccrypto_EVP_PKEY_fromdata(
    EVP_PKEY_CTX *context, EVP_PKEY **key, const char *curve, const unsigned char *point, size_t point_octets,
    const unsigned char *number, size_t number_octets
) {
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string("group", (char *)curve, 0),
        OSSL_PARAM_construct_octet_string("pub", (void *)point, point_octets),
        OSSL_PARAM_construct_BN("priv", (unsigned char *)number, number_octets),
        OSSL_PARAM_construct_end(),
    };
    return EVP_PKEY_fromdata(context, key, EVP_PKEY_KEYPAIR, parameters);
}

// Typed stacks are macros in C.
static inline STACK_OF(X509) *ccrypto_sk_X509_new_null(void) { return sk_X509_new_null(); }
static inline int ccrypto_sk_X509_num(const STACK_OF(X509) *stack) { return sk_X509_num(stack); }
static inline X509 *ccrypto_sk_X509_value(const STACK_OF(X509) *stack, int index) { return sk_X509_value(stack, index); }
static inline void ccrypto_sk_X509_free(STACK_OF(X509) *stack) { sk_X509_pop_free(stack, X509_free); }
// Pushes a reference of the stack's own, which ccrypto_sk_X509_free releases.
static inline int ccrypto_sk_X509_push(STACK_OF(X509) *stack, X509 *certificate) {
    return X509_add_cert(stack, certificate, X509_ADD_FLAG_UP_REF);
}
static inline STACK_OF(X509_CRL) *ccrypto_sk_X509_CRL_new_null(void) { return sk_X509_CRL_new_null(); }
static inline void ccrypto_sk_X509_CRL_free(STACK_OF(X509_CRL) *stack) { sk_X509_CRL_pop_free(stack, X509_CRL_free); }
// Pushes a reference of the stack's own, which ccrypto_sk_X509_CRL_free releases.
static inline int ccrypto_sk_X509_CRL_push(STACK_OF(X509_CRL) *stack, X509_CRL *list) {
    if (!X509_CRL_up_ref(list)) return 0;
    if (sk_X509_CRL_push(stack, list) > 0) return 1;
    X509_CRL_free(list);
    return 0;
}
static inline int ccrypto_sk_X509_REVOKED_num(const STACK_OF(X509_REVOKED) *stack) { return sk_X509_REVOKED_num(stack); }
static inline X509_REVOKED *ccrypto_sk_X509_REVOKED_value(const STACK_OF(X509_REVOKED) *stack, int index) {
    return sk_X509_REVOKED_value(stack, index);
}
static inline int ccrypto_sk_GENERAL_NAME_num(const GENERAL_NAMES *names) { return sk_GENERAL_NAME_num(names); }
static inline GENERAL_NAME *ccrypto_sk_GENERAL_NAME_value(const GENERAL_NAMES *names, int index) {
    return sk_GENERAL_NAME_value(names, index);
}
// Returns whether a distribution point of a certificate names the issuer of a CRL (cRLIssuer, RFC 5280 section 4.2.1.13).
static inline int ccrypto_X509_names_crl_issuer(const X509 *certificate, const X509_NAME *issuer) {
    int found = 0;
    CRL_DIST_POINTS *points = X509_get_ext_d2i(certificate, NID_crl_distribution_points, NULL, NULL);
    for (int i = 0; i < sk_DIST_POINT_num(points); i++) {
        const GENERAL_NAMES *names = sk_DIST_POINT_value(points, i)->CRLissuer;
        for (int j = 0; j < sk_GENERAL_NAME_num(names); j++) {
            const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, j);
            if (name->type == GEN_DIRNAME && X509_NAME_cmp(name->d.directoryName, issuer) == 0) found = 1;
        }
    }
    CRL_DIST_POINTS_free(points);
    return found;
}
static inline int ccrypto_sk_ASN1_OBJECT_num(const EXTENDED_KEY_USAGE *usages) { return sk_ASN1_OBJECT_num(usages); }
static inline ASN1_OBJECT *ccrypto_sk_ASN1_OBJECT_value(const EXTENDED_KEY_USAGE *usages, int index) {
    return sk_ASN1_OBJECT_value(usages, index);
}
static inline void ccrypto_sk_X509_EXTENSION_free(STACK_OF(X509_EXTENSION) *extensions) {
    sk_X509_EXTENSION_pop_free(extensions, X509_EXTENSION_free);
}
static inline int ccrypto_sk_PKCS7_num(const STACK_OF(PKCS7) *stack) { return sk_PKCS7_num(stack); }
static inline PKCS7 *ccrypto_sk_PKCS7_value(const STACK_OF(PKCS7) *stack, int index) {
    return sk_PKCS7_value(stack, index);
}
static inline void ccrypto_sk_PKCS7_free(STACK_OF(PKCS7) *stack) { sk_PKCS7_pop_free(stack, PKCS7_free); }
static inline int ccrypto_sk_PKCS12_SAFEBAG_num(const STACK_OF(PKCS12_SAFEBAG) *bags) {
    return sk_PKCS12_SAFEBAG_num(bags);
}
static inline PKCS12_SAFEBAG *ccrypto_sk_PKCS12_SAFEBAG_value(const STACK_OF(PKCS12_SAFEBAG) *bags, int index) {
    return sk_PKCS12_SAFEBAG_value(bags, index);
}
static inline void ccrypto_sk_PKCS12_SAFEBAG_free(STACK_OF(PKCS12_SAFEBAG) *bags) {
    sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
}
// PKCS12_unpack_p7encdata with the library context as an argument.
static inline STACK_OF(PKCS12_SAFEBAG) *ccrypto_PKCS12_unpack_p7encdata(
    PKCS7 *safe, const char *password, int octets, OSSL_LIB_CTX *context) {
    const PKCS7_ENC_CONTENT *content = safe->d.encrypted->enc_data;
    return PKCS12_item_decrypt_d2i_ex(content->algorithm, ASN1_ITEM_rptr(PKCS12_SAFEBAGS), password, octets,
        content->enc_data, 1, context, NULL);
}

// Loads the texts for ERR_reason_error_string after OPENSSL_INIT_NO_LOAD_CRYPTO_STRINGS.
void ccrypto_load_error_reasons(void);

// Makes libcrypto prepare few algorithms: SelectedAlgorithms.c. Call it before anything else in libcrypto; returns 0 if
// that failed, in which case everything works without it.
int ccrypto_select_algorithms(void);
// The library context with these algorithms; NULL, the default context, without ccrypto_select_algorithms.
OSSL_LIB_CTX *ccrypto_context(void);
// As the functions without prefix, in the context with few algorithms if it has those that are needed.
X509 *ccrypto_d2i_X509(const unsigned char **octets, long count);
X509_CRL *ccrypto_d2i_X509_CRL(const unsigned char **octets, long count);
EVP_PKEY_CTX *ccrypto_EVP_PKEY_CTX_new(EVP_PKEY *key);
// The library context of a key that is in the context with few algorithms; otherwise NULL, the default context.
OSSL_LIB_CTX *ccrypto_context_of(const EVP_PKEY *key);
// Lets libcrypto find the digest of a certificate's or CRL's signature by name, and all algorithms of messages and keys;
// ccrypto_select_algorithms leaves that out.
void ccrypto_name_digest_of(int signature);
void ccrypto_name_algorithms(void);

// Derives a key by a function and a digest of these names; the salt is for HKDF, the information for both. The parameters
// keep pointers to their names, which would be dangling in Swift.
static inline int ccrypto_derive(
    const char *function, const char *digest, const unsigned char *secret, size_t secret_octets,
    const unsigned char *salt, size_t salt_octets, const unsigned char *info, size_t info_octets, unsigned char *key,
    size_t key_octets
) {
    EVP_KDF *kdf = EVP_KDF_fetch(ccrypto_context(), function, NULL);
    EVP_KDF_CTX *context = EVP_KDF_CTX_new(kdf);
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string("digest", (char *)digest, 0),
        OSSL_PARAM_construct_octet_string("key", (void *)secret, secret_octets),
        OSSL_PARAM_construct_octet_string("info", (void *)info, info_octets),
        salt_octets > 0 ? OSSL_PARAM_construct_octet_string("salt", (void *)salt, salt_octets)
                        : OSSL_PARAM_construct_end(),
        OSSL_PARAM_construct_end(),
    };
    int result = EVP_KDF_derive(context, key, key_octets, parameters);
    EVP_KDF_CTX_free(context);
    EVP_KDF_free(kdf);
    return result;
}

// The number of decryptions and key agreements with a private key on this thread.
void ccrypto_count_private_key_operation(void);
unsigned long ccrypto_private_key_operations(void);

#endif
