/** How an organisation uses the signature API, as `@segl/protocol/json` describes it. */
import type { ApiAccessView, ApiErrors, GeneratedCertificate } from '@segl/protocol/json';
import { requestJson, sendJson } from './problem.ts';
import { organisationPath } from './sender.ts';

const accessPath = (organisation: string) => `${organisationPath(organisation)}/api-access`;

export async function fetchApiAccess(organisation: string): Promise<ApiAccessView> {
  return (await requestJson(accessPath(organisation))) as ApiAccessView;
}

export async function fetchApiErrors(organisation: string): Promise<ApiErrors> {
  return (await requestJson(`${accessPath(organisation)}/errors`)) as ApiErrors;
}

export function changeApiAccess(organisation: string, registeredCertificatesOnly: boolean): Promise<unknown> {
  return sendJson('portal', 'PATCH', accessPath(organisation), { registeredCertificatesOnly });
}

export function registerCertificate(organisation: string, pem: string): Promise<unknown> {
  return sendJson('portal', 'POST', `${accessPath(organisation)}/certificates`, { pem });
}

export async function generateCertificate(organisation: string): Promise<GeneratedCertificate> {
  const path = `${accessPath(organisation)}/certificates/generate`;
  return (await sendJson('portal', 'POST', path, {})) as GeneratedCertificate;
}

export type CertificateAct = 'register' | 'revoke' | 'restore';

export function actOnCertificate(
  organisation: string,
  sha256: string,
  act: CertificateAct,
): Promise<unknown> {
  return sendJson('portal', 'POST', `${accessPath(organisation)}/certificates/${sha256}/${act}`, {});
}

export function addBroker(organisation: string, number: string): Promise<unknown> {
  return sendJson('portal', 'POST', `${accessPath(organisation)}/brokers`, { number });
}

export function removeBroker(organisation: string, number: string): Promise<unknown> {
  return sendJson('portal', 'DELETE', `${accessPath(organisation)}/brokers/${number}`, {});
}
