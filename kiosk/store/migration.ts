/** One step of the schema. Steps are only ever added; `version` rises, gaps are allowed. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}
