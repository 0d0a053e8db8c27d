export type { KnownIssuers } from './http-api/authorization/issuer-keys';
export type { Logger } from './logger';
export { type LocalAws, type LocalAwsOptions, startLocalAws } from './start';
export * from './stepfunctions';
