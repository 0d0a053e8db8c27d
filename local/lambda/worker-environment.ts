import type { Credentials } from '../aws/credentials';
import type { DeployedFunction } from './deployed-function';

export interface WorkerSurroundings {
  /** The endpoint that the function's SDK clients talk to. */
  endpoint: string;
  region: string;
  logStream: string;
  /** An empty folder: the SDKs look for configuration files in the home folder, and must not find the user's. */
  home: string;
}

/**
 * The whole environment of a function's worker: its own variables and those that Lambda defines. Nothing of the host's own
 * environment is in it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function workerEnvironment(
  fn: DeployedFunction,
  credentials: Credentials,
  surroundings: WorkerSurroundings,
): Record<string, string> {
  return {
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: surroundings.home,
    AWS_ENDPOINT_URL: surroundings.endpoint,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    // Nobody collects traces here, and to carry its context the X-Ray SDK hooks every promise even when tracing is off.
    // Without one it would write an error into the log of every cold start.
    AWS_XRAY_MANUAL_MODE: 'true',
    AWS_XRAY_CONTEXT_MISSING: 'IGNORE_ERROR',
    // It would be about the Node.js of this machine, not that of Lambda.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...fn.environment,
    _HANDLER: fn.handler,
    LAMBDA_TASK_ROOT: fn.codeFolder,
    AWS_EXECUTION_ENV: `AWS_Lambda_${fn.runtime}`,
    AWS_REGION: surroundings.region,
    AWS_DEFAULT_REGION: surroundings.region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken ? { AWS_SESSION_TOKEN: credentials.sessionToken } : {}),
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_VERSION: fn.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: fn.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: surroundings.logStream,
  };
}
