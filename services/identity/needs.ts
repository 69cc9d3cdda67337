/** What identity wants from outside: ports, and one hook into whoever holds things that belong to an account. */
import type { Clock } from '@veche/kernel/clock.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import type { Random } from '@veche/kernel/random.ts';
import type { Limits } from '@veche/ports/limits/limits.ts';
import type { Sql } from '@veche/ports/sql/sql.ts';
import type { Tokens } from '@veche/ports/tokens/tokens.ts';

export interface IdentityNeeds {
  readonly sql: Sql;
  readonly tokens: Tokens;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Called before the account's row goes. May be called again for the same account; if it rejects, nothing was deleted. */
  accountDeleted(userId: string): Promise<void>;
}
