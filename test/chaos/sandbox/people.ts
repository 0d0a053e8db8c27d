import { CommandPublisher, type Submission } from '@blueprint/lambdas/command/publisher';
import { CommandRepair } from '@blueprint/lambdas/command/repair';
import { dynamodb } from '@blueprint/lambdas/platform/dynamodb';
import { environment } from '@blueprint/lambdas/platform/environment';
import { sfn } from '@blueprint/lambdas/platform/sfn';

const env = environment('people', ['COMMANDS_TABLE', 'DATA_TABLE', 'STATE_MACHINE_ARN']);
const tables = { commands: env.COMMANDS_TABLE, data: env.DATA_TABLE };
const publisher = new CommandPublisher(dynamodb, tables);
const repair = new CommandRepair({ dynamodb, sfn, tables, stateMachineArn: env.STATE_MACHINE_ARN });

/** A command that somebody means to repair. */
interface FailedCommand {
  pk: string;
  sk: string;
  version: number;
}

/** What publishers and operators call, bundled like a function, so that faults strike them in the same way. */
export const publish = (submission: Submission) => publisher.publish(submission);

export const redrive = (command: FailedCommand) => repair.redrive(command);

export const skip = (command: FailedCommand) => repair.skip(command, 'nobody needs it', 'operator');
