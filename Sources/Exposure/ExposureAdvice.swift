/// A command line that would lower what stays readable, and what it takes out of sight.
public struct ExposureAdvice: Sendable, Equatable, Encodable {
    /// The command line; `MESSAGE` stands for the message's file.
    public let command: String
    /// The findings that it takes away, by name.
    public let hides: [String]

    /// The command line for a file, its name quoted as a shell wants it; nil leaves `MESSAGE`.
    public func commandLine(for file: String?) -> String {
        guard var file else { return command }
        if file.hasPrefix("-") { file = "./" + file }
        let isPlain =
            !file.isEmpty
            && file.utf8.allSatisfy { octet in
                (0x30...0x39).contains(octet) || (0x61...0x7A).contains(octet | 0x20)
                    || "./_".utf8.contains(octet)
                    || octet == 0x2D
            }
        let quoted =
            isPlain
            ? file
            : "'"
                + file.split(separator: "'", omittingEmptySubsequences: false)
                .joined(separator: "'\\''") + "'"
        return command.split(separator: "MESSAGE", maxSplits: 1, omittingEmptySubsequences: false)
            .joined(separator: quoted)
    }
}

/// What smime-presence can do about an exposed message: one line each, tried in this order.
enum ProtectionMeasure {
    private struct Measure: Sendable {
        let command: String
        /// Whether it is for a message with these layers.
        let applies: @Sendable (_ layers: [VisibleLayer]) -> Bool
        let hides: @Sendable (_ finding: ExposureFinding) -> Bool
    }

    private static let all: [Measure] = [
        Measure(
            command: "smime-presence encrypt MESSAGE > protected.sip", applies: \.isEmpty,
            hides: { $0.name == "(body)" }),
        Measure(
            command: "smime-presence decrypt MESSAGE | smime-presence encrypt > protected.sip",
            applies: { $0.first?.isEnvelope == false },
            hides: {
                $0.name == "(body)" || $0.name.hasPrefix("CMS SignedData")
                    || $0.name.hasPrefix("CMS signingTime")
            }),
    ]

    /// What would hide any of these findings.
    static func advice(for findings: [ExposureFinding], layers: [VisibleLayer]) -> [ExposureAdvice] {
        all.compactMap { measure in
            let hidden = findings.filter { $0.severity > .info && measure.hides($0) }.map(\.name)
            guard measure.applies(layers), !hidden.isEmpty else { return nil }
            return ExposureAdvice(command: measure.command, hides: hidden)
        }
    }
}
