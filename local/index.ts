export type { KnownIssuers } from './http-api/authorization/issuer-keys';
export type { Logger } from './logger';
export { type LocalAws, type LocalAwsOptions, type Right, startLocalAws } from './start';
export * from './stepfunctions';
