/**
 * The models of AWS's services. A mocked result is checked against the model of the API that it stands for.
 */
export interface ServiceModels {
  /** @param service as the AWS SDK integrations of Step Functions name it: `dynamodb`, `eventbridge`, `sfn`. */
  find(service: string): ServiceModel | undefined;
}

/** A model in the form in which AWS gives it to its SDKs (`service-2.json`); what else is in one may stay in it. */
export interface ServiceModel {
  operations: { readonly [name: string]: { output?: ShapeReference } };
  shapes: { readonly [name: string]: Shape };
}

export interface ShapeReference {
  shape: string;
}

export interface Shape {
  /** `structure`, `list`, `map`, `string`, `blob`, `timestamp`, `boolean`, `integer`, `long`, `float` or `double`. */
  type: string;
  members?: { readonly [name: string]: ShapeReference };
  required?: readonly string[];
  /** Of a list. */
  member?: ShapeReference;
  /** Of a map. */
  value?: ShapeReference;
  enum?: readonly string[];
  /** Bounds of a number, of a text's length, of how many a list or a map has. */
  min?: number;
  max?: number;
  /** Holds any JSON. */
  document?: boolean;
}

/** The shape of what an operation answers; undefined when it answers nothing. */
export function outputOf({ operations, shapes }: ServiceModel, operation: string): Shape | undefined {
  const output = operations[operation]?.output;
  return output && shapes[output.shape];
}
