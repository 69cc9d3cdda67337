/** Meetings over HTTP. A route reads its request, calls one use case, and writes its answer; nothing is decided here. */
import { type FastifyPluginAsyncTypebox, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import { VecheError } from '@veche/contracts/errors.ts';
import { requestFault } from '@veche/contracts/request-fault.ts';
import { ErrorAnswer } from '@veche/contracts/rest/error-answers.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ConferencesParts } from './conferences-parts.ts';
import { guestKeyOf, requireGuestKey } from './http/guest-cookie.ts';
import * as schemas from './http/route-schemas.ts';
import type { ConferencesNeeds } from './needs.ts';
import { conferenceView } from './use-cases/conference-view.ts';
import { createConference } from './use-cases/create-conference.ts';
import { deleteConference } from './use-cases/delete-conference.ts';
import { endOwnConference } from './use-cases/end-conference.ts';
import { findConference } from './use-cases/find-conference.ts';
import { joinConference } from './use-cases/join-conference.ts';
import { listPending } from './use-cases/list-pending.ts';
import { openSoundCheck } from './use-cases/open-sound-check.ts';
import { prepareRooms } from './use-cases/prepare-rooms.ts';
import { readRoomPlan } from './use-cases/read-room-plan.ts';
import { updateConference } from './use-cases/update-conference.ts';
import { writeInvitation } from './use-cases/write-invitation.ts';

export function conferencesPlugin(
  parts: ConferencesParts,
  { signedIn, publicUrl }: Pick<ConferencesNeeds, 'signedIn' | 'publicUrl'>,
): FastifyPluginAsyncTypebox {
  const viewerOf = async (request: FastifyRequest, reply: FastifyReply) => ({
    userId: (await signedIn(request, reply))?.userId,
    publicUrl: publicUrl(request),
  });
  const ownerOf = async (request: FastifyRequest, reply: FastifyReply) => {
    const { userId, ...viewer } = await viewerOf(request, reply);
    if (userId === undefined) throw new VecheError('not_signed_in');
    return { userId, ...viewer };
  };

  return async (http) => {
    http.setValidatorCompiler(TypeBoxValidatorCompiler);
    http.setSchemaErrorFormatter(requestFault);
    http.addSchema(ErrorAnswer);
    // What is told here is told to one person: no cache in between may keep it.
    http.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });

    http.post('/api/v1/conferences', { schema: schemas.create }, async (request, reply) => {
      const created = await createConference(parts, request.body, await ownerOf(request, reply));
      return reply.code(201).send(created);
    });
    http.get('/api/v1/conferences', { schema: schemas.list }, async (request, reply) =>
      listPending(parts, await ownerOf(request, reply)),
    );
    http.get('/api/v1/conferences/:id', { schema: schemas.read }, async (request, reply) => {
      const viewer = await viewerOf(request, reply);
      return conferenceView(parts, await findConference(parts, request.params.id), viewer);
    });
    http.patch('/api/v1/conferences/:id', { schema: schemas.update }, async (request, reply) =>
      updateConference(parts, request.params.id, request.body, await ownerOf(request, reply)),
    );
    http.delete('/api/v1/conferences/:id', { schema: schemas.remove }, async (request, reply) => {
      await deleteConference(parts, request.params.id, (await ownerOf(request, reply)).userId);
      return reply.code(204).send(null);
    });
    http.post('/api/v1/conferences/:id/participants', { schema: schemas.join }, async (request, reply) => {
      const account = await signedIn(request, reply);
      const origin = publicUrl(request);
      const guestKey =
        account === undefined
          ? requireGuestKey(request, reply, { random: parts.random, publicUrl: origin })
          : guestKeyOf(request);
      const joiner = { account, guestKey, address: request.ip, publicUrl: origin };
      return reply.code(201).send(await joinConference(parts, request.params.id, request.body, joiner));
    });
    http.post('/api/v1/sound-checks', { schema: schemas.soundCheck }, async (request, reply) => {
      const check = await openSoundCheck(parts, { address: request.ip, publicUrl: publicUrl(request) });
      return reply.code(201).send(check);
    });
    http.get('/api/v1/conferences/:id/rooms', { schema: schemas.readRooms }, async (request, reply) =>
      readRoomPlan(parts, request.params.id, (await ownerOf(request, reply)).userId),
    );
    http.put('/api/v1/conferences/:id/rooms', { schema: schemas.writeRooms }, async (request, reply) =>
      prepareRooms(parts, request.params.id, request.body, (await ownerOf(request, reply)).userId),
    );
    http.post('/api/v1/conferences/:id/end', { schema: schemas.end }, async (request, reply) => {
      await endOwnConference(parts, request.params.id, (await ownerOf(request, reply)).userId);
      return reply.code(204).send(null);
    });
    http.get('/api/v1/conferences/:id/invitation.ics', { schema: schemas.invitation }, async (request, reply) => {
      const text = await writeInvitation(parts, request.params.id, await viewerOf(request, reply));
      return reply
        .type('text/calendar; charset=utf-8')
        .header('content-disposition', 'attachment; filename="meeting.ics"')
        .send(text);
    });
  };
}
