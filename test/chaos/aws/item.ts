/** An attribute value as DynamoDB's JSON protocol writes it, e.g. `{ S: 'a' }` or `{ N: '1' }`. */
export interface AttributeValue {
  S?: string;
  N?: string;
  BOOL?: boolean;
  NULL?: boolean;
  M?: { [name: string]: AttributeValue };
  L?: AttributeValue[];
}

export type Item = { [name: string]: AttributeValue };

export const text = (item: Item | undefined, name: string): string | undefined => item?.[name]?.S;

export const number = (item: Item | undefined, name: string): number | undefined => {
  const value = item?.[name]?.N;
  return value === undefined ? undefined : Number(value);
};

/** The plain JavaScript value of an attribute. */
export function plain(value: AttributeValue | undefined): unknown {
  if (value === undefined || value.NULL) return undefined;
  if (value.M) return Object.fromEntries(Object.entries(value.M).map(([name, inner]) => [name, plain(inner)]));
  if (value.L) return value.L.map(plain);
  return value.N === undefined ? (value.S ?? value.BOOL) : Number(value.N);
}
