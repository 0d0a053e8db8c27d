import {
  conflict,
  StepFunctionsError,
  serviceQuotaExceeded,
  stateMachineDoesNotExist,
  validationException,
} from '../errors';
import type { Alias, Route } from '../store/aliases';
import { checkAliasArn, isVersionArn, parseStateMachineArn } from './arn';
import { ARN, DESCRIPTION, Fields, type TextLimits } from './fields';
import { pageOf } from './pages';
import { type Operation, type ServiceContext, seconds } from './service-context';

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MOST_ALIASES = 100;
const MOST_ROUTES = 2;

/** Digits alone would be taken for the number of a version. */
const ALIAS_NAME: TextLimits = { min: 1, max: 80, pattern: '^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$' };

const doesNotExist = () =>
  new StepFunctionsError('ResourceNotFound', 'Request references a resource that does not exist.');

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachineAlias.html */
export const createStateMachineAlias: Operation = (context, input) => {
  const fields = new Fields(input, ['name', 'description', 'routingConfiguration']);
  const name = fields.text('name', ALIAS_NAME);
  const description = fields.optionalText('description', DESCRIPTION);
  const routes = readRoutes(fields) ?? fields.refuse('routingConfiguration', 'not be null');
  const stateMachineArn = machineOf(context, routes);
  const now = context.clock.now();
  const created: Alias = {
    arn: `${stateMachineArn}:${name}`,
    name,
    stateMachineArn,
    routes,
    createdAt: now,
    updatedAt: now,
    ...(description === undefined ? {} : { description }),
  };
  const existing = context.aliases.find(created.arn);
  if (existing) {
    if (isSame(existing, created)) return answer(existing);
    // AWS says so, too, when it is the description that differs.
    throw conflict(
      'Failed to create alias because an alias with the same name and a different routing configuration already exists.',
    );
  }
  if (context.aliases.of(stateMachineArn).length >= MOST_ALIASES) {
    throw serviceQuotaExceeded(`A state machine can have ${MOST_ALIASES} aliases: delete one of ${stateMachineArn}`);
  }
  context.aliases.put(created);
  return answer(created);
};

const answer = ({ arn, createdAt }: Alias) => ({ stateMachineAliasArn: arn, creationDate: seconds(createdAt) });

function isSame(a: Alias, b: Alias): boolean {
  const telling = ({ description, routes }: Alias) => JSON.stringify([description, routes]);
  return telling(a) === telling(b);
}

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachineAlias.html */
export const updateStateMachineAlias: Operation = (context, input) => {
  const fields = new Fields(input, ['stateMachineAliasArn', 'description', 'routingConfiguration']);
  const arn = checkAliasArn(fields.text('stateMachineAliasArn', ARN));
  const description = fields.optionalText('description', DESCRIPTION);
  const routes = readRoutes(fields);
  if (description === undefined && routes === undefined) {
    throw validationException('Either the description or the routingConfiguration must be specified');
  }
  const existing = get(context, arn);
  if (routes && machineOf(context, routes) !== existing.stateMachineArn) {
    throw validationException('Routing configuration must contain versions of the state machine of the alias');
  }
  const updatedAt = context.clock.now();
  context.aliases.put({
    ...existing,
    updatedAt,
    ...(description === undefined ? {} : { description }),
    ...(routes ? { routes } : {}),
  });
  return { updateDate: seconds(updatedAt) };
};

/** The versions stay. An alias that does not exist is no error. */
export const deleteStateMachineAlias: Operation = ({ aliases }, input) => {
  const fields = new Fields(input, ['stateMachineAliasArn']);
  aliases.delete(checkAliasArn(fields.text('stateMachineAliasArn', ARN)));
  return {};
};

export const describeStateMachineAlias: Operation = (context, input) => {
  const fields = new Fields(input, ['stateMachineAliasArn']);
  const alias = get(context, checkAliasArn(fields.text('stateMachineAliasArn', ARN)));
  return {
    ...answer(alias),
    name: alias.name,
    ...(alias.description === undefined ? {} : { description: alias.description }),
    routingConfiguration: alias.routes.map(({ versionArn, weight }) => ({
      stateMachineVersionArn: versionArn,
      weight,
    })),
    updateDate: seconds(alias.updatedAt),
  };
};

/** The aliases of a state machine, or those that lead to a version, by name: recorded so, where the API reference has the latest first. */
export const listStateMachineAliases: Operation = ({ stateMachines, versions, aliases, clock }, input) => {
  const fields = new Fields(input, ['stateMachineArn', 'maxResults', 'nextToken']);
  const arn = fields.text('stateMachineArn', ARN);
  const { unqualified, qualifier } = parseStateMachineArn(arn);
  if (!stateMachines.find(unqualified)) throw stateMachineDoesNotExist(unqualified);
  if (qualifier !== undefined && !versions.find(arn)) throw doesNotExist();
  const all = qualifier === undefined ? aliases.of(arn) : aliases.leadingTo(arn, unqualified);
  const { items, ...next } = pageOf(all, fields, {
    operation: 'ListStateMachineAliases',
    clock,
    position: ({ name }) => [name],
  });
  return { stateMachineAliases: items.map(answer), ...next };
};

function get({ aliases }: ServiceContext, arn: string): Alias {
  const found = aliases.find(arn);
  if (!found) throw doesNotExist();
  return found;
}

/** @throws ValidationException unless the versions are different ones, and their weights sum up to 100. */
function readRoutes(fields: Fields): Route[] | undefined {
  const routes = fields.optionalStructures('routingConfiguration', ['stateMachineVersionArn', 'weight'])?.map(
    (route): Route => ({
      versionArn: route.text('stateMachineVersionArn', ARN),
      weight: route.integer('weight', { min: 0, max: 100 }),
    }),
  );
  if (!routes) return undefined;
  if (routes.length === 0) fields.refuse('routingConfiguration', 'have length greater than or equal to 1');
  if (routes.length > MOST_ROUTES) {
    const shown = routes.map(
      ({ versionArn, weight }) =>
        `RoutingConfigurationListItem(stateMachineVersionArn=${versionArn}, weight=${weight})`,
    );
    fields.refuse('routingConfiguration', `have length less than or equal to ${MOST_ROUTES}`, `[${shown.join(', ')}]`);
  }
  const arns = routes.map(({ versionArn }) => versionArn);
  const received = `Received: [${arns.join(', ')}]`;
  if (!arns.every(isVersionArn)) {
    throw validationException(`Routing configuration must contain state machine version ARNs. ${received}`);
  }
  if (new Set(arns).size < arns.length) {
    throw validationException(`Routing configuration must contain distinct state machine version ARNs. ${received}`);
  }
  const weights = routes.map(({ weight }) => weight);
  if (weights.reduce((sum, weight) => sum + weight, 0) !== 100) {
    const message = `Sum of routing configuration weights must equal 100. Received: [${weights.join(', ')}]`;
    throw validationException(message);
  }
  return routes;
}

/** The state machine whose versions these are. @throws ResourceNotFound, ValidationException */
function machineOf({ versions }: ServiceContext, routes: Route[]): string {
  const machines = routes.map(({ versionArn }) => parseStateMachineArn(versionArn).unqualified);
  const [first = ''] = machines;
  if (machines.some((machine) => machine !== first)) {
    throw validationException('Routing configuration must contain versions of one state machine');
  }
  if (!routes.every(({ versionArn }) => versions.find(versionArn))) throw doesNotExist();
  return first;
}
