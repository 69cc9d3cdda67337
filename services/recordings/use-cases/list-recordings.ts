/** Somebody's recordings, page by page, and which of them belong together: a breakout room's appears under the main room's of the same meeting. */
import { isUuid } from '@veche/contracts/ids.ts';
import { limits } from '@veche/contracts/limits.ts';
import type { RecordingList, RecordingSummary, RecordingView } from '@veche/contracts/rest/recordings.ts';
import { invariant } from '@veche/kernel/invariant.ts';
import type { Grant } from '../access/watch-token.ts';
import type { Watched } from '../access/who-watches.ts';
import type { RecordingsParts } from '../recordings-parts.ts';
import type { RecordingRow } from '../store/recording-tables.ts';
import { recordingSummary, recordingView, type SeenRecording } from './recording-view.ts';

const usualPage = 50;

export interface WantedPage {
  /** The last one of the page before; one that is not there (any more) begins anew. */
  readonly before?: string | undefined;
  readonly limit?: number | undefined;
  readonly deleted?: boolean | undefined;
}

export async function listRecordings(
  parts: RecordingsParts,
  userId: string,
  { before, limit = usualPage, deleted = false }: WantedPage,
): Promise<RecordingList> {
  const count = Math.min(limit, limits.recordingsPageMax);
  const last = before === undefined ? undefined : await ownOrShared(parts, userId, before);
  const page = {
    limit: count + 1,
    ...(last === undefined ? {} : { before: { startedAt: last.started_at, id: last.id } }),
  };
  const rows = deleted
    ? await parts.recordings.deletedOf(userId, page)
    : await parts.recordings.visibleTo(userId, parts.clock.nowMs(), page);
  const seen = await seenBy(parts, userId, rows.slice(0, count));
  return {
    recordings: await Promise.all(seen.map((one) => recordingSummary(parts, one))),
    usedBytes: await parts.recordings.usedBytes(userId),
    quotaBytes: parts.quotaBytes,
    more: rows.length > count,
  };
}

/** One recording, with those of the breakout rooms that its viewer may see. `userId` undefined = they came by a link alone. */
export async function readRecording(
  parts: RecordingsParts,
  { recording, grant }: Watched,
  userId: string | undefined,
): Promise<RecordingView> {
  const shared = (await parts.shares.shared([recording.id], parts.clock.nowMs())).has(recording.id);
  if (userId === undefined) return recordingView(parts, { recording, grant, mainRecordingId: null, shared }, []);
  const [own] = await seenBy(parts, userId, [recording]);
  const mainRecordingId = own?.mainRecordingId ?? null;
  const inRooms =
    recording.parent_conference_id === null
      ? (await parts.recordings.ofConference(recording.conference_id)).filter(
          (row) => row.parent_conference_id !== null && row.deleted_at === null,
        )
      : [];
  const rooms = (await seenBy(parts, userId, inRooms)).filter((room) => room.mainRecordingId === recording.id);
  return recordingView(parts, { recording, grant, mainRecordingId, shared }, rooms);
}

/** Somebody else's is as if it were not there. */
async function ownOrShared(parts: RecordingsParts, userId: string, id: string): Promise<RecordingRow | undefined> {
  const found = isUuid(id) ? await parts.recordings.byId(id) : undefined;
  if (found === undefined || found.owner_id === userId) return found;
  return (await parts.shares.withAccount(id, userId, parts.clock.nowMs())) === undefined ? undefined : found;
}

/** As its owner sees it. */
export async function readSummary(
  parts: RecordingsParts,
  recording: RecordingRow,
  ownerId: string,
): Promise<RecordingSummary> {
  const [seen] = await seenBy(parts, ownerId, [recording]);
  invariant(seen !== undefined, 'An owner sees their recording');
  return recordingSummary(parts, seen);
}

/** With the right by which this account sees each; what it may not see is left out. */
async function seenBy(parts: RecordingsParts, userId: string, rows: readonly RecordingRow[]): Promise<SeenRecording[]> {
  const nowMs = parts.clock.nowMs();
  const parentIds = rows.flatMap(({ parent_conference_id }) => parent_conference_id ?? []);
  const mains = await parts.recordings.ofMainRooms([...new Set(parentIds)]);
  const shared = await parts.shares.shared(
    rows.map(({ id }) => id),
    nowMs,
  );
  const grantOf = async ({ id, owner_id }: RecordingRow): Promise<Grant | undefined> => {
    if (owner_id === userId) return { by: 'owner', userId };
    const share = await parts.shares.withAccount(id, userId, nowMs);
    return share === undefined ? undefined : { by: 'share', shareId: share.id };
  };
  const seen = rows.map(async (recording): Promise<SeenRecording[]> => {
    const grant = await grantOf(recording);
    if (grant === undefined) return [];
    const main = mainOf(recording, mains);
    const mayOpenMain = main !== undefined && (await grantOf(main)) !== undefined;
    return [{ recording, grant, mainRecordingId: mayOpenMain ? main.id : null, shared: shared.has(recording.id) }];
  });
  return (await Promise.all(seen)).flat();
}

/** The one of the meeting's that ran, or had run last, when the room's began; or else the first that came then. `mains` oldest first. */
function mainOf(room: RecordingRow, mains: readonly RecordingRow[]): RecordingRow | undefined {
  const ofMeeting = mains.filter(({ conference_id }) => conference_id === room.parent_conference_id);
  return ofMeeting.findLast(({ started_at }) => started_at <= room.started_at) ?? ofMeeting[0];
}
