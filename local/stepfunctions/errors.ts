/**
 * An error of the Step Functions API, as AWS's JSON 1.0 protocol answers it: `code` is the `__type`, `message` the
 * `message` of the body, `statusCode` the HTTP status.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/CommonErrors.html
 */
export class StepFunctionsError extends Error {
  override readonly name = 'StepFunctionsError';

  constructor(
    readonly code: string,
    message: string,
    readonly statusCode = 400,
  ) {
    super(message);
  }
}

export const validationException = (message: string) => new StepFunctionsError('ValidationException', message);

export const invalidArn = (detail: string) => new StepFunctionsError('InvalidArn', `Invalid Arn: '${detail}'`);

export const invalidName = (name: string) => new StepFunctionsError('InvalidName', `Invalid Name: '${name}'`);

export const invalidToken = (detail: string) => new StepFunctionsError('InvalidToken', `Invalid Token: '${detail}'`);

export const invalidDefinition = (detail: string) =>
  new StepFunctionsError('InvalidDefinition', `Invalid State Machine Definition: '${detail}'`);

export const stateMachineDoesNotExist = (arn: string) =>
  new StepFunctionsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);

export const executionDoesNotExist = (arn: string) =>
  new StepFunctionsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);

export const resourceNotFound = (arn: string) =>
  new StepFunctionsError('ResourceNotFound', `Resource not found: '${arn}'`);

export const conflict = (message: string) => new StepFunctionsError('ConflictException', message);

export const serviceQuotaExceeded = (message: string) =>
  new StepFunctionsError('ServiceQuotaExceededException', message);

export const activityDoesNotExist = (arn: string) =>
  new StepFunctionsError('ActivityDoesNotExist', `Activity Does Not Exist: '${arn}'`);

export const shuttingDown = () =>
  new StepFunctionsError('ServiceUnavailable', 'The local Step Functions is shutting down', 503);

export const stateMachineTypeNotSupported = () =>
  new StepFunctionsError(
    'StateMachineTypeNotSupported',
    'This operation is not supported by this type of state machine',
  );
