/** What the program and a database's thread say to each other. Answers come in the order of the calls. */
export type SqlValue = string | number | null;
export type DatabaseRow = Readonly<Record<string, SqlValue>>;

/** One statement, run once for each row of values. */
export interface Write {
  readonly sql: string;
  readonly rows: readonly (readonly SqlValue[])[];
}

export type DatabaseCall =
  | { readonly kind: 'write'; readonly writes: readonly Write[] }
  | { readonly kind: 'read'; readonly sql: string; readonly values: readonly SqlValue[] }
  | { readonly kind: 'close' };

export type DatabaseAnswer =
  | { readonly rows: readonly DatabaseRow[] }
  | { readonly message: string; readonly errcode: number };
