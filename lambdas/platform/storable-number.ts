import * as z from 'zod/mini';

const LEAST_MAGNITUDE = 1e-130;

/**
 * A number that can be written to DynamoDB. For any other the whole request fails, with all that was to be written beside it: the
 * SDK marshalls nothing beyond the safe integers, and DynamoDB has a least magnitude.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html (Number)
 */
export const storableNumber = z.number().check(
  z.minimum(Number.MIN_SAFE_INTEGER),
  z.maximum(Number.MAX_SAFE_INTEGER),
  z.refine(
    (value) => value === 0 || Math.abs(value) >= LEAST_MAGNITUDE,
    `Too close to 0: expected 0, or a magnitude >=${LEAST_MAGNITUDE}`,
  ),
);
