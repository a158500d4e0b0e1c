public import Hummingbird
import NIOCore

/// What a request comes with.
public struct ServiceContext: RequestContext {
    /// What Hummingbird needs.
    public var coreContext: CoreRequestContextStorage

    /// Creates the context of a request.
    public init(source: Source) { coreContext = .init(source: source) }
}
