import CCrypto

/// The sole owner of an `X509_EXTENSION`, as certificates and revocation lists take it.
@safe struct ExtensionObject: ~Copyable {
    let pointer: OpaquePointer

    init(_ item: CertificateExtension) throws(CMSError) {
        let value = try unsafe OpenSSL.object("ASN1_OCTET_STRING_new") { unsafe ASN1_OCTET_STRING_new() }
        defer { unsafe ASN1_OCTET_STRING_free(value) }
        try OpenSSL.success("ASN1_OCTET_STRING_set") {
            unsafe ASN1_OCTET_STRING_set(value, item.value, Int32(item.value.count))
        }
        let object = try unsafe OpenSSL.object("OBJ_txt2obj") {
            unsafe OBJ_txt2obj(item.identifier.dotted, 1)
        }
        defer { unsafe ASN1_OBJECT_free(object) }
        unsafe pointer = try unsafe OpenSSL.object("X509_EXTENSION_create_by_OBJ") {
            unsafe X509_EXTENSION_create_by_OBJ(nil, object, item.isCritical ? 1 : 0, value)
        }
    }

    deinit { unsafe X509_EXTENSION_free(pointer) }
}
