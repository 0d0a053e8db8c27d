/**
 * List prices that costs are computed from, in US dollars, in one place. Each is for us-east-1, without free tiers or discounts, as
 * its page said on the date below; look them up again before you rely on a figure.
 *
 * @see https://aws.amazon.com/step-functions/pricing/
 * @see https://aws.amazon.com/lambda/pricing/
 * @see https://aws.amazon.com/dynamodb/pricing/on-demand/
 * @see https://aws.amazon.com/s3/pricing/
 * @see https://aws.amazon.com/sqs/pricing/
 */
export const PRICES = {
  region: 'us-east-1',
  asOf: '2025-11-01',
  /** A million of each. */
  perMillion: {
    /** State transitions of Standard workflows. */
    transitions: 25,
    /** Starts of Express workflows. */
    expressRequests: 1,
    /** Invocations of functions. */
    invocations: 0.2,
    /** On-demand request units of DynamoDB's standard table class; streams are read by Lambda at no charge. */
    readUnits: 0.125,
    writeUnits: 0.625,
    s3Puts: 5,
    s3Gets: 0.4,
    sqsRequests: 0.4,
  },
  perGigabyteSecond: {
    /** Functions on arm64. */
    lambda: 0.0000133334,
    /** Express workflows, of which each is billed for at least 64 MB. */
    express: 0.00001667,
  },
} as const;
