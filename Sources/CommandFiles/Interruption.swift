import CertStore
import Glibc
import Synchronization

/// Handles signals that end the process, such as ^C: partial output is removed, and
/// long work reports its progress.
package enum Interruption {
    /// Calls `end` with the last line to print; the process then ends.
    package typealias LastWords = @Sendable (_ end: (String) -> Void) -> Void

    private static let lastWords = Mutex<LastWords?>(nil)

    /// Sets what is printed if a signal comes from now on; nil is nothing.
    package static func setLastWords(_ words: LastWords?) { lastWords.withLock { $0 = words } }

    private static let isWatching = Atomic(false)

    /// Waits for SIGINT, SIGTERM and SIGHUP in a separate thread, from the first call on.
    ///
    /// Call it before other threads start.
    ///
    /// A handler could neither take a lock nor allocate. Signals that the caller wants
    /// ignored, as nohup does, stay so.
    package static func watch() {
        guard !isWatching.exchange(true, ordering: .relaxed) else { return }
        var awaited = awaited
        guard unsafe pthread_sigmask(SIG_BLOCK, &awaited, nil) == 0 else { return }
        var thread = pthread_t()
        let failed = unsafe pthread_create(&thread, nil, { _ in unsafe Interruption.wait() }, nil) != 0
        if failed { unsafe pthread_sigmask(SIG_UNBLOCK, &awaited, nil) }
    }

    /// Whether a signal was ignored when this program was started.
    package static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard unsafe sigaction(number, nil, &action) == 0 else { return false }
        return unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// The signals that end the process.
    private static let awaited: sigset_t = {
        var awaited = sigset_t()
        unsafe sigemptyset(&awaited)
        for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) {
            unsafe sigaddset(&awaited, number)
        }
        return awaited
    }()

    private static func wait() -> UnsafeMutableRawPointer? {
        var awaited = awaited
        var number: Int32 = 0
        guard unsafe sigwait(&awaited, &number) == 0 else { return nil }
        UnfinishedFiles.removeAll()
        Terminal.restore()
        // From here on the next one ends the process at once.
        unsafe pthread_sigmask(SIG_UNBLOCK, &awaited, nil)
        let ending = number
        lastWords.withLock { $0 }? { words in
            try? FileAccess.write(Array(words.utf8).span, to: STDERR_FILENO)
            raise(ending)
        }
        raise(ending)
        return nil
    }
}
