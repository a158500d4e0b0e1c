import Glibc

/// The operating system's descriptions of its error numbers.
package enum SystemErrorText {
    /// Returns the description of `code` with a lower-case first letter, such as "no such file or directory".
    package static func of(_ code: Int32) -> String {
        guard let words = unsafe strerror(code) else { return "error \(code)" }
        let text = unsafe String(cString: words)
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
