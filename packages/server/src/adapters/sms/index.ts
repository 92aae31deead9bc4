import type { SmsGatewayConfig } from '../../config/index.ts';
import type { SmsGateway } from '../../notifications/ports.ts';
import { genericHttpSms } from './generic-http.ts';
import { linkMobilitySms } from './link-mobility.ts';
import { pswincomSms } from './pswincom.ts';
import { sveveSms } from './sveve.ts';

/** The gateway that the configuration names. */
export function openSmsGateway(config: SmsGatewayConfig): SmsGateway {
  switch (config.kind) {
    case 'generic-http':
      return genericHttpSms(config);
    case 'pswincom':
      return pswincomSms(config);
    case 'link-mobility':
      return linkMobilitySms(config);
    case 'sveve':
      return sveveSms(config);
  }
}
