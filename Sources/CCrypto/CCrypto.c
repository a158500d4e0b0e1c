// The functions that load the texts of one library each are deprecated: libcrypto loads all of them by default.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "CCrypto.h"
#include <openssl/cryptoerr_legacy.h>

// One count for each thread, so that concurrent tests do not affect each other.
static _Thread_local unsigned long private_key_operations;

void ccrypto_count_private_key_operation(void) { private_key_operations++; }
unsigned long ccrypto_private_key_operations(void) { return private_key_operations; }

void ccrypto_load_error_reasons(void) {
    ERR_load_ERR_strings();
    ERR_load_ASN1_strings();
    ERR_load_BN_strings();
    ERR_load_CMS_strings();
    ERR_load_CRYPTO_strings();
    ERR_load_EC_strings();
    ERR_load_EVP_strings();
    ERR_load_OCSP_strings();
    ERR_load_PEM_strings();
    ERR_load_PKCS12_strings();
    ERR_load_RAND_strings();
    ERR_load_RSA_strings();
    ERR_load_X509_strings();
    ERR_load_X509V3_strings();
}
