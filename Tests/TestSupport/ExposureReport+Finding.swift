public import Exposure

extension ExposureReport {
    /// The finding of this name; nil if there is none.
    public func finding(_ name: String) -> ExposureFinding? { headers.first { $0.name == name } }
}
