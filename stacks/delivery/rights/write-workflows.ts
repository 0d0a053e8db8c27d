import type { EnvironmentArns } from '../environment-arns';
import type { PolicyPart } from '../github-role';
import { requestedTags, taggedAs, WITHOUT_ENVIRONMENT } from './tags';

/**
 * To make and change functions, what calls them, machines and APIs. Of event source mappings Lambda knows the function when they are
 * made, changed and deleted, and their tags when these are changed.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
 */
export function writeWorkflows(arns: EnvironmentArns): PolicyPart {
  return {
    name: 'write-workflows',
    statements: [
      {
        Sid: 'Functions',
        Action: [
          'lambda:AddPermission',
          'lambda:CreateAlias',
          'lambda:CreateFunction',
          'lambda:DeleteAlias',
          'lambda:DeleteFunction',
          'lambda:DeleteFunctionConcurrency',
          'lambda:DeleteFunctionEventInvokeConfig',
          'lambda:PublishVersion',
          'lambda:PutFunctionConcurrency',
          'lambda:PutFunctionEventInvokeConfig',
          'lambda:RemovePermission',
          'lambda:TagResource',
          'lambda:UntagResource',
          'lambda:UpdateAlias',
          'lambda:UpdateFunctionCode',
          'lambda:UpdateFunctionConfiguration',
          'lambda:UpdateFunctionEventInvokeConfig',
        ],
        Resource: arns.functions,
      },
      {
        Sid: 'EventSourceMappings',
        Action: ['lambda:DeleteEventSourceMapping', 'lambda:UpdateEventSourceMapping'],
        Resource: arns.eventSourceMappings,
        Condition: { ArnLike: { 'lambda:FunctionArn': arns.functions } },
      },
      {
        Sid: 'TagsOfEventSourceMappings',
        Action: ['lambda:TagResource', 'lambda:UntagResource'],
        Resource: arns.eventSourceMappings,
        Condition: taggedAs(arns),
      },
      {
        Sid: 'TagsOfNewEventSourceMappings',
        Action: ['lambda:TagResource'],
        Resource: arns.eventSourceMappings,
        Condition: { ...requestedTags(arns), ...WITHOUT_ENVIRONMENT },
      },
      {
        Sid: 'NewEventSourceMappings',
        Action: ['lambda:CreateEventSourceMapping'],
        Resource: ['*'],
        Condition: { ArnLike: { 'lambda:FunctionArn': arns.functions } },
      },
      {
        Sid: 'StateMachines',
        Action: [
          'states:CreateStateMachine',
          'states:CreateStateMachineAlias',
          'states:DeleteStateMachine',
          'states:DeleteStateMachineAlias',
          'states:DeleteStateMachineVersion',
          'states:PublishStateMachineVersion',
          'states:TagResource',
          'states:UntagResource',
          'states:UpdateStateMachine',
          'states:UpdateStateMachineAlias',
        ],
        Resource: arns.stateMachines,
      },
      {
        Sid: 'Apis',
        Action: [
          'apigateway:DELETE',
          'apigateway:PATCH',
          'apigateway:POST',
          'apigateway:PUT',
          'apigateway:TagResource',
        ],
        Resource: arns.apis,
      },
    ],
    exemptions: [
      {
        Action: ['lambda:CreateEventSourceMapping'],
        reason: 'A mapping has no ARN before it is made; its function must be one of the environment.',
        page: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html',
      },
    ],
  };
}
