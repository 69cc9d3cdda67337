/**
 * Whose picture a recording shows: the screen that was shared last, else whoever speaks, else who was shown before, else whoever came first with a
 * camera. Who speaks without a camera is shown without a picture: a recording never shows somebody as speaking who listens.
 */
export interface PictureCandidate {
  readonly producerId: string;
  readonly participantId: string;
  readonly source: 'camera' | 'screen';
}

/** `candidates`: pictures of the room that flow, oldest first. Answers the producer; undefined = nobody's picture. */
export function recordedPicture(
  candidates: readonly PictureCandidate[],
  activeSpeaker: string | null,
  shownParticipant: string | undefined,
): string | undefined {
  const screen = candidates.findLast(({ source }) => source === 'screen');
  if (screen !== undefined) return screen.producerId;
  const cameraOf = (participantId: string | null | undefined) =>
    candidates.findLast((candidate) => candidate.participantId === participantId)?.producerId;
  if (activeSpeaker !== null) return cameraOf(activeSpeaker);
  return cameraOf(shownParticipant) ?? candidates[0]?.producerId;
}
