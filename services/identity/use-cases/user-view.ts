/** An account as its owner sees it over the wire. */
import type { User } from '@veche/contracts/rest/identity.ts';
import type { UserRow } from '../store/identity-tables.ts';

export function userView({ id, name, email, created_at }: UserRow): User {
  return { id, name, email, createdAt: created_at };
}
