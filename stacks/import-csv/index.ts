import { Construct } from 'constructs';
import { EnvironmentStack } from '../constructs/environment-stack';
import type { NodeFunction } from '../constructs/node-function';
import { StateMachine, stateMachineArn } from '../constructs/state-machine';
import { WorkflowAlarms } from '../constructs/workflow-alarms';
import type { WorkflowProps } from '../workflows';
import { importCsv } from './definition';
import { ImportFunctions } from './functions';
import { importHttp } from './http';
import { importProps, importStorage } from './storage';
import { ImportTriggers } from './triggers';

const MACHINE = 'import-csv';

/** The import workflow: from a CSV file in the bucket to commands, each row of it accounted for. */
export class ImportCsvWorkflow extends Construct {
  static readonly storage = importStorage;

  constructor(scope: Construct, given: WorkflowProps) {
    super(scope, 'import-csv');
    const props = importProps(given);
    const { env } = EnvironmentStack.of(this);
    const functions = new ImportFunctions(this, 'functions', props, stateMachineArn(this, MACHINE));
    const machine = new StateMachine(this, MACHINE, {
      name: MACHINE,
      definition: importCsv({
        functionArn: functions.arn,
        bucket: props.storage.imports.name,
        waitSeconds: env.waitSeconds,
        ...env.concurrency.imports,
      }),
      keyArn: props.storage.keyArn,
    });
    const triggers = new ImportTriggers(this, 'triggers', { ...props, machine, functions });
    const http = importHttp(this, props);
    if (env.alarms.enabled) this.watch(machine, triggers, functions, http);
  }

  /** An attempt of `finalize_parent_job` fails while rows are pending: that is how it waits, and no alarm. */
  private watch(machine: StateMachine, triggers: ImportTriggers, functions: ImportFunctions, http: NodeFunction): void {
    new WorkflowAlarms(this, 'alarms', {
      machines: [machine],
      afterFailure: 'Their imports are marked as failed. Mend the cause and redrive them: no row is applied twice.',
      failures: triggers.failures,
      work: [triggers.actions],
      streamReaders: [functions.at('import-csv/apply-rows'), functions.at('import-csv/row-settled')],
      functions: [...functions.all.filter(({ path }) => path !== 'import-csv/finalize-parent-job'), http],
    });
  }
}
