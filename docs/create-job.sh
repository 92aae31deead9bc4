#!/usr/bin/env bash
# Creates a signature job in the sandbox with openssl, zip and curl only: direct, or portal with register look-up.
# Usage: docs/create-job.sh [--portal] FILE.pdf [PERSONAL-IDENTIFICATION-NUMBER]
set -euo pipefail
flow=direct
if [ "${1:-}" = --portal ]; then flow=portal; shift; fi
pdf=${1:?Usage: docs/create-job.sh [--portal] FILE.pdf [PERSONAL-IDENTIFICATION-NUMBER]}
signer=${2:-14838522190}
sender=310000019
files=${SEGL_DATA:-data}/sandbox
api=https://localhost:${SEGL_API_PORT:-8443}/api/$sender
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

ns='xmlns="http://signering.posten.no/schema/v1"'
mkdir -p "$work/bundle/META-INF"
cp "$pdf" "$work/bundle/document.pdf"
number="<personal-identification-number>$signer</personal-identification-number>"
content="<sender><organization-number>$sender</organization-number></sender><title>Avtale</title><documents><document href=\"document.pdf\" mime=\"application/pdf\"><title>Avtale</title></document></documents>"
if [ $flow = direct ]; then
  signers="<signer>$number</signer>"
  request="<exit-urls><completion-url>http://localhost:3000/completed</completion-url><rejection-url>http://localhost:3000/rejected</rejection-url><error-url>http://localhost:3000/error</error-url></exit-urls>"
else
  signers="<signers><signer>$number<notifications-using-lookup><email/><sms/></notifications-using-lookup></signer></signers>"
  request=
fi
echo "<$flow-signature-job-manifest $ns>$signers$content</$flow-signature-job-manifest>" > "$work/bundle/manifest.xml"
echo "<$flow-signature-job-request $ns>$request</$flow-signature-job-request>" > "$work/request.xml"

# The signature. Every signed element is written exactly as its canonical form (C14N 1.0), so openssl alone can sign it.
digest() { openssl dgst -sha256 -binary | base64 -w0; }
ds='http://www.w3.org/2000/09/xmldsig#'
xades='http://uri.etsi.org/01903/v1.3.2#'
asic='http://uri.etsi.org/2918/v1.2.1#'
c14n='http://www.w3.org/TR/2001/REC-xml-c14n-20010315'
sha256='http://www.w3.org/2001/04/xmlenc#sha256'
certificate=$(openssl x509 -in "$files/public.pem" -outform DER | base64 -w0)
certificate_digest=$(openssl x509 -in "$files/public.pem" -outform DER | digest)
issuer=$(openssl x509 -in "$files/public.pem" -noout -issuer -nameopt RFC2253 | sed 's/^issuer=//')
serial=$(openssl x509 -in "$files/public.pem" -noout -serial | cut -d= -f2 | awk '{
  n = "0"; for (i = 1; i <= length($0); i++) { d = index("0123456789ABCDEF", toupper(substr($0, i, 1))) - 1
  c = d; r = ""; for (j = length(n); j > 0; j--) { v = substr(n, j, 1) * 16 + c; r = (v % 10) r; c = int(v / 10) }
  while (c > 0) { r = (c % 10) r; c = int(c / 10) } n = r } print n }')

# In the document the namespaces stand on the parents; canonical form brings them down to each signed element.
properties() {
  printf '<xades:SignedProperties%s Id="SignedProperties"><xades:SignedSignatureProperties><xades:SigningTime>%s</xades:SigningTime><xades:SigningCertificate><xades:Cert><xades:CertDigest><ds:DigestMethod Algorithm="%s"></ds:DigestMethod><ds:DigestValue>%s</ds:DigestValue></xades:CertDigest><xades:IssuerSerial><ds:X509IssuerName>%s</ds:X509IssuerName><ds:X509SerialNumber>%s</ds:X509SerialNumber></xades:IssuerSerial></xades:Cert></xades:SigningCertificate></xades:SignedSignatureProperties><xades:SignedDataObjectProperties><xades:DataObjectFormat ObjectReference="#ID_0"><xades:MimeType>application/pdf</xades:MimeType></xades:DataObjectFormat><xades:DataObjectFormat ObjectReference="#ID_1"><xades:MimeType>application/xml</xades:MimeType></xades:DataObjectFormat></xades:SignedDataObjectProperties></xades:SignedProperties>' \
    "$1" "$now" "$sha256" "$certificate_digest" "$issuer" "$serial"
}
reference() { # id, uri, digest
  printf '<ds:Reference Id="%s" URI="%s"><ds:DigestMethod Algorithm="%s"></ds:DigestMethod><ds:DigestValue>%s</ds:DigestValue></ds:Reference>' "$1" "$2" "$sha256" "$3"
}
now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
inherited=" xmlns:asic=\"$asic\" xmlns:ds=\"$ds\" xmlns:xades=\"$xades\""
properties_digest=$(properties "$inherited" | digest)
signed_info() {
  printf '<ds:SignedInfo%s><ds:CanonicalizationMethod Algorithm="%s"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></ds:SignatureMethod>' "$1" "$c14n"
  reference ID_0 document.pdf "$(digest < "$work/bundle/document.pdf")"
  reference ID_1 manifest.xml "$(digest < "$work/bundle/manifest.xml")"
  printf '<ds:Reference Type="http://uri.etsi.org/01903#SignedProperties" URI="#SignedProperties"><ds:Transforms><ds:Transform Algorithm="%s"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="%s"></ds:DigestMethod><ds:DigestValue>%s</ds:DigestValue></ds:Reference></ds:SignedInfo>' "$c14n" "$sha256" "$properties_digest"
}
value=$(signed_info "$inherited" | openssl dgst -sha256 -sign "$files/public-key.pem" | base64 -w0)
{
  printf '<asic:XAdESSignatures%s><ds:Signature Id="Signature">' "$inherited"
  signed_info ''
  printf '<ds:SignatureValue>%s</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>%s</ds:X509Certificate></ds:X509Data></ds:KeyInfo><ds:Object><xades:QualifyingProperties Target="#Signature">' "$value" "$certificate"
  properties ''
  printf '</xades:QualifyingProperties></ds:Object></ds:Signature></asic:XAdESSignatures>'
} > "$work/bundle/META-INF/signatures.xml"
(cd "$work/bundle" && zip -q -X ../bundle.zip document.pdf manifest.xml META-INF/signatures.xml)

{
  printf -- '--part\r\nContent-Type: application/xml\r\n\r\n'
  cat "$work/request.xml"
  printf -- '\r\n--part\r\nContent-Type: application/octet-stream\r\n\r\n'
  cat "$work/bundle.zip"
  printf -- '\r\n--part--\r\n'
} > "$work/body"
curl -sS --fail-with-body --cacert "$files/ca.pem" --cert "$files/public.pem" --key "$files/public-key.pem" \
  -H 'Content-Type: multipart/mixed; boundary=part' --data-binary "@$work/body" "$api/$flow/signature-jobs"
echo
