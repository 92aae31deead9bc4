/** Everything the service is told from outside. Built by the sandbox or read from a file; frozen from then on. */
import type { KeyObject } from 'node:crypto';
import type { OrganizationNumber, Sector } from '../jobs/model.ts';
import type { Role } from '../jobs/user-records.ts';

/** A private key with its certificates, PEM. */
export interface KeyMaterial {
  readonly key: string;
  /** The key's own certificate first, then each issuer. */
  readonly chain: string;
  readonly passphrase?: string;
}

export interface ListenAddress {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
}

export interface UserSeed {
  readonly personalIdentificationNumber: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}

/** In place from the first start on; later changes are made in the sender portal, or by the operator. */
export interface OrganisationSeed {
  readonly number: OrganizationNumber;
  readonly name: string;
  readonly sector: Sector;
  readonly apiAccess: boolean;
  readonly contactAddressing: boolean;
  /** Link by email and code by SMS, for signers who have both. */
  readonly codeBySms?: boolean;
  /** PNG; signers see it beside the name. */
  readonly logo?: Uint8Array;
  /** Organisations this one may send for. */
  readonly brokerFor: readonly OrganizationNumber[];
  /** Who may log in to the sender portal. */
  readonly users: readonly UserSeed[];
}

export interface RevocationSourceConfig {
  /** The issuing authority's certificate, PEM. */
  readonly issuer: string;
  readonly ocspUrl?: string;
  readonly crlUrl?: string;
}

export interface EidConfig {
  readonly profile: 'idporten' | 'bankid' | 'signicat' | 'sandbox';
  readonly issuer: string;
  readonly clientId: string;
  readonly authentication:
    | { readonly method: 'client_secret_post' | 'client_secret_basic'; readonly secret: string }
    | { readonly method: 'private_key_jwt'; readonly key: KeyObject; readonly keyId: string | undefined };
}

/** Where contact details of people addressed by national identity number are looked up. */
export interface ContactRegisterConfig {
  /** The register's `POST …/personer`. */
  readonly url: string;
  readonly maskinporten: {
    /** Exactly as Maskinporten writes it. */
    readonly issuer: string;
    readonly clientId: string;
    readonly scope: string;
    /** RSA. */
    readonly key: KeyObject;
    /** A key registered for the client, or an enterprise certificate with its issuers, PEM. */
    readonly keyName: { readonly keyId: string } | { readonly chain: string };
  };
}

export interface MailConfig {
  /** `smtp://host:port` or `smtps://host:port`, without credentials. */
  readonly url: string;
  readonly credentials?: { readonly user: string; readonly password: string };
  /** The address every email comes from. */
  readonly from: string;
  /** Authorities of the mail server's certificate, PEM; absent: the well-known ones. */
  readonly trust?: string;
}

interface GatewayAccount {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

export type SmsGatewayConfig =
  | {
      readonly kind: 'generic-http';
      readonly url: string;
      readonly format: 'json' | 'form';
      /** The value of the header field Authorization. */
      readonly authorization?: string;
      /** The gateway's names for the four fields, where they are others. */
      readonly fields?: Partial<Readonly<Record<'reference' | 'to' | 'sender' | 'text', string>>>;
    }
  | ({ readonly kind: 'pswincom' | 'sveve' } & GatewayAccount)
  | ({
      readonly kind: 'link-mobility';
      readonly platformId: string;
      readonly platformPartnerId: string;
      /** Where delivery reports come from. */
      readonly gate?: string;
    } & GatewayAccount);

export interface SmsConfig {
  readonly gateway: SmsGatewayConfig;
  /** What telephones show as sender: 3 to 11 of A–Z, a–z and 0–9. */
  readonly sender: string;
  /** Last part of the address that delivery receipts come to; absent: none are taken. */
  readonly receiptSecret?: string;
}

export interface Config {
  readonly mode: 'sandbox' | 'production';
  /** A folder of the service's own; made where absent. */
  readonly data: string;
  /** `postgres://…`; absent: SQLite in `data`. */
  readonly databaseUrl?: string;
  /** Links and codes are derived from it; absent: one that is made at the first start and kept in the database. */
  readonly tokenKey?: KeyObject;
  /** `s3://bucket/folder?endpoint=https://…&region=…` for documents and signatures; absent: a folder in `data`. */
  readonly blobsUrl?: string;
  readonly api: ListenAddress & {
    /** `https://…` as senders reach it, without a path; every URL in a response begins with it. */
    readonly publicUrl: string;
    readonly tls: KeyMaterial;
    /** Enterprise authorities that senders' certificates are issued under, PEM: anchors and intermediates. */
    readonly clientAnchors: string;
    readonly clientIntermediates: string;
    /** Requests one organisation may make in a second before it is refused for a while. */
    readonly requestsPerSecond: number;
    readonly refusedSeconds: number;
  };
  readonly web: ListenAddress & {
    /** As signers reach it, without a path. */
    readonly publicUrl: string;
    /** Folder of the built pages. */
    readonly pages: string;
  };
  readonly jobs: {
    /** Pause a sender is told to make after an empty poll. */
    readonly pollPauseSeconds: number;
    /** How far a document bundle's signing time may be from the machine's. */
    readonly signingTimeToleranceSeconds: number;
    /** Accept exit-URLs with http. */
    readonly httpExitUrls: boolean;
  };
  readonly seal: KeyMaterial & {
    /** As it stands in signature panels and on the front page. */
    readonly name: string;
  };
  /** Issues the one-time certificates of advanced signatures. */
  readonly signerCa: KeyMaterial & { readonly ocspUrl?: string };
  /** What seals, signers' certificates, time-stamps and OCSP answers must chain to, PEM. */
  readonly trustAnchors: string;
  /** PEM; others whose signatures the public check shall know. */
  readonly verificationAnchors?: string;
  /** RFC 3161 authorities, tried in this order. */
  readonly timestampUrls: readonly string[];
  readonly revocation: readonly RevocationSourceConfig[];
  readonly eid: EidConfig;
  /** Absent: none is asked (in the sandbox its own answers). */
  readonly contactRegister?: ContactRegisterConfig;
  /** Absent: nobody is told by email. */
  readonly mail?: MailConfig;
  /** Absent: nobody is told by SMS. */
  readonly sms?: SmsConfig;
  /** Put into the store at each start. */
  readonly organisations: readonly OrganisationSeed[];
  /** National identity numbers of those who run the installation and see the operator's view. */
  readonly operators: readonly string[];
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
}
