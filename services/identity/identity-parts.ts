/** What identity's use cases work with. Put together once, in `identity.ts`. */
import type { Clock } from '@veche/kernel/clock.ts';
import type { Emitter } from '@veche/kernel/emitter.ts';
import type { Random } from '@veche/kernel/random.ts';
import type { Limits } from '@veche/ports/limits/limits.ts';
import type { TokenSet } from '@veche/ports/tokens/tokens.ts';
import type { AuthGate } from './gate/auth-gate.ts';
import type { PasswordHasher } from './gate/password-hasher.ts';
import type { IdentityNeeds } from './needs.ts';
import type { Users } from './store/users.ts';

/** What a session's record carries; its owner is the user's id. */
export interface SessionValue {
  readonly device: string;
  readonly address: string;
}

export interface IdentityEvents {
  /** These sessions opened something a moment ago and don't any more: whoever holds a socket of theirs closes it. */
  sessionsEnded: {
    readonly userId: string;
    readonly sessionIds: readonly string[];
    /** `tooMany`: the oldest gave way to a newer one, nobody wanted it ended. */
    readonly reason: 'signedOut' | 'tooMany';
  };
}

/** Who asks: the account and the session by which it is known. */
export interface SignedIn {
  readonly userId: string;
  readonly sessionId: string;
}

/** Where a request came from. */
export interface Remote {
  readonly address: string;
  readonly userAgent: string | undefined;
}

export interface IdentityParts {
  readonly users: Users;
  readonly sessions: TokenSet<SessionValue>;
  readonly hasher: PasswordHasher;
  /** Before everything that hashes a password. */
  readonly passwordGate: AuthGate;
  /** Before every look-up of a token. */
  readonly tokenGate: AuthGate;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly random: Random;
  readonly events: Emitter<IdentityEvents>;
  readonly accountDeleted: IdentityNeeds['accountDeleted'];
}
