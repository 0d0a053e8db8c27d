import type { Call, Grant, Integrations } from './integration';
import { managedRule, passRole } from './job-events';
import type { PolicyScope } from './policy-scope';
import { literal, nameOrPattern } from './read-arguments';

const page = 'https://docs.aws.amazon.com/step-functions/latest/dg/sagemaker-iam.html';
const assumedBy = 'sagemaker.amazonaws.com';

/** How one kind of SageMaker job is named: in ARNs, in API actions, and in the name of its managed rule. */
interface JobKind {
  readonly arn: string;
  readonly action: string;
  readonly rule: string;
  readonly nameArgument: string;
  /** The argument that names the role SageMaker assumes; transform jobs take their model's. */
  readonly roleArgument?: string;
}

/**
 * The role may create and follow jobs of the name that the definition gives. A name that is an expression allows what
 * it is sure to begin with, since a job's name is new at every run.
 */
function job(kind: JobKind): (call: Call, scope: PolicyScope) => readonly Grant[] {
  return (call, scope) => {
    const name = nameOrPattern(call, kind.nameArgument, call.arguments[kind.nameArgument]);
    const jobs = [scope.arn('sagemaker', `${kind.arn}/${name}`)];
    const follow = call.pattern === 'sync' ? [`sagemaker:Describe${kind.action}`, `sagemaker:Stop${kind.action}`] : [];
    return [
      { actions: [`sagemaker:Create${kind.action}`, ...follow], resources: jobs },
      { actions: ['sagemaker:ListTags'], resources: jobs },
      ...(call.arguments.Tags === undefined ? [] : [{ actions: ['sagemaker:AddTags'], resources: jobs }]),
      ...(kind.roleArgument === undefined ? [] : passRole([literal(call, kind.roleArgument)], assumedBy)),
      ...(call.pattern === 'sync' ? [managedRule(scope, kind.rule)] : []),
    ];
  };
}

/**
 * SageMaker jobs. `.waitForTaskToken` is not supported.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html
 */
export const sagemaker = {
  'sagemaker:createTrainingJob': {
    patterns: ['sync'],
    page,
    arguments: {
      TrainingJobName: 'text',
      RoleArn: 'identifier',
      OutputDataConfig: 'object',
      ResourceConfig: 'object',
      StoppingCondition: 'object',
      AlgorithmSpecification: 'object?',
      CheckpointConfig: 'object?',
      DebugHookConfig: 'object?',
      DebugRuleConfigurations: 'list?',
      EnableInterContainerTrafficEncryption: 'flag?',
      EnableManagedSpotTraining: 'flag?',
      EnableNetworkIsolation: 'flag?',
      Environment: 'object?',
      ExperimentConfig: 'object?',
      HyperParameters: 'object?',
      InputDataConfig: 'list?',
      ProfilerConfig: 'object?',
      ProfilerRuleConfigurations: 'list?',
      RetryStrategy: 'object?',
      Tags: 'list?',
      TensorBoardOutputConfig: 'object?',
      VpcConfig: 'object?',
    },
    permissions: job({
      arn: 'training-job',
      action: 'TrainingJob',
      rule: 'StepFunctionsGetEventsForSageMakerTrainingJobsRule',
      nameArgument: 'TrainingJobName',
      roleArgument: 'RoleArn',
    }),
  },
  'sagemaker:createTransformJob': {
    patterns: ['sync'],
    page,
    arguments: {
      TransformJobName: 'text',
      ModelName: 'text',
      TransformInput: 'object',
      TransformOutput: 'object',
      TransformResources: 'object',
      BatchStrategy: 'text?',
      DataCaptureConfig: 'object?',
      DataProcessing: 'object?',
      Environment: 'object?',
      ExperimentConfig: 'object?',
      MaxConcurrentTransforms: 'number?',
      MaxPayloadInMB: 'number?',
      ModelClientConfig: 'object?',
      Tags: 'list?',
    },
    permissions: job({
      arn: 'transform-job',
      action: 'TransformJob',
      rule: 'StepFunctionsGetEventsForSageMakerTransformJobsRule',
      nameArgument: 'TransformJobName',
    }),
  },
  'sagemaker:createProcessingJob': {
    patterns: ['sync'],
    page,
    arguments: {
      ProcessingJobName: 'text',
      RoleArn: 'identifier',
      AppSpecification: 'object',
      ProcessingResources: 'object',
      Environment: 'object?',
      ExperimentConfig: 'object?',
      NetworkConfig: 'object?',
      ProcessingInputs: 'list?',
      ProcessingOutputConfig: 'object?',
      StoppingCondition: 'object?',
      Tags: 'list?',
    },
    permissions: job({
      arn: 'processing-job',
      action: 'ProcessingJob',
      rule: 'StepFunctionsGetEventsForSageMakerProcessingJobsRule',
      nameArgument: 'ProcessingJobName',
      roleArgument: 'RoleArn',
    }),
  },
} as const satisfies Integrations;
