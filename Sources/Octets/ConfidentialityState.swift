/// Whether a stretch of the path hides what is sent over it.
public enum ConfidentialityState: String, Sendable, Equatable, JSONEncodable, CaseIterable {
    /// It is encrypted.
    case protected
    /// It is not.
    case notProtected = "not-protected"
    /// No source states it; it counts as not protected.
    case unknown
}
