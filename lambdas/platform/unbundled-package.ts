/**
 * A package that can't become part of a function's script, since it loads files of its own: WebAssembly, the script of its threads.
 * `lambdas/<workflow>/unbundled.ts` exports those of a workflow as `unbundled`. Their files go into the zip of each function that
 * imports the package, below `node_modules/`, and nothing of it counts as the function's script.
 */
export interface UnbundledPackage {
  readonly name: string;
  /** The files of it that are needed, beside its `package.json`. */
  readonly files: readonly string[];
  /** What they may weigh together before they are zipped, in bytes. */
  readonly limitBytes: number;
  /** SPDX ids of the licences of what is compiled into its files, besides its own. Default: none. */
  readonly licencesWithin?: readonly string[];
  /** Why a function carries it, for whoever looks at its size. */
  readonly because: string;
}
