export { readS3Url } from './s3-location.ts';
export { checkConfig, configProblems, ConfigError } from './check-config.ts';
export type {
  Config,
  ContactRegisterConfig,
  EidConfig,
  KeyMaterial,
  MailConfig,
  OrganisationSeed,
  RevocationSourceConfig,
  SmsConfig,
  SmsGatewayConfig,
} from './config.ts';
export { readConfig } from './read-config.ts';
