public import Octets

/// The subjects of confidentiality: the two access legs, separately, and the body.
public enum ConfidentialitySubject: String, Sendable, CaseIterable {
    /// Between the watcher's UE and its P-CSCF.
    case watcherLeg = "watcher-leg"
    /// Between the presentity's UE and its P-CSCF.
    case presentityLeg = "presentity-leg"
    /// The body, from end to end.
    case body
}

/// The means that make an access leg confidential.
public enum ProtectionMeans: String, Sendable, CaseIterable {
    /// IPsec between UE and P-CSCF, with an encryption algorithm other than null.
    case ipsec
    /// TLS between UE and P-CSCF.
    case tls
    /// Ciphering by the access network; it ends before the P-CSCF.
    case accessNetwork = "access-network"
}

/// A fact about the confidentiality of one subject, with its source.
public struct ConfidentialityFact: Sendable, Equatable {
    /// The source of a fact.
    public enum Source: String, Sendable, CaseIterable {
        /// The deciding server knows it itself.
        case established
        /// A node of the network asserted it in a message.
        case assertedByNetwork = "asserted-by-network"
        /// A UE claims it, which it can do without proof.
        case claimedByUE = "claimed-by-ue"
    }

    /// The effect, whatever was negotiated and whatever the release of a node.
    public let state: ConfidentialityState
    /// The means that protect it or, if it is not protected, could; empty if unknown.
    public let means: Set<ProtectionMeans>
    /// The source.
    public let source: Source
    /// Whether another message passes the subject, so that nothing is to be known of it here.
    public private(set) var isOfAnotherMessage = false

    /// Creates a fact.
    public init(
        _ state: ConfidentialityState, by means: Set<ProtectionMeans> = [], source: Source = .established
    ) {
        self.state = state
        self.means = means
        self.source = source
    }

    /// The word of reports for what is known.
    public var stateName: String { isOfAnotherMessage ? "of-another-message" : state.rawValue }

    /// The state is unknown.
    public static let unknown = ConfidentialityFact(.unknown)
    /// The sender or receiver of this message does not decide about it.
    public static let ofAnotherMessage: ConfidentialityFact = {
        var fact = unknown
        fact.isOfAnotherMessage = true
        return fact
    }()
}

/// The facts about all subjects of confidentiality.
public struct ConfidentialityFacts: Sendable, Equatable {
    /// The leg of the watcher: a fact for each means that something is known about.
    public var watcherLeg: [ConfidentialityFact]
    /// The leg of the presentity, in the same form.
    public var presentityLeg: [ConfidentialityFact]
    /// The body of the message under decision.
    public var body: ConfidentialityFact
    /// Whether assertions of network nodes are trusted; claims of a UE never are.
    public var trustsNetwork: Bool

    /// Creates the facts; by default all is unknown, and the network is not trusted.
    public init(
        watcherLeg: [ConfidentialityFact] = [], presentityLeg: [ConfidentialityFact] = [],
        body: ConfidentialityFact = .unknown, trustsNetwork: Bool = false
    ) {
        self.watcherLeg = watcherLeg
        self.presentityLeg = presentityLeg
        self.body = body
        self.trustsNetwork = trustsNetwork
    }

    /// Returns the facts about one subject.
    public subscript(subject: ConfidentialitySubject) -> [ConfidentialityFact] {
        switch subject {
        case .watcherLeg: watcherLeg
        case .presentityLeg: presentityLeg
        case .body: [body]
        }
    }
}
