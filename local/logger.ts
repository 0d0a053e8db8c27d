/** Where the local AWS tells a person what happened; the caller decides how lines look and where they go. */
export interface Logger {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
