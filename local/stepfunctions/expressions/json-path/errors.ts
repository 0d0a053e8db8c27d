/** A path that does not parse; the message says why. */
export class JsonPathSyntaxError extends Error {}

/** A path that leads nowhere in a value. The message is Jayway's, which AWS shows. */
export class PathNotFound extends Error {}

/** A function at the end of a path that cannot be applied: unlike other ways that lead nowhere, nothing passes over it. */
export class FunctionFault extends PathNotFound {}

/** A name on the way that an object does not have. */
export class MissingProperty extends PathNotFound {}
