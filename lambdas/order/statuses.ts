/** An order under way, in the only sequence in which these follow each other; `approved` is left out below the amount. */
export const OPEN_STATUSES = ['accepted', 'validated', 'reserved', 'approved', 'paid'] as const;
export type OpenStatus = (typeof OPEN_STATUSES)[number];

/** How an order ends that is not fulfilled. */
export const UNDONE_STATUSES = ['backordered', 'rejected', 'expired', 'payment-failed', 'failed'] as const;
export type UndoneStatus = (typeof UNDONE_STATUSES)[number];

/** How an order ends. An order gets one of these, once. */
export const FINAL_STATUSES = ['confirmed', ...UNDONE_STATUSES] as const;
export type FinalStatus = (typeof FINAL_STATUSES)[number];

/** `cancelling` stands between an open and an undone status: from then on nothing is done for the order any more, only undone. */
export const ORDER_STATUSES = [...OPEN_STATUSES, 'cancelling', ...FINAL_STATUSES] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

export function isFinal(status: OrderStatus): status is FinalStatus {
  return FINAL_STATUSES.some((one) => one === status);
}
