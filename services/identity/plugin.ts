/** Identity over HTTP. A route reads its request, calls one use case, and writes its answer; nothing is decided here. */
import { type FastifyPluginAsyncTypebox, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import { requestFault } from '@veche/contracts/request-fault.ts';
import { ErrorAnswer } from '@veche/contracts/rest/error-answers.ts';
import type { FastifyRequest } from 'fastify';
import { requireOwnOrigin } from './http/own-origin.ts';
import * as schemas from './http/route-schemas.ts';
import { giveSessionCookie, sessionCookieOf, takeSessionCookie } from './http/session-cookie.ts';
import { requireSignedIn, requireSignedInToEnd, signedIn } from './http/signed-in.ts';
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

export function identityPlugin(parts: IdentityParts): FastifyPluginAsyncTypebox {
  return async (http) => {
    http.setValidatorCompiler(TypeBoxValidatorCompiler);
    http.setSchemaErrorFormatter(requestFault);
    http.addSchema(ErrorAnswer);
    // What is told here is told to one person: no cache in between may keep it.
    http.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });

    http.post('/api/v1/users', { schema: schemas.register }, async (request, reply) => {
      refuseForeignPage(request);
      const user = await register(parts, request.body, remoteOf(request));
      return reply.code(201).send(user);
    });
    http.get('/api/v1/users/me', { schema: schemas.readUser }, async (request, reply) =>
      readUser(parts, (await requireSignedIn(parts, request, reply)).userId),
    );
    http.patch('/api/v1/users/me', { schema: schemas.changeUser }, async (request, reply) =>
      changeUser(parts, (await requireSignedIn(parts, request, reply)).userId, request.body),
    );
    http.put('/api/v1/users/me/password', { schema: schemas.changePassword }, async (request, reply) => {
      await changePassword(parts, await requireSignedIn(parts, request, reply), request.body);
      return reply.code(204).send(null);
    });
    http.delete('/api/v1/users/me', { schema: schemas.deleteAccount }, async (request, reply) => {
      const { userId } = await requireSignedIn(parts, request, reply);
      await deleteAccount(parts, userId, request.body.currentPassword);
      takeSessionCookie(request, reply);
      return reply.code(204).send(null);
    });

    http.post('/api/v1/sessions', { schema: schemas.signIn }, async (request, reply) => {
      refuseForeignPage(request);
      const { token } = await signIn(parts, request.body, remoteOf(request));
      giveSessionCookie(request, reply, token);
      return reply.code(201).send({ token });
    });
    http.get('/api/v1/session', { schema: schemas.whoAsks }, async (request, reply) => {
      const found = await signedIn(parts, request, reply);
      const user = found === undefined ? undefined : await parts.users.byId(found.userId);
      return { user: user === undefined ? null : userView(user) };
    });
    http.get('/api/v1/sessions', { schema: schemas.listSessions }, async (request, reply) =>
      listSessions(parts, await requireSignedIn(parts, request, reply)),
    );
    http.delete('/api/v1/sessions/current', { schema: schemas.signOut }, async (request, reply) => {
      await signOut(parts, await requireSignedInToEnd(parts, request, reply));
      takeSessionCookie(request, reply);
      return reply.code(204).send(null);
    });
    http.delete('/api/v1/sessions/:id', { schema: schemas.endSession }, async (request, reply) => {
      await endSession(parts, (await requireSignedInToEnd(parts, request, reply)).userId, request.params.id);
      return reply.code(204).send(null);
    });
    http.delete('/api/v1/sessions', { schema: schemas.signOutEverywhere }, async (request, reply) => {
      await signOutEverywhere(parts, (await requireSignedInToEnd(parts, request, reply)).userId);
      takeSessionCookie(request, reply);
      return reply.code(204).send(null);
    });
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
