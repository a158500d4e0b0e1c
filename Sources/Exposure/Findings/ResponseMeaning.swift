/// What the status of a response reveals to its reader.
///
/// Sources: RFC 3261 §21, RFC 3265 and RFC 6665 §6.2, RFC 3903 §4, RFC 5025 §3.2.1, RFC 8591 §5.
struct ResponseMeaning: Equatable {
    let severity: Severity
    let words: String

    init(_ code: Int, to method: String) {
        (severity, words) = Self.accepted(code, method) ?? Self.refused(code) ?? Self.ofClass(code)
    }

    private static func accepted(_ code: Int, _ method: String) -> (Severity, String)? {
        switch (code, method) {
        case (200, "SUBSCRIBE"):
            (.high, "The subscription is active: the watcher is allowed, or politely blocked.")
        case (202, "SUBSCRIBE"):
            (.high, "The subscription is pending: the presentity has not decided about this watcher.")
        case (204, "SUBSCRIBE"), (204, "NOTIFY"):
            (.medium, "Nothing has changed since the last notification.")
        case (200, "PUBLISH"): (.medium, "The publication was accepted: the presentity's terminal is active.")
        case (200, "NOTIFY"): (.medium, "The watcher's terminal is reachable, and has received the state.")
        case (200, "REGISTER"):
            (.medium, "The terminal is registered, or has deregistered; Contact and Expires show which.")
        case (200, "MESSAGE"), (202, "MESSAGE"): (.medium, "The text was delivered, or stored for later.")
        default: nil
        }
    }

    private static func refused(_ code: Int) -> (Severity, String)? {
        switch code {
        case 401, 407: (.low, "Authentication is required; it names a realm, and no decision.")
        case 403: (.high, "It is forbidden: the watcher is blocked, or authentication failed.")
        case 404: (.high, "There is no such address: repeated requests reveal which addresses exist.")
        case 408, 480: (.high, "There is no response: the user is away, or the terminal is off.")
        case 410: (.high, "The address no longer exists.")
        case 412: (.medium, "The publication it refers to has expired: the terminal was away.")
        case 413, 414: (.low, "Something is too long; it reveals a limit of the server.")
        case 415:
            (.medium, "The body type is not supported: the other side may not support S/MIME.")
        case 423: (.low, "The interval is too brief; it reveals a rule of the server.")
        case 428, 436, 437, 438: (.medium, "The signed identity or its certificate was not accepted.")
        case 481: (.medium, "There is no such subscription: it has ended, or the server has lost it.")
        case 486, 600: (.high, "The user is busy.")
        case 489: (.low, "The event package is not supported.")
        case 493: (.high, "The body could not be decrypted: a key is missing or outdated.")
        case 603: (.high, "The user declines.")
        case 604: (.high, "The user exists nowhere.")
        default: nil
        }
    }

    private static func ofClass(_ code: Int) -> (Severity, String) {
        switch code / 100 {
        case 1: (.low, "The request is being worked on.")
        case 2: (.medium, "It was accepted.")
        case 3: (.high, "The party is elsewhere; Contact shows where.")
        case 4: (.medium, "The request was refused as it was written.")
        case 5: (.low, "The server failed.")
        default: (.high, "It was refused everywhere.")
        }
    }
}
