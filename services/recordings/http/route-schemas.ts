/** What each route of the recordings takes, answers and refuses. Validation and the OpenAPI document both come from here. */
import { bodyFaults, changeFaults, errorAnswers } from '@veche/contracts/rest/error-answers.ts';
import {
  RecordingAnswer,
  RecordingList,
  RecordingRequest,
  RecordingShare,
  RecordingShares,
  RecordingSummary,
  RecordingsQuery,
  RecordingTimeline,
  RecordingView,
  RenameRecordingRequest,
  RenderRequest,
  RenderView,
  ShareRequest,
} from '@veche/contracts/rest/recordings.ts';
import { accountNeeded, recordingKeyWelcome } from '@veche/contracts/rest/security.ts';
import Type from 'typebox';

const Nothing = Type.Null({ description: 'Nothing' });
const params = Type.Object({ id: Type.String({ maxLength: 100 }) });
const tags = ['recordings'];

const forViewers = { tags, security: recordingKeyWelcome, params };
const viewersFaults = ['recording_sign_in', 'recording_not_found', 'overloaded'] as const;
const forOwners = { tags, security: accountNeeded, params };
const ownersFaults = ['recording_not_found', 'not_the_owner', ...changeFaults] as const;

export const control = {
  tags,
  security: accountNeeded,
  summary: 'Record a meeting, pause, resume or stop',
  params,
  body: RecordingRequest,
  response: {
    200: RecordingAnswer,
    ...errorAnswers(
      ...bodyFaults,
      ...changeFaults,
      'conference_not_found',
      'conference_ended',
      'not_the_owner',
      'nobody_to_record',
      'not_recording',
      'recordings_full',
      'recordings_no_space',
      'no_media_server',
      'media_restarting',
      'shutting_down',
    ),
  },
};

export const list = {
  tags,
  security: accountNeeded,
  summary: 'Own recordings and those that are shared with one’s account',
  querystring: RecordingsQuery,
  response: { 200: RecordingList, ...errorAnswers('invalid_request', 'not_signed_in', 'overloaded') },
};

export const read = {
  ...forViewers,
  summary: 'One recording, while it goes on and afterwards',
  response: { 200: RecordingView, ...errorAnswers(...viewersFaults) },
};

export const timeline = {
  ...forViewers,
  summary: 'Chapters and chat of a recording',
  response: { 200: RecordingTimeline, ...errorAnswers(...viewersFaults) },
};

export const playlist = {
  ...forViewers,
  summary: 'HLS playlist of a recording; its addresses hold for a while',
  response: {
    200: {
      description: 'RFC 8216',
      content: { 'application/vnd.apple.mpegurl': { schema: Type.String() } },
    },
    ...errorAnswers(...viewersFaults),
  },
};

export const rename = {
  ...forOwners,
  summary: 'Rename a recording',
  body: RenameRecordingRequest,
  response: {
    200: RecordingSummary,
    ...errorAnswers(...bodyFaults, 'recording_name_missing', 'recording_name_too_long', ...ownersFaults),
  },
};

export const remove = {
  ...forOwners,
  summary: 'Delete a recording; it can be brought back for a week, unless it is deleted for ever',
  querystring: Type.Object({
    forever: Type.Optional(
      Type.Union([Type.Literal('1'), Type.Literal('0')], { description: '1 = at once, with everything of it' }),
    ),
  }),
  response: { 204: Nothing, ...errorAnswers('invalid_request', 'recording_unfinished', ...ownersFaults) },
};

export const restore = {
  ...forOwners,
  summary: 'Bring a deleted recording back',
  response: { 200: RecordingSummary, ...errorAnswers(...ownersFaults, 'shutting_down') },
};

export const listShares = {
  ...forOwners,
  summary: 'Who else may watch a recording',
  response: { 200: RecordingShares, ...errorAnswers(...ownersFaults) },
};

export const share = {
  ...forOwners,
  summary: 'Share a recording with an account, or by a link',
  body: ShareRequest,
  response: {
    201: RecordingShare,
    ...errorAnswers(...bodyFaults, 'account_not_found', 'shares_full', ...ownersFaults, 'shutting_down'),
  },
};

export const withdraw = {
  ...forOwners,
  summary: 'Withdraw a share; whoever watches by it is cut off within a minute',
  params: Type.Object({ id: Type.String({ maxLength: 100 }), shareId: Type.String({ maxLength: 100 }) }),
  response: { 204: Nothing, ...errorAnswers('share_not_found', ...ownersFaults) },
};

export const render = {
  ...forOwners,
  summary: 'Make the files of a recording again',
  body: RenderRequest,
  response: {
    200: RenderView,
    ...errorAnswers(
      ...bodyFaults,
      'rendering_unavailable',
      'recording_chunks_gone',
      'recording_unfinished',
      ...ownersFaults,
      'shutting_down',
    ),
  },
};
