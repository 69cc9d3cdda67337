/** The owner of a meeting, or a script in their name, starts, pauses, resumes or stops its recording; the media server does it. */
import { VecheError } from '@veche/contracts/errors.ts';
import { isUuid } from '@veche/contracts/ids.ts';
import type { RecordingAction } from '@veche/contracts/recording/recording-status.ts';
import type { RecordingAnswer } from '@veche/contracts/rest/recordings.ts';
import type { RecordingsParts } from '../recordings-parts.ts';

/** Throws `conference_not_found`, `not_the_owner`, and what the media server throws. */
export async function controlRecording(
  parts: RecordingsParts,
  typedId: string,
  userId: string,
  action: RecordingAction,
): Promise<RecordingAnswer> {
  const id = typedId.toLowerCase();
  const conference = isUuid(id) ? await parts.conference(id) : undefined;
  if (conference === undefined) throw new VecheError('conference_not_found');
  if (conference.ownerId !== userId) throw new VecheError('not_the_owner');
  return parts.control(conference.id, action, null);
}
