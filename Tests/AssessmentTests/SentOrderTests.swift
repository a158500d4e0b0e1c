import Assessment
import SIPMessage
import TestSupport
import Testing

@Suite("The order in which messages were sent")
struct SentOrderTests {
    private func message(
        _ start: String, from: String, to: String?, cSeq: Int, _ method: String, callID: String = "1"
    ) throws -> SIPMessage {
        let lines = [
            start, "Via: SIP/2.0/UDP a.example.net;branch=z9hG4bK1", "From: <sip:a@example.net>;tag=\(from)",
            "To: <sip:b@example.net>" + (to.map { ";tag=\($0)" } ?? ""), "Call-ID: \(callID)",
            "CSeq: \(cSeq) \(method)", "Max-Forwards: 70", "Content-Length: 0",
        ]
        return try SIPMessage.parse(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8))
    }

    private func request(
        _ method: String, from: String, to: String? = nil, cSeq: Int, callID: String = "1"
    ) throws -> SIPMessage {
        try message(
            "\(method) sip:b@example.net SIP/2.0", from: from, to: to, cSeq: cSeq, method, callID: callID)
    }

    @Test("files sorted by name are put into the order of their dialog")
    func names() throws {
        let messages = [
            try request("NOTIFY", from: "2", to: "1", cSeq: 8),
            try request("NOTIFY", from: "2", to: "1", cSeq: 7),
            try message("SIP/2.0 200 OK", from: "1", to: "2", cSeq: 1, "SUBSCRIBE"),
            try message("SIP/2.0 100 Trying", from: "1", to: nil, cSeq: 1, "SUBSCRIBE"),
            try request("SUBSCRIBE", from: "1", cSeq: 1),
            try request("SUBSCRIBE", from: "1", to: "2", cSeq: 2),
        ]
        let order = SentOrder.indices(of: messages)
        #expect(Set(order) == Set(messages.indices) && order.count == messages.count)
        func place(_ index: Int) -> Int { order.firstIndex(of: index) ?? -1 }
        #expect(place(4) < place(3) && place(3) < place(2) && place(4) < place(5))
        #expect(place(4) < place(1) && place(1) < place(0))
    }

    @Test("messages stay in the given order if their fields do not prove another")
    func unproven() throws {
        let messages = [
            try request("NOTIFY", from: "2", to: "1", cSeq: 1, callID: "b"),
            try request("PUBLISH", from: "3", cSeq: 9, callID: "c"),
            try request("SUBSCRIBE", from: "1", cSeq: 1, callID: "a"),
            try request("PUBLISH", from: "3", cSeq: 1, callID: "d"),
        ]
        #expect(SentOrder.indices(of: messages) == [0, 1, 2, 3])
        #expect(SentOrder.indices(of: []) == [])
        // The same message twice.
        #expect(SentOrder.indices(of: [messages[0], messages[0]]) == [0, 1])
    }

    @Test("a request that was sent again after a refusal or a NOTIFY keeps its place")
    func again() throws {
        let subscribe = try request("SUBSCRIBE", from: "1", cSeq: 1)
        let refusal = try message("SIP/2.0 415 Unsupported", from: "1", to: "2", cSeq: 1, "SUBSCRIBE")
        let notify = try request("NOTIFY", from: "2", to: "1", cSeq: 1)
        #expect(SentOrder.indices(of: [refusal, subscribe]) == [0, 1])
        let messages = [subscribe, refusal, subscribe, notify, subscribe]
        #expect(SentOrder.indices(of: messages) == [0, 1, 2, 3, 4])
    }

    @Test("no message is lost if fields contradict each other")
    func contradiction() throws {
        let messages = [
            try request("SUBSCRIBE", from: "1", cSeq: 9), try request("NOTIFY", from: "2", to: "1", cSeq: 5),
            try request("SUBSCRIBE", from: "2", cSeq: 6), try request("NOTIFY", from: "1", to: "2", cSeq: 3),
        ]
        let order = SentOrder.indices(of: messages)
        #expect(order.sorted() == [0, 1, 2, 3] && order.first == 0)
    }
}
