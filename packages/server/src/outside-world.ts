/** The service's adapters to the outside world, as the configuration names them. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { readCertificates, type CertificateStore } from '@segl/formats/x509';
import { openBlobsFolder } from './adapters/blobs-folder.ts';
import { krrContactRegister } from './adapters/contact-register/index.ts';
import { eidProfiles, openidEid } from './adapters/eid/index.ts';
import { keyFromPem, localSignatureCreation, sealKey } from './adapters/keys/index.ts';
import { smtpMail } from './adapters/mail/smtp.ts';
import { maskinportenTokens } from './adapters/maskinporten.ts';
import { httpRevocation } from './adapters/revocation/http-revocation.ts';
import { openSmsGateway } from './adapters/sms/index.ts';
import { httpTimestamps } from './adapters/timestamps/http-timestamps.ts';
import { readS3Url, type Config } from './config/index.ts';
import { ServiceError } from './errors.ts';
import type { ContactRegister } from './jobs/contact-register.ts';
import type { Blobs, Clock } from './jobs/ports.ts';
import type { DeliverDeps } from './notifications/deliver.ts';

export async function openBlobs({ data, blobsUrl }: Config): Promise<Blobs> {
  const location = blobsUrl === undefined ? undefined : readS3Url(blobsUrl);
  if (location === undefined) return openBlobsFolder(join(data, 'blobs'));
  const { openBlobsS3 } = await import('./adapters/blobs-s3.ts');
  return openBlobsS3(location);
}

export function outsideWorld(config: Config, clock: Clock) {
  const trust: CertificateStore = { anchors: readCertificates(config.trustAnchors), intermediates: [] };
  const seal = sealKey(keyFromPem(config.seal));
  const { ocspUrl } = config.signerCa;
  const { authentication, clientId, issuer, profile } = config.eid;
  return {
    trust,
    sealKey: seal,
    signatures: localSignatureCreation({
      sealKey: seal,
      signerCa: keyFromPem(config.signerCa),
      ...(ocspUrl === undefined ? {} : { ocspUrl }),
    }),
    timestamp: httpTimestamps({ urls: config.timestampUrls, trust }),
    revocation: httpRevocation({
      places: config.revocation.flatMap((place) =>
        readCertificates(place.issuer).map((certificate) => ({ ...place, issuer: certificate })),
      ),
      trust,
      now: () => clock.now(),
    }),
    eid: openidEid({
      profile: eidProfiles[profile],
      client: { issuer, clientId, authentication },
      redirectUris: {
        signature: `${config.web.publicUrl}/eid/callback`,
        session: `${config.web.publicUrl}/portal/eid/callback`,
      },
      wall: () => clock.wall(),
    }),
    register: contactRegister(config, clock),
    mail: mailOf(config),
    sms: smsOf(config),
  };
}

function contactRegister({ contactRegister: register }: Config, clock: Clock): ContactRegister {
  if (register === undefined) return noRegister;
  const wall = (): number => clock.wall();
  return krrContactRegister({
    url: register.url,
    tokens: maskinportenTokens({ client: register.maskinporten, random: { uuid: randomUUID }, wall }),
    wall,
  });
}

function mailOf({ mail, mode }: Config): DeliverDeps['mail'] {
  if (mail === undefined) return undefined;
  return { gateway: smtpMail({ ...mail, requireTls: mode === 'production' }), from: mail.from };
}

function smsOf({ sms }: Config): DeliverDeps['sms'] {
  return sms && { gateway: openSmsGateway(sms.gateway), sender: sms.sender };
}

/** Jobs that need one are refused before it is asked. */
const noRegister: ContactRegister = {
  lookUp: () =>
    Promise.reject(new ServiceError('TEMPORARILY_UNAVAILABLE', 'this installation has no contact register')),
};
