// libFuzzer's entry points for programs that have a main of their own.
#ifndef CFUZZER_DRIVER_H
#define CFUZZER_DRIVER_H
#include <stddef.h>
#include <stdint.h>
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*input)(const uint8_t *octets, size_t count));
// libFuzzer's own changes, dictionary included; returns how many octets there are now.
size_t LLVMFuzzerMutate(uint8_t *octets, size_t count, size_t maximum);
#endif
