/**
 * When a sweep has to look at an open request next: at the next reminder, or at the expiry when that comes first.
 *
 * @param from epoch ms
 * @param reminderSeconds between two reminders
 */
export function nextDue(from: number, reminderSeconds: number, expiresAt: string): string {
  return new Date(Math.min(from + reminderSeconds * 1_000, Date.parse(expiresAt))).toISOString();
}
