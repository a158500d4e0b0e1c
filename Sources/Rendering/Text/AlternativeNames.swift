import Assessment
import Exposure

extension Alternative {
    /// The name in tables and sentences.
    var label: String {
        switch self {
        case .baseline: "as it is"
        case .loosen: "flag and rules"
        case .forbid: "no presence"
        case .accessCiphering: "access ciphering"
        case .smime: "S/MIME"
        case .tls: "TLS"
        case .ipsec: "IPsec encryption"
        case .smimeAndTLS: "S/MIME and TLS"
        case .smimeAndIPsec: "S/MIME and IPsec"
        }
    }

    /// Its number among the alternatives of SA3; "as is" for the path as it is.
    var number: String { self == .baseline ? "as is" : rawValue }

    /// The number in words; empty for the path as it is.
    var numbered: String {
        switch self {
        case .baseline: ""
        case .smimeAndTLS, .smimeAndIPsec:
            "alternatives \(parts.map(\.rawValue).joined(separator: " and "))"
        case .loosen, .forbid, .accessCiphering, .smime, .tls, .ipsec: "alternative \(rawValue)"
        }
    }

    /// The name and the number, for a sentence.
    var labelWithNumber: String { numbered.isEmpty ? label : "\(label) (\(numbered))" }

    /// The name as two lines of a heading, each of at most eight characters.
    var heading: (first: String, second: String) {
        switch self {
        case .baseline: ("path", "as it is")
        case .loosen: ("flag and", "rules")
        case .forbid: ("no", "presence")
        case .accessCiphering: ("access", "cipher")
        case .smime: ("S/MIME", "")
        case .tls: ("TLS", "")
        case .ipsec: ("IPsec", "")
        case .smimeAndTLS: ("S/MIME", "and TLS")
        case .smimeAndIPsec: ("S/MIME", "+ IPsec")
        }
    }
}

extension Observer {
    /// The name of the observer in a sentence.
    var phrase: String {
        switch self {
        case .accessEavesdropper: "an eavesdropper on the access leg"
        case .pCSCF: "the P-CSCF"
        case .visitedNetwork: "the visited network"
        case .sCSCF: "the S-CSCF"
        case .presenceServer: "the presence server"
        case .farSide: "the far side"
        }
    }
}
