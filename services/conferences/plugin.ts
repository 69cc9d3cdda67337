/** Meetings over HTTP. A route reads its request, calls one use case, and writes its answer; nothing is decided here. */
import { type FastifyPluginAsyncTypebox, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import { VecheError } from '@veche/contracts/errors.ts';
import { requestFault } from '@veche/contracts/request-fault.ts';
import {
  Conference,
  ConferenceList,
  CreateConferenceRequest,
  CreatedConference,
  JoinAnswer,
  JoinRequest,
  UpdateConferenceRequest,
} from '@veche/contracts/rest/conferences.ts';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { ConferencesParts } from './conferences-parts.ts';
import type { ConferencesNeeds } from './needs.ts';
import { conferenceView } from './use-cases/conference-view.ts';
import { createConference } from './use-cases/create-conference.ts';
import { deleteConference } from './use-cases/delete-conference.ts';
import { endOwnConference } from './use-cases/end-conference.ts';
import { findConference } from './use-cases/find-conference.ts';
import { joinConference } from './use-cases/join-conference.ts';
import { listPending } from './use-cases/list-pending.ts';
import { updateConference } from './use-cases/update-conference.ts';
import { writeInvitation } from './use-cases/write-invitation.ts';

const Nothing = Type.Null({ description: 'Nothing' });
const params = Type.Object({ id: Type.String({ maxLength: 100 }) });
const tags = ['meetings'];

export function conferencesPlugin(
  parts: ConferencesParts,
  { signedIn, publicUrl }: Pick<ConferencesNeeds, 'signedIn' | 'publicUrl'>,
): FastifyPluginAsyncTypebox {
  const viewerOf = async (request: FastifyRequest) => ({
    userId: (await signedIn(request))?.userId,
    publicUrl: publicUrl(request),
  });
  const ownerOf = async (request: FastifyRequest) => {
    const account = await signedIn(request);
    if (account === undefined) throw new VecheError('not_signed_in');
    return { userId: account.userId, publicUrl: publicUrl(request) };
  };

  return async (http) => {
    http.setValidatorCompiler(TypeBoxValidatorCompiler);
    http.setSchemaErrorFormatter(requestFault);
    // What is told here is told to one person: no cache in between may keep it.
    http.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });

    http.post(
      '/api/v1/conferences',
      {
        schema: {
          tags,
          summary: 'Create a meeting, now or planned',
          body: CreateConferenceRequest,
          response: { 201: CreatedConference },
        },
      },
      async (request, reply) => {
        const created = await createConference(parts, request.body, await ownerOf(request));
        return reply.code(201).send(created);
      },
    );
    http.get(
      '/api/v1/conferences',
      { schema: { tags, summary: 'Own pending meetings', response: { 200: ConferenceList } } },
      async (request) => listPending(parts, await ownerOf(request)),
    );
    http.get(
      '/api/v1/conferences/:id',
      { schema: { tags, summary: 'One meeting', params, response: { 200: Conference } } },
      async (request) => {
        const viewer = await viewerOf(request);
        return conferenceView(parts, await findConference(parts, request.params.id), viewer);
      },
    );
    http.patch(
      '/api/v1/conferences/:id',
      {
        schema: {
          tags,
          summary: 'Change a meeting',
          params,
          body: UpdateConferenceRequest,
          response: { 200: Conference },
        },
      },
      async (request) => updateConference(parts, request.params.id, request.body, await ownerOf(request)),
    );
    http.delete(
      '/api/v1/conferences/:id',
      { schema: { tags, summary: 'Delete a meeting', params, response: { 204: Nothing } } },
      async (request, reply) => {
        await deleteConference(parts, request.params.id, (await ownerOf(request)).userId);
        return reply.code(204).send(null);
      },
    );
    http.post(
      '/api/v1/conferences/:id/participants',
      { schema: { tags, summary: 'Join', params, body: JoinRequest, response: { 201: JoinAnswer } } },
      async (request, reply) => {
        const joiner = { account: await signedIn(request), address: request.ip, publicUrl: publicUrl(request) };
        return reply.code(201).send(await joinConference(parts, request.params.id, request.body, joiner));
      },
    );
    http.post(
      '/api/v1/conferences/:id/end',
      { schema: { tags, summary: 'End for all', params, response: { 204: Nothing } } },
      async (request, reply) => {
        await endOwnConference(parts, request.params.id, (await ownerOf(request)).userId);
        return reply.code(204).send(null);
      },
    );
    http.get(
      '/api/v1/conferences/:id/invitation.ics',
      { schema: { tags, summary: 'Calendar file', params, produces: ['text/calendar'] } },
      async (request, reply) => {
        const text = await writeInvitation(parts, request.params.id, await viewerOf(request));
        return reply
          .type('text/calendar; charset=utf-8')
          .header('content-disposition', 'attachment; filename="meeting.ics"')
          .send(text);
      },
    );
  };
}
