#ifndef CCRYPTO_H
#define CCRYPTO_H
#include <openssl/cms.h>
#endif
