/** The uploads of one stay in a meeting, as a browser brings them. */
import { browserEnvironment } from '@veche/client/browser-environment.ts';
import type { Chat } from '@veche/client/chat/chat.ts';
import { Uploads } from '@veche/client/chat/uploads/uploads.ts';
import type { Place } from '../../join/place.ts';
import { newMessageId } from '../../meeting/new-message-id.ts';
import { requestByXhr } from './request-by-xhr.ts';
import { UploadCupboard } from './upload-cupboard.ts';

/** `conferenceId`: the meeting's, or that of the room whose chat it is. */
export function openUploads(
  conferenceId: string,
  place: Pick<Place, 'participantId' | 'chatUrl'>,
  chat: Chat,
): Uploads {
  const store = new UploadCupboard(`${conferenceId}/${place.participantId}`);
  return new Uploads({
    chatUrl: place.chatUrl,
    chat,
    environment: { ...browserEnvironment(), request: requestByXhr, store },
    newId: newMessageId,
  });
}
