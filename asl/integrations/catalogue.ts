import { analytics } from './analytics';
import { apigateway } from './apigateway';
import type { ArgumentsOf } from './arguments';
import { dynamodbSdk } from './aws-sdk/dynamodb';
import { messagingSdk } from './aws-sdk/messaging';
import { operationsSdk } from './aws-sdk/operations';
import { s3 } from './aws-sdk/s3';
import { containers } from './containers';
import { dynamodb } from './dynamodb';
import type { Integration, Pattern } from './integration';
import { lambda } from './lambda';
import { messaging } from './messaging';
import type { Partition } from './policy-scope';
import { sagemaker } from './sagemaker';
import { states } from './states';

/**
 * Every API that a Task may call. To know one more is to add an entry to its service's table: the type of its
 * `Arguments`, its patterns and its permissions all come from that entry.
 */
const catalogue = {
  ...lambda,
  ...dynamodb,
  ...messaging,
  ...states,
  ...apigateway,
  ...containers,
  ...analytics,
  ...sagemaker,
  ...s3,
  ...dynamodbSdk,
  ...messagingSdk,
  ...operationsSdk,
} as const;

type Catalogue = typeof catalogue;

/** The name of an integration: `lambda:invoke`, `aws-sdk:s3:getObject`. */
export type Action = keyof Catalogue;

type PatternOf<A extends Action> = Extract<Catalogue[A]['patterns'][number], Pattern>;

/** The values of `Resource` that call an API: with each pattern AWS supports for it, and with none. */
export type ResourceOf<A extends Action> = `arn:${Partition}:states:::${A}${'' | `.${PatternOf<A>}`}`;

/** `Resource` and the `Arguments` that belong to it, for every API of the catalogue. */
export type TaskCall = {
  [A in Action]: { readonly Resource: ResourceOf<A>; readonly Arguments: ArgumentsOf<Catalogue[A]['arguments']> };
}[Action];

const byName: ReadonlyMap<string, Integration> = new Map(Object.entries(catalogue));

/** The integration of a name, or undefined when this library doesn't know its permissions. */
export function findIntegration(action: string): Integration | undefined {
  return byName.get(action);
}

/** The names of all integrations, in the order of the catalogue. */
export function knownActions(): readonly string[] {
  return [...byName.keys()];
}
