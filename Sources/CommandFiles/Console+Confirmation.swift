import CMS
import CertStore

/// Why work that must be confirmed is not done.
package enum ConfirmationError: Error, Equatable, Sendable {
    /// There is no terminal to ask on; the work.
    case noTerminal(String)
    /// The answer was not yes; the work.
    case declined(String)
}

extension ConfirmationError: CustomStringConvertible {
    /// What is wrong; lower case, no full stop.
    package var description: String {
        switch self {
        case .noTerminal(let work): "to \(work) without asking on a terminal requires '--yes'"
        case .declined(let work): "did not \(work)"
        }
    }
}

extension Console {
    /// Asks on the terminal whether `work`, such as "remove 500 certificates", is to be done.
    ///
    /// - Throws: ``ConfirmationError/noTerminal(_:)`` if standard error is not a terminal or there is none,
    ///   ``ConfirmationError/declined(_:)`` unless the answer is yes.
    package func confirm(_ work: String) throws(ConfirmationError) {
        guard isWatched, hasTerminal() else { throw .noTerminal(work) }
        watchSignals()
        let answer = try? askLine("\(work)? [y/N] ")
        let line = answer?.passphraseLine?.copied() ?? []
        guard ["y", "yes"].contains(String(decoding: line, as: UTF8.self).lowercased()) else {
            throw .declined(work)
        }
    }
}
