public import Hummingbird
import NIOCore

/// The context of a request.
public struct ServiceContext: RequestContext {
    /// The storage that Hummingbird requires.
    public var coreContext: CoreRequestContextStorage

    /// Creates the context of a request.
    public init(source: Source) { coreContext = .init(source: source) }
}
