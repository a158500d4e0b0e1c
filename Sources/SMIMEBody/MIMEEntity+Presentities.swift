package import MIME
import PIDF

extension MIMEEntity {
    /// Returns the presentity of every presence document in the entity, in its parts and in embedded
    /// messages.
    ///
    /// It is searched as a body is when it is opened, whatever its Content-Type says.
    ///
    /// - Parameter method: the method of the message around it.
    /// - Throws: ``SMIMEError/malformed(_:)``, ``SMIMEError/unsupported(_:)`` or
    ///   ``SMIMEError/tooLarge(limit:)`` if a document cannot be read.
    package func presentities(inBodyOf method: String) throws(SMIMEError) -> [String] {
        let search = PresenceSearch(method: method, conformance: .lenient, limits: .standard)
        return try search.all(in: self, signedBy: nil).map(\.document.entity)
    }
}
