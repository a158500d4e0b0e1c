// Reports the locking and unlocking of contended locks to the thread sanitizer. Swift's Mutex does that in its library
// and in the kernel, which the sanitizer cannot observe: it would report races on state that a lock protects.
// scripts/sanitized loads this before the tests.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *handle
// The symbol of a method of Synchronization._MutexHandle.
#define METHOD(mangled) __asm__("$s15Synchronization12_MutexHandleV" mangled)

__attribute__((weak)) void __tsan_acquire(void *address);
__attribute__((weak)) void __tsan_release(void *address);

SWIFT void lockSlow(uint32_t thread, SELF) METHOD("9_lockSlowyys6UInt32VF");
SWIFT bool tryLockSlow(SELF) METHOD("12_tryLockSlowSbyF");
SWIFT void unlockSlow(SELF) METHOD("11_unlockSlowyyF");

typedef SWIFT void Lock(uint32_t thread, SELF);
typedef SWIFT bool TryLock(SELF);
typedef SWIFT void Unlock(SELF);

SWIFT void lockSlow(uint32_t thread, SELF) {
    Lock *real = (Lock *)dlsym(RTLD_NEXT, "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF");
    real(thread, handle);
    if (__tsan_acquire)
        __tsan_acquire(handle);
}

SWIFT bool tryLockSlow(SELF) {
    TryLock *real = (TryLock *)dlsym(RTLD_NEXT, "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF");
    bool isLocked = real(handle);
    if (isLocked && __tsan_acquire)
        __tsan_acquire(handle);
    return isLocked;
}

SWIFT void unlockSlow(SELF) {
    Unlock *real = (Unlock *)dlsym(RTLD_NEXT, "$s15Synchronization12_MutexHandleV11_unlockSlowyyF");
    if (__tsan_release)
        __tsan_release(handle);
    real(handle);
}
