public import Exposure

extension ExposureSummary {
    /// A summary of a NOTIFY with everything readable, and of a REGISTER whose file has a
    /// control character in its name.
    public static func example() throws -> ExposureSummary {
        let notify = ExposureReport.of(try ExampleMessage.capture("t1-plain-bob-05-rx-NOTIFY"), layers: [])
        let hidden = ExposureReport.of(
            try ExampleMessage.request(
                "REGISTER", to: "sip:example.com", from: "<sip:anonymous@anonymous.invalid>;tag=1",
                toField: "<sip:anonymous@anonymous.invalid>"), layers: [])
        return ExposureSummary([
            (file: "a.sip", method: "NOTIFY", report: notify),
            (file: "b\u{1B}[2J.sip", method: "REGISTER", report: hidden),
        ])
    }
}
