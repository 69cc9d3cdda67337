/** What each route of the meetings takes, answers and refuses. Validation and the OpenAPI document both come from here. */
import {
  Conference,
  ConferenceList,
  CreateConferenceRequest,
  CreatedConference,
  JoinAnswer,
  JoinRequest,
  SoundCheck,
  UpdateConferenceRequest,
} from '@veche/contracts/rest/conferences.ts';
import { bodyFaults, changeFaults, errorAnswers } from '@veche/contracts/rest/error-answers.ts';
import { RoomPlan, RoomPlanRequest } from '@veche/contracts/rest/room-plan.ts';
import { accountNeeded, accountWelcome } from '@veche/contracts/rest/security.ts';
import Type from 'typebox';

const Nothing = Type.Null({ description: 'Nothing' });
const params = Type.Object({ id: Type.String({ maxLength: 100 }) });
const tags = ['meetings'];

const nameFaults = ['name_missing', 'name_too_long'] as const;
const planFaults = ['conference_starts_in_past', 'too_many_conferences'] as const;
const gone = ['conference_not_found', 'conference_ended'] as const;

export const create = {
  tags,
  security: accountNeeded,
  summary: 'Create a meeting, now or planned',
  body: CreateConferenceRequest,
  response: {
    201: CreatedConference,
    ...errorAnswers(...bodyFaults, ...nameFaults, ...planFaults, ...changeFaults, 'shutting_down'),
  },
};

export const list = {
  tags,
  security: accountNeeded,
  summary: 'Own pending meetings',
  response: { 200: ConferenceList, ...errorAnswers('not_signed_in', 'overloaded') },
};

export const read = {
  tags,
  security: accountWelcome,
  summary: 'One meeting',
  params,
  response: { 200: Conference, ...errorAnswers('conference_not_found', 'overloaded') },
};

export const update = {
  tags,
  security: accountNeeded,
  summary: 'Change a meeting',
  params,
  body: UpdateConferenceRequest,
  response: {
    200: Conference,
    ...errorAnswers(...bodyFaults, ...nameFaults, ...planFaults, ...gone, 'not_the_owner', ...changeFaults),
  },
};

export const remove = {
  tags,
  security: accountNeeded,
  summary: 'Delete a meeting',
  params,
  response: { 204: Nothing, ...errorAnswers(...gone, 'not_the_owner', ...changeFaults) },
};

export const join = {
  tags,
  security: accountWelcome,
  summary: 'Join',
  params,
  body: JoinRequest,
  response: {
    201: JoinAnswer,
    ...errorAnswers(
      ...bodyFaults,
      ...nameFaults,
      ...gone,
      'removed_from_meeting',
      'meeting_locked',
      'conference_full',
      'join_password_required',
      'join_password_wrong',
      'no_media_server',
      ...changeFaults,
      'shutting_down',
    ),
  },
};

export const soundCheck = {
  tags,
  security: accountWelcome,
  summary: 'Hear yourself as others do: two places in a meeting of one’s own for a minute',
  body: Type.Object({}),
  response: { 201: SoundCheck, ...errorAnswers(...bodyFaults, 'no_media_server', ...changeFaults, 'shutting_down') },
};

export const readRooms = {
  tags,
  security: accountNeeded,
  summary: 'Breakout rooms, and who is meant for which',
  params,
  response: {
    200: RoomPlan,
    ...errorAnswers('conference_not_found', 'not_the_owner', 'not_signed_in', 'overloaded'),
  },
};

export const writeRooms = {
  tags,
  security: accountNeeded,
  summary: 'Prepare breakout rooms before anybody is inside',
  params,
  body: RoomPlanRequest,
  response: {
    200: RoomPlan,
    ...errorAnswers(
      ...bodyFaults,
      ...nameFaults,
      ...gone,
      'email_invalid',
      'too_many_rooms',
      'no_more_rooms',
      'room_not_found',
      'rooms_open',
      'not_the_owner',
      ...changeFaults,
    ),
  },
};

export const end = {
  tags,
  security: accountNeeded,
  summary: 'End for all',
  params,
  response: { 204: Nothing, ...errorAnswers(...gone, 'not_the_owner', ...changeFaults, 'shutting_down') },
};

export const invitation = {
  tags,
  security: accountWelcome,
  summary: 'Calendar file',
  params,
  response: {
    200: { description: 'RFC 5545', content: { 'text/calendar': { schema: Type.String() } } },
    ...errorAnswers(...gone, 'overloaded'),
  },
};
