/// The form of the answer that a client's Accept field asks for (RFC 9110 §12.5.1).
enum AnswerForm: Sendable {
    /// The message or entity; for a refused message a problem.
    case content
    /// The message; for a refused message the SIP response to send.
    case sip
    /// The report.
    case json

    /// Reads an Accept field; nil if it allows none of the forms.
    init?(accept: String?) {
        guard let accept, !accept.isEmpty else {
            self = .content
            return
        }
        var best: (form: AnswerForm, weight: Double)?
        for range in accept.split(separator: ",") {
            let parts = range.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            let weight =
                parts.dropFirst().compactMap { part in
                    part.hasPrefix("q=") ? Double(part.dropFirst(2)) : nil
                }.first ?? 1
            guard let type = parts.first, let form = Self.form(of: type), weight > best?.weight ?? 0 else {
                continue
            }
            best = (form, weight)
        }
        guard let best else { return nil }
        self = best.form
    }

    private static func form(of range: String) -> AnswerForm? {
        switch range {
        case "message/sip", "message/*": .sip
        case "application/json": .json
        case "*/*", "application/*", "multipart/*", "application/problem+json", "application/pkcs7-mime",
            "multipart/signed", "application/pidf+xml":
            .content
        default: nil
        }
    }
}
