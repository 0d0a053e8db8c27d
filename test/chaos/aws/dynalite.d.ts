/** The parts of dynalite that run DynamoDB's operations: it ships no types, and its public entry is an HTTP server only. */
declare module 'dynalite/actions/*.js' {
  const action: import('./dynamodb').DynaliteAction;
  export default action;
}

declare module 'dynalite/validations/index.js' {
  const validations: {
    checkTypes(data: object, types: object): object;
    checkValidations(data: object, types: object, custom: unknown, store: object): void;
  };
  export default validations;
}

declare module 'dynalite/validations/*.js' {
  const operation: { types: object; custom: unknown };
  export default operation;
}

declare module 'dynalite/db/index.js' {
  const db: {
    createKey(item: import('./item').Item, table: import('./tables').TableDescription): string;
    /** The error of a condition that does not hold. */
    checkConditional(request: object, existing: import('./item').Item | undefined): object | null | undefined;
  };
  export default db;
}
