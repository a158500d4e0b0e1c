#include "CCrypto.h"

// One count for each thread, so that tests which run beside each other do not disturb it.
static _Thread_local unsigned long private_key_operations;

void ccrypto_count_private_key_operation(void) { private_key_operations++; }
unsigned long ccrypto_private_key_operations(void) { return private_key_operations; }
