/** The signature API v1 over HTTPS. */
export { createApiServer, type ApiServerDeps } from './server.ts';
