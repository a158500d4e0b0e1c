import CMS
import CertStore

/// The reason why work was not confirmed.
package enum ConfirmationError: Error, Equatable, Sendable {
    /// There is no terminal to ask on for this work.
    case noTerminal(String)
    /// The answer for this work was not yes.
    case declined(String)
}

extension ConfirmationError: CustomStringConvertible {
    /// What is wrong; lower case, no full stop.
    package var description: String {
        switch self {
        case .noTerminal(let work): "'--yes' is required to \(work) without a terminal"
        case .declined(let work): "did not \(work)"
        }
    }
}

extension Console {
    /// Asks for confirmation of `work`, such as "remove 500 certificates", on the terminal.
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
