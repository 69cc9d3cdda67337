/** What the routes of uploads say of themselves in the OpenAPI document. Their header fields are tus's own, and checked by hand. */
import { errorAnswers } from '@veche/contracts/rest/error-answers.ts';
import { chatPlaceNeeded } from '@veche/contracts/rest/security.ts';
import Type from 'typebox';
import { fileRefusals } from '../use-cases/finish-upload.ts';

const params = Type.Object({ id: Type.String({ maxLength: 100 }) });
const uploadFaults = ['participant_token_invalid', 'tus_version', 'invalid_request', 'too_many_requests'] as const;
const common = { tags: ['chat'], security: chatPlaceNeeded };

export const begin = {
  ...common,
  summary: 'Begin to upload a file for the chat (tus 1.0.0; the token of `chatUrl` is the bearer)',
  response: {
    201: { description: '`Location` is where the pieces go', type: 'null' },
    ...errorAnswers(
      ...uploadFaults,
      'waiting_for_host',
      'files_off',
      'chat_off',
      'file_name_invalid',
      'file_empty',
      'file_too_large',
      'file_executable',
      'too_many_unsent_files',
      'file_quota_person',
      'file_quota_conference',
      'storage_full',
    ),
  },
};

/** Answers to HEAD have no body. */
export const progress = {
  ...common,
  summary: 'How much of a file has arrived',
  params,
  response: {
    200: { description: '`Upload-Offset` of `Upload-Length` bytes', type: 'null' },
    ...errorAnswers(...uploadFaults, 'upload_not_found', 'upload_busy'),
  },
};

export const piece = {
  ...common,
  summary: 'The next piece of a file; the last one is answered when the file was looked at',
  params,
  response: {
    204: { description: '`Upload-Offset` is how much has arrived', type: 'null' },
    ...errorAnswers(
      ...uploadFaults,
      'waiting_for_host',
      'content_type_unsupported',
      ...fileRefusals,
      'upload_offset_wrong',
      'upload_busy',
      'storage_full',
      'shutting_down',
    ),
  },
};

export const giveUp = {
  ...common,
  summary: 'Give up a file that was not sent',
  params,
  response: {
    204: { description: 'It is gone', type: 'null' },
    ...errorAnswers(...uploadFaults, 'upload_not_found', 'upload_busy'),
  },
};
