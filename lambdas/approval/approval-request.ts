import * as z from 'zod/mini';

/** What a request may hold at the most, in characters: with these it fits into a mail and a row. */
const SUBJECT_LIMIT = 200;
const LABEL_LIMIT = 100;
const VALUE_LIMIT = 1_000;
const DETAILS_LIMIT = 50;

/** Half a character, as where a text was cut, goes into no mail: SNS would refuse it however often it is tried. */
const wholeCharacters = z.transform((given: string) => given.replace(/\p{Cs}/gu, '\ufffd'));

const text = (limit: number) =>
  z.pipe(z.string(), z.pipe(wholeCharacters, z.string().check(z.minLength(1), z.maxLength(limit))));

const detail = z.object({
  label: text(LABEL_LIMIT),
  value: z.pipe(
    z.union([z.string(), z.number(), z.boolean()]),
    z.pipe(z.transform(String), z.pipe(wholeCharacters, z.string().check(z.maxLength(VALUE_LIMIT)))),
  ),
});

/** What the person sees beside the subject, in this order. */
export type Detail = z.output<typeof detail>;

/** A JSONata sequence of one is that one: a single detail stands for a list of it. */
const details = z.pipe(
  z.transform((given: unknown) => (Array.isArray(given) || given === undefined ? given : [given])),
  z.array(detail).check(z.maxLength(DETAILS_LIMIT)),
);

/** What a Task asks a person: the `input` of its payload. */
export const approvalRequest = z.object({
  tenantCode: text(256),
  subject: text(SUBJECT_LIMIT),
  details,
  /** Of the request that started the workflow. */
  requestId: z.optional(z.string()),
});

export type ApprovalRequest = z.output<typeof approvalRequest>;
