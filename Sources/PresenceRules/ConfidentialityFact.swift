public import Octets

/// What can be confidential: the two access legs, each on its own, and the body.
public enum ConfidentialitySubject: String, Sendable, CaseIterable {
    /// Between the watcher's UE and its P-CSCF.
    case watcherLeg = "watcher-leg"
    /// Between the presentity's UE and its P-CSCF.
    case presentityLeg = "presentity-leg"
    /// The body, from end to end.
    case body
}

/// What makes an access leg confidential.
public enum ProtectionMeans: String, Sendable, CaseIterable {
    /// IPsec between UE and P-CSCF, with an encryption algorithm other than null.
    case ipsec
    /// TLS between UE and P-CSCF.
    case tls
    /// Ciphering by the access network; it ends before the P-CSCF.
    case accessNetwork = "access-network"
}

/// What is known about the confidentiality of one subject, and from whom.
public struct ConfidentialityFact: Sendable, Equatable {
    /// Who says so.
    public enum Source: String, Sendable, CaseIterable {
        /// Whoever decides has it from what it knows itself.
        case established
        /// A node of the network has said so in a message.
        case assertedByNetwork = "asserted-by-network"
        /// A UE says so, and anybody can write that.
        case claimedByUE = "claimed-by-ue"
    }

    /// The effect, whatever was negotiated or which release a node is of.
    public let state: ConfidentialityState
    /// By what it is protected or, where it is not, could be; empty where nobody has said.
    public let means: Set<ProtectionMeans>
    /// Who says so.
    public let source: Source
    /// Whether another message passes the subject, so that nothing is to be known of it here.
    public private(set) var isOfAnotherMessage = false

    /// Puts a fact together.
    public init(
        _ state: ConfidentialityState, by means: Set<ProtectionMeans> = [], source: Source = .established
    ) {
        self.state = state
        self.means = means
        self.source = source
    }

    /// The word of reports for what is known.
    public var stateName: String { isOfAnotherMessage ? "of-another-message" : state.rawValue }

    /// Nothing is known.
    public static let unknown = ConfidentialityFact(.unknown)
    /// Another message passes the subject, and its sender or receiver decides.
    public static let ofAnotherMessage: ConfidentialityFact = {
        var fact = unknown
        fact.isOfAnotherMessage = true
        return fact
    }()
}

/// What is known about all that can be confidential.
public struct ConfidentialityFacts: Sendable, Equatable {
    /// The leg of the watcher: a fact for each way to protect it that something is known of.
    public var watcherLeg: [ConfidentialityFact]
    /// The same of the leg of the presentity.
    public var presentityLeg: [ConfidentialityFact]
    /// The body of the message that is decided about.
    public var body: ConfidentialityFact
    /// Whether what a node of the network asserts is believed; what a UE claims never is.
    public var trustsNetwork: Bool

    /// Puts facts together; what is left out is unknown, and nobody is believed.
    public init(
        watcherLeg: [ConfidentialityFact] = [], presentityLeg: [ConfidentialityFact] = [],
        body: ConfidentialityFact = .unknown, trustsNetwork: Bool = false
    ) {
        self.watcherLeg = watcherLeg
        self.presentityLeg = presentityLeg
        self.body = body
        self.trustsNetwork = trustsNetwork
    }

    /// The facts about one subject.
    public subscript(subject: ConfidentialitySubject) -> [ConfidentialityFact] {
        switch subject {
        case .watcherLeg: watcherLeg
        case .presentityLeg: presentityLeg
        case .body: [body]
        }
    }
}
