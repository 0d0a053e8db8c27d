import type { CaseFixture } from '@blueprint/lambdas/support-case/inputs';
import type { Topic } from '@blueprint/lambdas/support-case/knowledge';

/** The cases that a Pass puts in: one that the second article about logins answers, and one that no article answers. */
export const FIXTURES = {
  resolved: { topic: 'login', description: 'My account is locked: I mistyped my pin three times.' },
  escalated: { topic: 'delivery', description: 'The parcel came in time, but it was empty.' },
} as const satisfies Readonly<Record<CaseFixture, { readonly topic: Topic; readonly description: string }>>;
