import type { JsonValue } from '../../json';

/** Some items, also none, that come from one place. */
export interface ItemPage {
  items: JsonValue[];
  /** What the context object calls the place. @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
  source: string;
}
