/** Who calls: the enterprise certificate of the TLS session. */
import { X509Certificate } from 'node:crypto';
import { TLSSocket } from 'node:tls';
import { organizationNumber, readCertificate, requireKeyUsage, type Certificate } from '@segl/formats/x509';
import { FormatError } from '@segl/formats/errors';
import type { FastifyRequest } from 'fastify';
import { ServiceError } from '../../errors.ts';
import type { OrganizationNumber } from '../../jobs/model.ts';

export interface ClientIdentity {
  readonly organization: OrganizationNumber;
  readonly certificate: Certificate;
}

/** Read once for each TLS session. */
const identities = new WeakMap<TLSSocket, ClientIdentity>();

/**
 * The caller by its certificate, whose chain the TLS handshake has checked. A connection may outlive its certificate,
 * so that validity is looked at again.
 * @throws ServiceError NOT_AUTHORIZED
 */
export function identifyClient(request: FastifyRequest, now: Date): ClientIdentity {
  const { socket } = request.raw;
  if (!(socket instanceof TLSSocket)) throw notAuthorized('The API is reached by TLS only.');
  const identity = identities.get(socket) ?? readIdentity(socket);
  identities.set(socket, identity);
  if (now > identity.certificate.notAfter) {
    throw notAuthorized(`The client certificate has expired. ${describeCertificate(identity.certificate)}`);
  }
  return identity;
}

function readIdentity(socket: TLSSocket): ClientIdentity {
  const peer = socket.getPeerX509Certificate();
  if (!socket.authorized || !(peer instanceof X509Certificate)) {
    throw notAuthorized('A client certificate of an enterprise is needed.');
  }
  const certificate = readClientCertificate(peer.raw);
  const organization = organizationNumber(certificate);
  if (organization === undefined) {
    throw notAuthorized(
      `The client certificate holds no Norwegian organisation number. ${describeCertificate(certificate)}`,
    );
  }
  return { organization, certificate };
}

function readClientCertificate(der: Uint8Array): Certificate {
  try {
    const certificate = readCertificate(der);
    requireKeyUsage(certificate, 'digitalSignature');
    return certificate;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw notAuthorized(`The client certificate cannot be used: ${error.message}.`);
  }
}

/** What the holder of a refused certificate needs to find out which one it was. */
export function describeCertificate(certificate: Certificate): string {
  const { subject, issuer, notBefore, notAfter, serialNumber } = certificate;
  return `The certificate has subject "${subject}", is valid from ${notBefore.toISOString()} to ${notAfter.toISOString()}, has serial number ${serialNumber} and issuer "${issuer}".`;
}

function notAuthorized(message: string): ServiceError {
  return new ServiceError('NOT_AUTHORIZED', message);
}
