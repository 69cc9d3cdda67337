/** The owner lets others watch: somebody with an account here, or whoever has a link; and withdraws it. */
import { VecheError } from '@veche/contracts/errors.ts';
import { isUuid } from '@veche/contracts/ids.ts';
import {
  type RecordingShare,
  type RecordingShares,
  recordingsPagePath,
  type ShareRequest,
} from '@veche/contracts/rest/recordings.ts';
import { instant } from '@veche/ports/sql/sql.ts';
import { v4 as uuid } from 'uuid';
import { keyHash } from '../access/who-watches.ts';
import type { RecordingsParts } from '../recordings-parts.ts';
import type { RecordingRow, RecordingShareRow } from '../store/recording-tables.ts';

const dayMs = 24 * 3_600_000;
const keyBytes = 32;

export async function listShares(parts: RecordingsParts, recording: RecordingRow): Promise<RecordingShares> {
  const rows = await parts.shares.of(recording.id, parts.clock.nowMs());
  return { shares: await Promise.all(rows.map((row) => shareView(parts, row))) };
}

/** Throws `account_not_found`, `shares_full`. */
export async function shareRecording(
  parts: RecordingsParts,
  recording: RecordingRow,
  request: ShareRequest,
): Promise<RecordingShare> {
  const nowMs = parts.clock.nowMs();
  const row = { id: uuid(), recording_id: recording.id, created_at: instant(nowMs) };
  if (request.kind === 'account') {
    const account = await parts.accountByEmail(request.email);
    if (account === undefined) throw new VecheError('account_not_found', { field: 'email' });
    const added = await parts.shares.add({
      ...row,
      ...({ kind: 'account', user_id: account.userId, key_hash: null, expires_at: null } as const),
    });
    return shareView(parts, added);
  }
  const key = Buffer.from(parts.random.bytes(keyBytes)).toString('base64url');
  const { days } = request;
  const added = await parts.shares.add({
    ...row,
    kind: 'link',
    user_id: null,
    key_hash: keyHash(key),
    expires_at: days === undefined ? null : instant(nowMs + days * dayMs),
  });
  // Behind the `#` it is sent to no server and stands in no log.
  return { ...(await shareView(parts, added)), url: `${recordingsPagePath}/${recording.id}#key=${key}` };
}

/** Throws `share_not_found`. */
export async function withdrawShare(parts: RecordingsParts, recording: RecordingRow, shareId: string): Promise<void> {
  const id = shareId.toLowerCase();
  const share = isUuid(id) ? await parts.shares.byId(recording.id, id, parts.clock.nowMs()) : undefined;
  if (share === undefined) throw new VecheError('share_not_found');
  await parts.shares.withdraw(recording.id, id);
  parts.grants.forget(recording.id);
}

async function shareView(
  parts: RecordingsParts,
  { id, kind, user_id, created_at, expires_at }: RecordingShareRow,
): Promise<RecordingShare> {
  const email = user_id === null ? null : ((await parts.accountEmail(user_id)) ?? null);
  return { id, kind, email, createdAt: created_at, expiresAt: expires_at };
}
