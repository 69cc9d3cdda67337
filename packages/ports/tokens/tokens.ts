/**
 * Secrets that open something until they expire: sessions, places in a meeting. Kept under a hash, so that whoever reads
 * the storage can't use what is in it.
 *
 * - T1 `get`, and `find` by owner and id, answer what was last put under the token, until `expiresAtMs` by the injected clock; never afterwards.
 * - T2 The token itself is nowhere in the storage, only its SHA-256.
 * - T3 `list` answers an owner's living records, oldest first; deleted and expired ones never.
 * - T4 After `delete…` has resolved, no `get` answers the record, whoever asks.
 * - T5 Kinds don't see each other: the same token or owner in another kind is another record.
 * - T6 A durable adapter keeps confirmed records over a restart of the process. (The embedded one is durable.)
 * - T7 Expired records are cleared by and by; the storage doesn't grow without end.
 */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface NewToken<Value> {
  /** Names the record without opening anything, as in a list of one's sessions. Unique in its kind. */
  readonly id: string;
  readonly owner: string;
  readonly value: Value;
  readonly expiresAtMs: number;
}

export interface TokenRecord<Value> extends NewToken<Value> {
  readonly createdAtMs: number;
  readonly usedAtMs: number;
}

export interface TokenSet<Value> {
  put(token: string, record: NewToken<Value>): Promise<void>;
  get(token: string): Promise<TokenRecord<Value> | undefined>;
  /** A living record by its name. */
  find(owner: string, id: string): Promise<TokenRecord<Value> | undefined>;
  /** Notes the use and moves the expiry. Answers whether the token was alive. */
  touch(token: string, expiresAtMs: number): Promise<boolean>;
  /** Answers the record that was deleted. */
  delete(token: string): Promise<TokenRecord<Value> | undefined>;
  deleteById(owner: string, id: string): Promise<TokenRecord<Value> | undefined>;
  /** Deletes all records of an owner, except perhaps one, and answers them. */
  deleteOwned(owner: string, options?: { readonly exceptId?: string }): Promise<readonly TokenRecord<Value>[]>;
  list(owner: string): Promise<readonly TokenRecord<Value>[]>;
}

export interface Tokens {
  kind<Value extends object>(name: string): TokenSet<Value>;
  close(): Promise<void>;
}
