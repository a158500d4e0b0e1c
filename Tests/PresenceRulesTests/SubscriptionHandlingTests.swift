import PresenceRules
import Testing

@Suite("Subscription handling")
struct SubscriptionHandlingTests {
    @Test("the values are those of RFC 5025 §3.2.1, and in their order")
    func order() {
        #expect(SubscriptionHandling.allCases.map(\.value) == [0, 10, 20, 30])
        #expect(SubscriptionHandling.allCases.sorted() == SubscriptionHandling.allCases)
    }
}
