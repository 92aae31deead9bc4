/** A portal signer's email address and mobile number, as notification addresses and as the signer's identifier. */
import type { XmlElement } from '@segl/formats/xml';
import { requiredAttribute } from './reading.ts';
import type { ContactAddresses } from './values.ts';
import { element, type Markup } from './writing.ts';

export function readContactAddresses(parent: XmlElement): ContactAddresses {
  const email = parent.child('email');
  const sms = parent.child('sms');
  return {
    email: email && requiredAttribute(email, 'address'),
    mobile: sms && requiredAttribute(sms, 'number'),
  };
}

export function contactElements({ email, mobile }: ContactAddresses): (Markup | undefined)[] {
  return [
    email === undefined ? undefined : element('email', [], { address: email }),
    mobile === undefined ? undefined : element('sms', [], { number: mobile }),
  ];
}
