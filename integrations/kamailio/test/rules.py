"""Presence authorization rules: those that the service asks, and those that Kamailio asks."""

DOMAIN_RULES = """<?xml version="1.0" encoding="UTF-8"?>
<ruleset xmlns="urn:ietf:params:xml:ns:common-policy" xmlns:pr="urn:ietf:params:xml:ns:pres-rules"
    xmlns:c="urn:smime-presence:xml:ns:confidentiality">
  <rule id="watchers">
    <conditions>
      <identity><many domain="example.test">{exceptions}</many></identity>
      {confidentiality}
    </conditions>
    <actions><pr:sub-handling>allow</pr:sub-handling></actions>
    <transformations>
      <pr:provide-services><pr:all-services/></pr:provide-services>
      <pr:provide-persons><pr:all-persons/></pr:provide-persons>
      <pr:provide-devices><pr:all-devices/></pr:provide-devices>
      <pr:provide-all-attributes/>
    </transformations>
  </rule>
</ruleset>
"""
ENVELOPED = "<c:confidentiality><c:body/></c:confidentiality>"


def of_service(excluded=(), confidential=True):
    """Rules that allow every user of the domain except some, if the body is enveloped."""
    return DOMAIN_RULES.format(exceptions="".join(f'<except id="sip:{user}@example.test"/>' for user in excluded),
                               confidentiality=ENVELOPED if confidential else "")


# The rules that the service asks, by presentity; those of erin and frank do not demand an envelope.
SERVICE = {"alice": of_service(["gail"]), "bob": of_service(), "carol": of_service(), "mallory": of_service(),
           "gail": of_service(), "hugo": of_service(), "erin": of_service(confidential=False),
           "frank": of_service(confidential=False), "grace": of_service()}
# Whom Kamailio's table xcap allows, by presentity.
KAMAILIO = {"alice": ("bob", "gail"), "erin": ("dave",), "gail": ("hugo",), "hugo": ("gail",), "grace": ("dave",)}


def of_kamailio(template, watchers):
    """The rules of alice-rules.xml for other watchers."""
    one = '<one id="sip:bob@example.test"/>'
    return template.replace(one, "".join(one.replace("bob", watcher) for watcher in watchers))
