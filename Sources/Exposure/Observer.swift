public import Octets

/// A position on the path of a message from which it can be read.
public enum Observer: String, Sendable, Equatable, JSONEncodable, CaseIterable {
    /// An eavesdropper on an access leg that is not encrypted.
    case accessEavesdropper = "access-eavesdropper"
    /// The proxy at the edge of the IMS network.
    case pCSCF = "p-cscf"
    /// The network the terminal roams in.
    case visitedNetwork = "visited-network"
    /// The serving proxy of the home network.
    case sCSCF = "s-cscf"
    /// The server that receives publications and answers subscriptions.
    case presenceServer = "presence-server"
    /// The other party's network and terminal.
    case farSide = "far-side"
}

/// How far along the path a piece of a message can be read.
///
/// It depends on which element adds it and which removes it; encryption of the body does not change it.
public enum Reach: String, Sendable, Equatable {
    /// Between terminal and P-CSCF, which removes it.
    case accessLeg
    /// In registration, between terminal and the home network's serving proxy.
    case registration
    /// From the terminal to the servers of the home network, not beyond its border.
    case home
    /// Among the servers of the operators that trust each other.
    case trustDomain
    /// From the home network's servers to the other party.
    case betweenDomains
    /// Everywhere.
    case endToEnd

    /// The observers within reach, in the order of the path.
    public var observers: [Observer] {
        switch self {
        case .accessLeg: [.accessEavesdropper, .pCSCF, .visitedNetwork]
        case .registration: [.accessEavesdropper, .pCSCF, .visitedNetwork, .sCSCF]
        case .home: [.accessEavesdropper, .pCSCF, .visitedNetwork, .sCSCF, .presenceServer]
        case .trustDomain: [.pCSCF, .visitedNetwork, .sCSCF, .presenceServer]
        case .betweenDomains: [.sCSCF, .presenceServer, .farSide]
        case .endToEnd: Observer.allCases
        }
    }
}
