/** The identity service: puts its parts together and says what the rest of the program may ask of it. */
import { limits } from '@veche/contracts/limits.ts';
import type { User } from '@veche/contracts/rest/identity.ts';
import { Emitter } from '@veche/kernel/emitter.ts';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { AuthGate } from './gate/auth-gate.ts';
import { PasswordHasher } from './gate/password-hasher.ts';
import { signedIn } from './http/signed-in.ts';
import type { IdentityEvents, IdentityParts, SessionValue, SignedIn } from './identity-parts.ts';
import type { IdentityNeeds } from './needs.ts';
import { identityPlugin } from './plugin.ts';
import { type IdentityTables, identityMigrations } from './store/identity-tables.ts';
import { Users } from './store/users.ts';
import { stillSignedIn } from './use-cases/still-signed-in.ts';
import { userView } from './use-cases/user-view.ts';

export interface Identity {
  /** All routes under `/api/v1/users` and `/api/v1/sessions`. Errors are VecheErrors; whoever registers it turns them into answers. */
  readonly plugin: FastifyPluginAsync;
  readonly events: Emitter<IdentityEvents>;
  /**
   * Who sends this request; the answer may carry a renewed cookie. Throws `origin_not_allowed` for what a foreign page sent,
   * `too_many_requests`, `overloaded`.
   */
  signedIn(request: FastifyRequest, reply: FastifyReply): Promise<SignedIn | undefined>;
  /** Whether the session still stands. */
  stillSignedIn(account: SignedIn): Promise<boolean>;
  user(userId: string): Promise<User | undefined>;
  /** Undefined for what is no address, too. */
  userByEmail(email: string): Promise<User | undefined>;
  close(): void;
}

/** Brings the tables up to date. The ports stay open at `close`: they belong to whoever opened them. */
export async function openIdentity(needs: IdentityNeeds): Promise<Identity> {
  await needs.sql.migrate(identityMigrations);
  const hasher = new PasswordHasher({
    concurrent: limits.concurrentPasswordHashes,
    queued: limits.queuedPasswordHashes,
  });
  await hasher.warmUp();
  const parts: IdentityParts = {
    users: new Users(needs.sql.withTables<IdentityTables>()),
    sessions: needs.tokens.kind<SessionValue>('session'),
    hasher,
    passwordGate: new AuthGate('passwords', {
      capacity: limits.concurrentPasswordHashes + limits.queuedPasswordHashes,
      timeoutMs: 5_000,
    }),
    tokenGate: new AuthGate('tokens', { capacity: 1_000, timeoutMs: 2_000 }),
    limits: needs.limits,
    clock: needs.clock,
    random: needs.random,
    events: new Emitter<IdentityEvents>((error) => needs.logger.error({ error }, 'A listener of identity failed')),
    accountDeleted: needs.accountDeleted,
  };
  return {
    plugin: identityPlugin(parts),
    events: parts.events,
    signedIn: (request, reply) => signedIn(parts, request, reply),
    stillSignedIn: (account) => stillSignedIn(parts, account),
    user: async (userId) => {
      const user = await parts.users.byId(userId);
      return user === undefined ? undefined : userView(user);
    },
    userByEmail: async (email) => {
      const user = await parts.users.byEmail(email.trim().toLowerCase());
      return user === undefined ? undefined : userView(user);
    },
    close: () => {
      parts.passwordGate.close();
      parts.tokenGate.close();
      parts.events.clear();
    },
  };
}
