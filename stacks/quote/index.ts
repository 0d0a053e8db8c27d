import { createQuote, operations } from '@blueprint/lambdas/quote/operations';
import { Construct } from 'constructs';
import { EnvironmentStack } from '../constructs/environment-stack';
import { HttpFunction } from '../constructs/http-function';
import { liveArn, mayStart } from '../constructs/live';
import { StateFunctions } from '../constructs/state-functions';
import { StateMachine, stateMachineArn } from '../constructs/state-machine';
import type { WorkflowProps } from '../workflows';
import { QuoteAlarms } from './alarms';
import { quote } from './definition';

/** The quote workflow, started by API Gateway itself and by a function: each waits for its outcome. */
export class QuoteWorkflow extends Construct {
  constructor(
    scope: Construct,
    private readonly props: WorkflowProps,
  ) {
    super(scope, 'quote');
    const { env } = EnvironmentStack.of(this);
    const { api, storage } = props;
    const states = this.createStates();
    const machine = new StateMachine(this, 'machine', {
      name: 'quote',
      type: 'EXPRESS',
      definition: quote({ functionArn: states.arn, apiHost: api.host }),
      keyArn: storage.keyArn,
    });
    const http = this.createHttp();
    api.startSyncExecution(createQuote, machine);
    if (env.alarms.enabled) new QuoteAlarms(this, 'alarms', { machine, functions: [...states.all, http] });
  }

  private get common() {
    const { bundles, storage } = this.props;
    return { bundles, codeBucket: storage.assets.name, keyArn: storage.keyArn };
  }

  private createStates(): StateFunctions<'quote/get-prices'> {
    const settings = { 'quote/get-prices': { environment: {}, grants: [], timeoutSeconds: 5 } };
    return new StateFunctions(this, this.common, settings, 'stacks/quote/index.ts');
  }

  private createHttp(): HttpFunction {
    const machineArn = stateMachineArn(this, 'quote');
    return new HttpFunction(this, 'http', {
      api: this.props.api,
      operations,
      path: 'quote/http',
      ...this.common,
      environment: { STATE_MACHINE_ARN: liveArn(machineArn) },
      grants: [mayStart([machineArn], 'states:StartSyncExecution')],
    });
  }
}
