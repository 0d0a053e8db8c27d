/** What a case can be about. */
export const TOPICS = ['login', 'billing', 'delivery'] as const;
export type Topic = (typeof TOPICS)[number];

/** What the first tier knows about one cause of trouble. */
interface Article {
  readonly id: string;
  /** Words that a description holds when this is the cause, in lower case. */
  readonly symptoms: readonly string[];
  readonly answer: string;
}

/** Who works on the cases of a topic, and what they try, in this order. */
interface Desk {
  readonly team: string;
  readonly articles: readonly Article[];
}

const DESKS: Readonly<Record<Topic, Desk>> = {
  login: {
    team: 'accounts',
    articles: [
      { id: 'reset-password', symptoms: ['password'], answer: 'Ask for a new password on the sign-in page.' },
      { id: 'unlock-account', symptoms: ['account', 'locked'], answer: 'The account unlocks itself after 15 minutes.' },
      { id: 'new-device', symptoms: ['code', 'phone'], answer: 'Register the new phone with one of the spare codes.' },
    ],
  },
  billing: {
    team: 'payments',
    articles: [
      { id: 'declined-card', symptoms: ['card', 'declined'], answer: 'Ask the bank to permit payments abroad.' },
      {
        id: 'charged-twice',
        symptoms: ['charged', 'twice'],
        answer: 'The second charge is a hold and ends in 7 days.',
      },
    ],
  },
  delivery: {
    team: 'logistics',
    articles: [
      {
        id: 'late-parcel',
        symptoms: ['late'],
        answer: 'Parcels take up to 5 days; the tracking page says where it is.',
      },
      {
        id: 'wrong-address',
        symptoms: ['address'],
        answer: 'The address can be changed until the parcel is handed over.',
      },
    ],
  },
};

/** What came of one attempt at a case. */
export interface Consulted {
  /** The article that answers the description; undefined while the case is not resolved. */
  readonly article: Article | undefined;
  /** Articles of the topic that were not tried yet. */
  readonly attemptsLeft: number;
}

/** The team that a topic's cases are assigned to. */
export function teamOf(topic: Topic): string {
  return DESKS[topic].team;
}

/**
 * Tries one article on a description: it answers when the description holds all of its symptoms. The same attempt at the same
 * case always ends alike, so that it can be repeated.
 *
 * @param attempt counted from 1
 */
export function consult(topic: Topic, description: string, attempt: number): Consulted {
  const { articles } = DESKS[topic];
  const words = new Set(description.toLowerCase().match(/[\p{L}\p{N}]+/gu));
  const article = articles[attempt - 1];
  return {
    article: article?.symptoms.every((symptom) => words.has(symptom)) ? article : undefined,
    attemptsLeft: Math.max(0, articles.length - attempt),
  };
}
