import CCrypto

/// Returns libcrypto's name for an identifier, such as "ED25519"; the dotted form if it has none.
func algorithmName(_ identifier: ObjectIdentifier) -> String {
    let dotted = identifier.dotted
    let nid = unsafe OBJ_txt2nid(dotted)
    ERR_clear_error()
    guard nid != NID_undef else { return dotted }
    return unsafe OBJ_nid2sn(nid).map { unsafe String(cString: $0) } ?? dotted
}
