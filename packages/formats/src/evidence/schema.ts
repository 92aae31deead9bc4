/** XML schema of the evidence object, version 1. Published as it stands; a change of meaning is a new namespace. */
export const EVIDENCE_SCHEMA = `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:segl:evidence:1"
           targetNamespace="urn:segl:evidence:1" elementFormDefault="qualified" version="1">
  <xs:element name="SigningEvidence">
    <xs:annotation>
      <xs:documentation>
        Who signed, how the identity was proven, and what was agreed to. Signed together with the documents.
      </xs:documentation>
    </xs:annotation>
    <xs:complexType>
      <xs:sequence>
        <xs:element name="Signer" type="Signer"/>
        <xs:element name="Authentication" type="Authentication"/>
        <xs:element name="Consent" type="Consent"/>
      </xs:sequence>
    </xs:complexType>
  </xs:element>

  <xs:complexType name="Signer">
    <xs:sequence>
      <xs:element name="Name" type="Text"/>
      <xs:element name="Identifier" minOccurs="0">
        <xs:annotation>
          <xs:documentation>Present only where the sender chose that signed documents show it.</xs:documentation>
        </xs:annotation>
        <xs:complexType>
          <xs:simpleContent>
            <xs:extension base="Text">
              <xs:attribute name="kind" use="required">
                <xs:simpleType>
                  <xs:restriction base="xs:string">
                    <xs:enumeration value="personal-identification-number"/>
                    <xs:enumeration value="date-of-birth"/>
                    <xs:enumeration value="sender-identifier"/>
                  </xs:restriction>
                </xs:simpleType>
              </xs:attribute>
            </xs:extension>
          </xs:simpleContent>
        </xs:complexType>
      </xs:element>
      <xs:element name="OnBehalfOf">
        <xs:simpleType>
          <xs:restriction base="xs:string">
            <xs:enumeration value="SELF"/>
            <xs:enumeration value="OTHER"/>
          </xs:restriction>
        </xs:simpleType>
      </xs:element>
    </xs:sequence>
  </xs:complexType>

  <xs:complexType name="Authentication">
    <xs:sequence>
      <xs:element name="Provider" type="Text">
        <xs:annotation>
          <xs:documentation>Issuer identifier of the OpenID Connect provider.</xs:documentation>
        </xs:annotation>
      </xs:element>
      <xs:element name="LevelOfAssurance" type="Text">
        <xs:annotation>
          <xs:documentation>The acr claim.</xs:documentation>
        </xs:annotation>
      </xs:element>
      <xs:element name="Means" type="Text" minOccurs="0" maxOccurs="unbounded">
        <xs:annotation>
          <xs:documentation>The amr claim, one element a value.</xs:documentation>
        </xs:annotation>
      </xs:element>
      <xs:element name="Time" type="xs:dateTime">
        <xs:annotation>
          <xs:documentation>The auth_time claim.</xs:documentation>
        </xs:annotation>
      </xs:element>
      <xs:element name="IdTokenDigest" type="Digest">
        <xs:annotation>
          <xs:documentation>Over the compact serialization of the ID token, as received.</xs:documentation>
        </xs:annotation>
      </xs:element>
    </xs:sequence>
  </xs:complexType>

  <xs:complexType name="Consent">
    <xs:sequence>
      <xs:element name="JobTitle" type="xs:string"/>
      <xs:element name="Text">
        <xs:annotation>
          <xs:documentation>What the signer was asked to agree to, word for word.</xs:documentation>
        </xs:annotation>
        <xs:complexType>
          <xs:simpleContent>
            <xs:extension base="Text">
              <xs:attribute name="language" type="xs:language" use="required"/>
            </xs:extension>
          </xs:simpleContent>
        </xs:complexType>
      </xs:element>
      <xs:element name="Time" type="xs:dateTime"/>
      <xs:element name="IpAddress" type="Text"/>
      <xs:element name="IntentDigest" type="Digest">
        <xs:annotation>
          <xs:documentation>
            Over the recorded intent (canonical JSON). The same digest, base64url, is the nonce of the ID token.
          </xs:documentation>
        </xs:annotation>
      </xs:element>
    </xs:sequence>
  </xs:complexType>

  <xs:simpleType name="Text">
    <xs:restriction base="xs:string">
      <xs:minLength value="1"/>
    </xs:restriction>
  </xs:simpleType>

  <xs:complexType name="Digest">
    <xs:simpleContent>
      <xs:extension base="HexDigest">
        <xs:attribute name="algorithm" type="xs:string" use="required" fixed="SHA-256"/>
      </xs:extension>
    </xs:simpleContent>
  </xs:complexType>
  <xs:simpleType name="HexDigest">
    <xs:restriction base="xs:string">
      <xs:pattern value="[0-9a-f]{64}"/>
    </xs:restriction>
  </xs:simpleType>
</xs:schema>
`;
