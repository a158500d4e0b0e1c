package import CMS
import Glibc
import Synchronization

/// The terminal that the process was started from, where a passphrase is typed.
package enum Terminal {
    /// The terminal whose settings are changed, with those it had; a signal restores them too.
    private static let changed = Mutex<(descriptor: Int32, settings: termios)?>(nil)

    /// Whether there is a terminal.
    package static var isPresent: Bool {
        guard let descriptor = try? FileAccess.open("/dev/tty", O_RDWR | O_NOCTTY) else { return false }
        close(descriptor)
        return true
    }

    /// Asks for a line, with echo.
    ///
    /// - Throws: ``SystemError`` if there is no terminal.
    package static func askOpenly(_ prompt: String) throws(SystemError) -> SecretOctets {
        let descriptor = try FileAccess.open("/dev/tty", O_RDWR | O_NOCTTY)
        defer { close(descriptor) }
        try FileAccess.write(Array(prompt.utf8).span, to: descriptor)
        return try FileAccess.readSecret(descriptor, limit: 1023, endsAtLine: true)
    }

    /// Asks for a line, without showing what is typed.
    ///
    /// The caller handles signals by ``Interruption/watch()``, which restores the terminal.
    /// Meanwhile the keys that suspend the process or let it dump core do nothing.
    ///
    /// - Throws: ``SystemError`` if there is no terminal.
    package static func ask(_ prompt: String) throws(SystemError) -> SecretOctets {
        let descriptor = try FileAccess.open("/dev/tty", O_RDWR | O_NOCTTY)
        defer { close(descriptor) }
        try hideInput(of: descriptor)
        defer { restore() }
        try FileAccess.write(Array(prompt.utf8).span, to: descriptor)
        // At most as much as a file with a passphrase holds.
        return try FileAccess.readSecret(descriptor, limit: 1023, endsAtLine: true)
    }

    /// Restores the settings of the terminal, if they are changed.
    static func restore() {
        changed.withLock { changed in
            guard let (descriptor, settings) = changed else { return }
            var before = settings
            unsafe tcsetattr(descriptor, TCSAFLUSH, &before)
            changed = nil
        }
    }

    private static func hideInput(of descriptor: Int32) throws(SystemError) {
        var settings = termios()
        guard unsafe tcgetattr(descriptor, &settings) == 0 else { throw .last }
        changed.withLock { $0 = (descriptor, settings) }
        settings.c_lflag &= ~tcflag_t(ECHO)
        settings.c_lflag |= tcflag_t(ICANON | ISIG | ECHONL)
        unsafe withUnsafeMutableBytes(of: &settings.c_cc) { keys in
            for key in [VSUSP, VQUIT] { unsafe keys[Int(key)] = 0 }
        }
        guard unsafe tcsetattr(descriptor, TCSAFLUSH, &settings) == 0 else { throw .last }
    }
}
