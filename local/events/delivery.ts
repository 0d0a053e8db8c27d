import { parseArn } from '../aws/arn';
import type { AwsClient } from '../aws/client';
import { ROOT_CREDENTIALS } from '../aws/credentials';
import { AwsError, xmlField } from '../aws/error';
import type { Authorizer } from '../identity/authorizer';
import { allowsService } from '../identity/resource-policy';
import type { Sessions } from '../identity/sessions';
import type { AsyncInvocations } from '../lambda/async-invocations';
import type { Destinations } from '../lambda/destination';
import { parseFunctionReference } from '../lambda/function-reference';
import type { Functions } from '../lambda/functions';
import type { Logger } from '../logger';
import { iamResource, type StepFunctions } from '../stepfunctions';
import type { EventBridgeEvent } from './event';
import type { Rule, RuleTarget } from './rules';
import { targetInput } from './target-input';

export interface DeliveryOptions {
  client: AwsClient;
  functions: Pick<Functions, 'policy'>;
  asynchronous: Pick<AsyncInvocations, 'accept'>;
  destinations: Pick<Destinations, 'send'>;
  engine: Pick<StepFunctions, 'handle'>;
  sessions: Pick<Sessions, 'assume'>;
  authorizer: Pick<Authorizer, 'authorize'>;
  accountId: string;
  logger: Logger;
}

const SERVICE_PRINCIPAL = 'events.amazonaws.com';

/** Delivers an event to one target of a rule: a function, a queue, a topic or a state machine. */
export class Delivery {
  readonly #options: DeliveryOptions;

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** Never throws: what cannot be delivered goes to the target's dead-letter queue, and is told. */
  async deliver(event: EventBridgeEvent, rule: Rule, target: RuleTarget): Promise<void> {
    const input = targetInput(event, rule, target, event.time);
    try {
      await this.#send(input, rule, target);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#options.logger.warn(`Rule ${rule.name} could not deliver an event to ${target.Arn}: ${reason}`);
      await this.#toDeadLetterQueue(input, rule, target);
    }
  }

  async #send(input: string, rule: Rule, target: RuleTarget): Promise<void> {
    switch (parseArn(target.Arn).service) {
      case 'lambda':
        return this.#toFunction(input, rule, target);
      case 'states':
        return this.#toStateMachine(input, target);
      case 'sqs':
        await this.#letIn('sqs:SendMessage', await this.#queuePolicy(target.Arn), rule, target.Arn);
        return this.#options.destinations.send(target.Arn, input, ROOT_CREDENTIALS);
      case 'sns':
        await this.#letIn('sns:Publish', await this.#topicPolicy(target.Arn), rule, target.Arn);
        return this.#options.destinations.send(target.Arn, input, ROOT_CREDENTIALS);
      default:
        throw new Error('the local AWS delivers to functions, queues, topics and state machines only.');
    }
  }

  async #toFunction(input: string, rule: Rule, target: RuleTarget): Promise<void> {
    const { name, qualifier } = parseFunctionReference(target.Arn);
    await this.#letIn('lambda:InvokeFunction', await this.#options.functions.policy(name, qualifier), rule, target.Arn);
    this.#options.asynchronous.accept({ functionName: name, ...(qualifier ? { qualifier } : {}), payload: input });
  }

  async #toStateMachine(input: string, target: RuleTarget): Promise<void> {
    const { sessions, authorizer, engine } = this.#options;
    if (!target.RoleArn) throw new Error('a state machine as target needs a RoleArn.');
    const { caller } = await sessions.assume(target.RoleArn, 'events');
    const { resource, context = {} } = iamResource(target.Arn);
    await authorizer.authorize(caller, 'states:StartExecution', resource, { context });
    await engine.handle('StartExecution', { stateMachineArn: target.Arn, input });
  }

  async #letIn(action: string, policy: string | undefined, rule: Rule, resource: string): Promise<void> {
    const { accountId } = this.#options;
    const request = {
      servicePrincipal: SERVICE_PRINCIPAL,
      action,
      resource,
      sourceArn: rule.arn,
      sourceAccount: accountId,
    };
    if (policy !== undefined && allowsService(policy, request)) return;
    throw new AwsError(
      'AccessDeniedException',
      `${SERVICE_PRINCIPAL} is not authorized to perform: ${action} on resource: ${resource} because no resource-based policy allows the ${action} action for ${rule.arn}`,
      403,
    );
  }

  async #queuePolicy(queueArn: string): Promise<string | undefined> {
    const { accountId, resource } = parseArn(queueArn);
    const input = { QueueUrl: `http://queue/${accountId}/${resource}`, AttributeNames: ['Policy'] };
    const answer = await this.#options.client.json('sqs', 'GetQueueAttributes', input, ROOT_CREDENTIALS);
    return (answer as { Attributes?: { Policy?: string } }).Attributes?.Policy;
  }

  async #topicPolicy(topicArn: string): Promise<string | undefined> {
    const xml = await this.#options.client.query('sns', 'GetTopicAttributes', { TopicArn: topicArn }, ROOT_CREDENTIALS);
    return xmlField(xml.slice(xml.indexOf('<key>Policy</key>')), 'value');
  }

  async #toDeadLetterQueue(input: string, rule: Rule, target: RuleTarget): Promise<void> {
    const queue = target.DeadLetterConfig?.Arn;
    if (!queue) return;
    try {
      await this.#letIn('sqs:SendMessage', await this.#queuePolicy(queue), rule, queue);
      await this.#options.destinations.send(queue, input, ROOT_CREDENTIALS);
    } catch (error) {
      this.#options.logger.warn(`Nor could its dead-letter queue ${queue} take it: ${String(error)}`);
    }
  }
}
