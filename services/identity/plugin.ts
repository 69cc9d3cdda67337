/** Identity over HTTP. A route reads its request, calls one use case, and writes its answer; nothing is decided here. */
import { type FastifyPluginAsyncTypebox, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import { requestFault } from '@veche/contracts/request-fault.ts';
import {
  ChangePasswordRequest,
  CurrentSession,
  DeleteUserRequest,
  RegisterRequest,
  SessionList,
  SignInAnswer,
  SignInRequest,
  UpdateUserRequest,
  User,
} from '@veche/contracts/rest/identity.ts';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { requireOwnOrigin } from './http/own-origin.ts';
import { giveSessionCookie, sessionCookieOf, takeSessionCookie } from './http/session-cookie.ts';
import { requireSignedIn, signedIn } from './http/signed-in.ts';
import type { IdentityParts, Remote } from './identity-parts.ts';
import { changePassword } from './use-cases/change-password.ts';
import { changeUser } from './use-cases/change-user.ts';
import { deleteAccount } from './use-cases/delete-account.ts';
import { endSession } from './use-cases/end-session.ts';
import { listSessions } from './use-cases/list-sessions.ts';
import { readUser } from './use-cases/read-user.ts';
import { register } from './use-cases/register.ts';
import { signIn } from './use-cases/sign-in.ts';
import { signOut } from './use-cases/sign-out.ts';
import { signOutEverywhere } from './use-cases/sign-out-everywhere.ts';
import { userView } from './use-cases/user-view.ts';

const Nothing = Type.Null({ description: 'Nothing' });
const SessionParams = Type.Object({ id: Type.String({ maxLength: 100 }) });

export function identityPlugin(parts: IdentityParts): FastifyPluginAsyncTypebox {
  return async (http) => {
    http.setValidatorCompiler(TypeBoxValidatorCompiler);
    http.setSchemaErrorFormatter(requestFault);
    // What is told here is told to one person: no cache in between may keep it.
    http.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });

    const account = { tags: ['account'] };
    const session = { tags: ['session'] };

    http.post(
      '/api/v1/users',
      { schema: { ...account, summary: 'Register', body: RegisterRequest, response: { 201: User } } },
      async (request, reply) => {
        refuseForeignPage(request);
        const user = await register(parts, request.body, remoteOf(request));
        return reply.code(201).send(user);
      },
    );
    http.get(
      '/api/v1/users/me',
      { schema: { ...account, summary: 'Own account', response: { 200: User } } },
      async (request) => readUser(parts, (await requireSignedIn(parts, request)).userId),
    );
    http.patch(
      '/api/v1/users/me',
      { schema: { ...account, summary: 'Change name or e-mail', body: UpdateUserRequest, response: { 200: User } } },
      async (request) => changeUser(parts, (await requireSignedIn(parts, request)).userId, request.body),
    );
    http.put(
      '/api/v1/users/me/password',
      {
        schema: { ...account, summary: 'Change the password', body: ChangePasswordRequest, response: { 204: Nothing } },
      },
      async (request, reply) => {
        await changePassword(parts, await requireSignedIn(parts, request), request.body);
        return reply.code(204).send(null);
      },
    );
    http.delete(
      '/api/v1/users/me',
      { schema: { ...account, summary: 'Delete the account', body: DeleteUserRequest, response: { 204: Nothing } } },
      async (request, reply) => {
        const { userId } = await requireSignedIn(parts, request);
        await deleteAccount(parts, userId, request.body.currentPassword);
        takeSessionCookie(request, reply);
        return reply.code(204).send(null);
      },
    );

    http.post(
      '/api/v1/sessions',
      { schema: { ...session, summary: 'Sign in', body: SignInRequest, response: { 201: SignInAnswer } } },
      async (request, reply) => {
        refuseForeignPage(request);
        const { token } = await signIn(parts, request.body, remoteOf(request));
        giveSessionCookie(request, reply, token);
        return reply.code(201).send({ token });
      },
    );
    http.get(
      '/api/v1/session',
      { schema: { ...session, summary: 'Who asks; null for a stranger', response: { 200: CurrentSession } } },
      async (request) => {
        const found = await signedIn(parts, request);
        const user = found === undefined ? undefined : await parts.users.byId(found.userId);
        return { user: user === undefined ? null : userView(user) };
      },
    );
    http.get(
      '/api/v1/sessions',
      { schema: { ...session, summary: 'Where one is signed in', response: { 200: SessionList } } },
      async (request) => listSessions(parts, await requireSignedIn(parts, request)),
    );
    http.delete(
      '/api/v1/sessions/current',
      { schema: { ...session, summary: 'Sign out', response: { 204: Nothing } } },
      async (request, reply) => {
        await signOut(parts, await requireSignedIn(parts, request));
        takeSessionCookie(request, reply);
        return reply.code(204).send(null);
      },
    );
    http.delete(
      '/api/v1/sessions/:id',
      { schema: { ...session, summary: 'End one session', params: SessionParams, response: { 204: Nothing } } },
      async (request, reply) => {
        await endSession(parts, (await requireSignedIn(parts, request)).userId, request.params.id);
        return reply.code(204).send(null);
      },
    );
    http.delete(
      '/api/v1/sessions',
      { schema: { ...session, summary: 'Sign out everywhere', response: { 204: Nothing } } },
      async (request, reply) => {
        await signOutEverywhere(parts, (await requireSignedIn(parts, request)).userId);
        takeSessionCookie(request, reply);
        return reply.code(204).send(null);
      },
    );
  };
}

function remoteOf(request: FastifyRequest): Remote {
  return { address: request.ip, userAgent: request.headers['user-agent'] };
}

/** Signing in and registering need no session, but a foreign page may not do them in a visitor's name either. */
function refuseForeignPage(request: FastifyRequest): void {
  const byBrowser = request.headers.origin !== undefined || request.headers['sec-fetch-site'] !== undefined;
  if (byBrowser || sessionCookieOf(request) !== undefined) requireOwnOrigin(request);
}
