package import CMS
import CertStore
import Octets

/// Why a passphrase that was asked for cannot be used.
package enum TypedPassphraseError: Error, Equatable, Sendable {
    /// The line was empty.
    case empty
    /// The second line differs from the first.
    case differing
    /// The terminal could not be read.
    case terminal(SystemError)
}

extension TypedPassphraseError: CustomStringConvertible {
    /// What is wrong; lower case, no full stop.
    package var description: String {
        switch self {
        case .empty: "no passphrase was typed"
        case .differing: "the two passphrases differ"
        case .terminal(let error): "cannot read the terminal: \(SystemErrorText.of(error.code))"
        }
    }
}

extension Console {
    /// Asks for the passphrase that the private keys of the store have.
    ///
    /// - Throws: ``TypedPassphraseError``.
    package func askPassphrase() throws(TypedPassphraseError) -> SecretOctets {
        try ask("passphrase of the private keys: ")
    }

    /// Asks for a new passphrase, twice.
    ///
    /// - Throws: ``TypedPassphraseError``.
    package func askNewPassphrase() throws(TypedPassphraseError) -> SecretOctets {
        let new = try ask("new passphrase of the private keys: ")
        guard try ask("the same passphrase again: ").isEqual(to: new) else { throw .differing }
        return new
    }

    private func ask(_ prompt: String) throws(TypedPassphraseError) -> SecretOctets {
        watchSignals()
        let line: SecretOctets
        do throws(SystemError) { line = try askSecret(prompt) } catch { throw .terminal(error) }
        guard let passphrase = line.passphraseLine else { throw .empty }
        return passphrase
    }
}
