/** The shapes of everything that names something across a wire. */
import Type from 'typebox';

const uuidPattern = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';

export const ConferenceId = Type.String({ pattern: uuidPattern });
export const ParticipantId = Type.String({ pattern: uuidPattern });
export const UserId = Type.String({ pattern: uuidPattern });
export const SessionId = Type.String({ pattern: uuidPattern });
export const MessageId = Type.String({ pattern: uuidPattern });
export const AttachmentId = Type.String({ pattern: uuidPattern });
export const RecordingId = Type.String({ pattern: uuidPattern });
/** Ids inside one conference on its media server: transports, producers, consumers. */
export const MediaId = Type.String({ pattern: '^[A-Za-z0-9_-]{1,36}$' });

export function isUuid(text: string): boolean {
  return new RegExp(uuidPattern).test(text);
}
