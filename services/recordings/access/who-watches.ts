/** Who may do what with a recording. Strangers are told the same whether it exists or not. */
import { createHash } from 'node:crypto';
import { VecheError } from '@veche/contracts/errors.ts';
import { isUuid } from '@veche/contracts/ids.ts';
import type { RecordingsParts } from '../recordings-parts.ts';
import type { RecordingRow } from '../store/recording-tables.ts';
import type { Grant } from './watch-token.ts';

/** As a request says it; both may be nothing. */
export interface Viewer {
  readonly userId: string | undefined;
  /** Of a share link. */
  readonly key: string | undefined;
}

export interface Watched {
  readonly recording: RecordingRow;
  readonly grant: Grant;
}

type AccessParts = Pick<RecordingsParts, 'recordings' | 'shares' | 'clock'>;

export const keyHash = (key: string): string => createHash('sha256').update(key).digest('hex');

/** Throws `recording_not_found`; `recording_sign_in` to who is not signed in. */
export async function requireViewer(parts: AccessParts, typedId: string, viewer: Viewer): Promise<Watched> {
  const recording = await find(parts, typedId);
  const grant = recording === undefined ? undefined : await grantOf(parts, recording, viewer);
  if (recording === undefined || grant === undefined) {
    throw new VecheError(viewer.userId === undefined ? 'recording_sign_in' : 'recording_not_found');
  }
  return { recording, grant };
}

/** Throws `not_signed_in`, `recording_not_found`; `not_the_owner` to those who may watch it. */
export async function requireRecordingOwner(
  parts: AccessParts,
  typedId: string,
  userId: string | undefined,
): Promise<RecordingRow> {
  if (userId === undefined) throw new VecheError('not_signed_in');
  const { recording, grant } = await requireViewer(parts, typedId, { userId, key: undefined });
  if (grant.by !== 'owner') throw new VecheError('not_the_owner');
  return recording;
}

async function find(parts: AccessParts, typedId: string): Promise<RecordingRow | undefined> {
  const id = typedId.toLowerCase();
  return isUuid(id) ? parts.recordings.byId(id) : undefined;
}

async function grantOf(
  { shares, clock }: AccessParts,
  recording: RecordingRow,
  { userId, key }: Viewer,
): Promise<Grant | undefined> {
  if (userId === recording.owner_id) return { by: 'owner', userId };
  if (recording.deleted_at !== null) return undefined;
  const nowMs = clock.nowMs();
  const share =
    (userId === undefined ? undefined : await shares.withAccount(recording.id, userId, nowMs)) ??
    (key === undefined ? undefined : await shares.byKeyHash(recording.id, keyHash(key), nowMs));
  return share === undefined ? undefined : { by: 'share', shareId: share.id };
}
