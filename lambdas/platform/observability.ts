import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';

/**
 * The one logger, metrics buffer and tracer of a function. Service name, namespace and log level come from Powertools' own
 * variables (`POWERTOOLS_SERVICE_NAME`, `POWERTOOLS_METRICS_NAMESPACE`, `POWERTOOLS_LOG_LEVEL`).
 *
 * @see https://docs.aws.amazon.com/powertools/typescript/latest/environment-variables/
 */
export const logger = new Logger();

export const metrics = new Metrics();

/**
 * Lambda sets `AWS_XRAY_DAEMON_ADDRESS` in every function; where it is missing nobody listens for segments, and the X-Ray SDK
 * would complain about a missing context instead.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export const tracer = new Tracer({ enabled: process.env.AWS_XRAY_DAEMON_ADDRESS !== undefined });
