/** When a row written now may be removed: epoch seconds. @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html */
export function expiry(retentionDays: number): number {
  return Math.floor(Date.now() / 1000) + retentionDays * 24 * 60 * 60;
}
