/** The owner wants the files of a recording made again, perhaps larger or in another codec. */
import { VecheError } from '@veche/contracts/errors.ts';
import type { RenderRequest, RenderView } from '@veche/contracts/rest/recordings.ts';
import type { RecordingsParts } from '../recordings-parts.ts';
import type { RecordingRow } from '../store/recording-tables.ts';

/** Throws `rendering_unavailable`, `recording_chunks_gone`, `recording_unfinished`. */
export async function renderAgain(
  parts: RecordingsParts,
  { id, state, chunks_cleared_at }: RecordingRow,
  request: RenderRequest,
): Promise<RenderView> {
  if (!parts.canRender) throw new VecheError('rendering_unavailable');
  if (state !== 'ended') throw new VecheError('recording_unfinished');
  if (chunks_cleared_at !== null) throw new VecheError('recording_chunks_gone');
  await parts.rendering.renderAgain(id, request);
  return parts.rendering.view(id);
}
