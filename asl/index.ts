export type { Catcher, Retrier } from './definition/error-handling';
export type { Jsonata, JsonObject, JsonValue } from './definition/json';
export { expressionOf, isJsonata } from './definition/json';
export type {
  AnyMap,
  AnyParallel,
  AnyScope,
  AnyState,
  AnyTask,
  State,
  Workflow,
  WorkflowFields,
} from './definition/workflow';
export { workflow } from './definition/workflow';
export { type PlacedState, statesOf } from './graph/scopes';
export { ImportError, importAsl } from './import/import-asl';
export { type PrintOptions, print } from './import/print';
export { type Action, findIntegration, knownActions, type ResourceOf, type TaskCall } from './integrations/catalogue';
export { type CallResource, type Integration, type Pattern, parseResource } from './integrations/integration';
export { type GivenGrant, type Partition, PolicyError, type PolicyOptions } from './integrations/policy-scope';
export type { Finding, Rule } from './lint/finding';
export { assertLinted, LintError, type LintOptions, lint } from './lint/lint';
export { type AslOptions, DefinitionSizeError, toAsl } from './output/asl';
export { mermaid } from './output/mermaid';
export { type ItemTransitions, type Loop, type Path, PathsError, paths, type Range, transitions } from './output/paths';
export { escapeForTerraform } from './output/terraform';
export { AslError } from './output/validator';
export { type Permissions, permissions } from './permissions/permissions';
export type { Exemption, Statement } from './permissions/statements';
