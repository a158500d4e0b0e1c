public import Exposure
public import SIPMessage
public import SMIMEBody

/// A message, and what can be read in it without a key.
public struct ExposedMessage: Sendable {
    /// The file, with `#` and a number if a capture contains several.
    public let name: String
    /// The file it came from.
    public let file: String
    /// Its number in the file, if that contains several.
    public let number: Int?
    /// The message, of which only the start line and the header lines must be separable.
    public let message: UncheckedSIPMessage
    /// The same message, if it can be protected; otherwise the reason why not.
    public let checked: Result<SIPMessage, SIPMessageError>
    /// What can be read in it.
    public let exposure: ExposureReport
    /// The visible S/MIME layers, outermost first.
    public let layers: [Layer]
    /// The warnings about it.
    public let warnings: [ReportedWarning]

    /// Reads a message.
    ///
    /// - Throws: ``InputError`` if the input is no SIP message.
    public init(_ octets: [UInt8], file: String, number: Int? = nil) throws(InputError) {
        message = try MessageOrEntity.readMessage(octets)
        // A body that cannot be read as S/MIME is reported as clear text, which it shows.
        layers = message.bodyEntity().flatMap { try? Inspection(of: $0).layers } ?? []
        exposure = ExposureReport.of(message, layers: layers.visible(octets: message.body.count))
        do throws(SIPMessageError) { checked = .success(try SIPMessage.parse(octets)) } catch {
            checked = .failure(error)
        }
        self.file = file
        self.number = number
        name = file + (number.map { "#\($0)" } ?? "")
        warnings = ReportedWarning.warnings(of: message)
    }

    /// Returns the report of `operation` on it.
    public func report(of operation: String) -> MessageReport {
        var report = MessageReport(operation: operation)
        report.message = ReportedMessage(message)
        report.layers = layers.map { ReportedLayer($0) }
        report.exposure = exposure
        report.warnings = warnings
        return report
    }

    /// Whether this can be the other message before it was protected: one of the same kind, in the same
    /// dialog unless protection has rewritten that.
    public func mayBecome(_ other: ExposedMessage) -> Bool {
        guard message.method == other.message.method else { return false }
        switch (message.startLine, other.message.startLine) {
        case (.request, .request): break
        case (.response(let code, _), .response(let otherCode, _)) where code == otherCode: break
        case (.request, .response), (.response, .request), (.response, .response): return false
        }
        let isRewritten = other.message.values(of: HeaderName("From")).contains { value in
            NameAddress.parse(value)?.isAnonymous == true
        }
        return isRewritten
            || message.values(of: HeaderName("Call-ID")) == other.message.values(of: HeaderName("Call-ID"))
    }
}
