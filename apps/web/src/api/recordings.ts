/** Recordings over HTTP. `key`: that of a share link, for whoever has no right of their own. */
import { recordingKeyHeader } from '@veche/contracts/recording/recording-paths.ts';
import type {
  RecordingList,
  RecordingShare,
  RecordingShares,
  RecordingSummary,
  RecordingTimeline,
  RecordingView,
  RenderRequest,
  ShareRequest,
} from '@veche/contracts/rest/recordings.ts';
import { type AskOptions, ask } from './http.ts';

export interface ListOptions {
  /** The id of the last one of the page before. */
  readonly before?: string | undefined;
  readonly deleted: boolean;
}

export const recordingsPageSize = 20;

export const recordings = {
  list: ({ before, deleted }: ListOptions) => {
    const query = new URLSearchParams({
      limit: String(recordingsPageSize),
      ...(before === undefined ? {} : { before }),
    });
    if (deleted) query.set('deleted', 'true');
    return ask<RecordingList>('GET', `/recordings?${query}`);
  },
  find: (id: string, key?: string) => ask<RecordingView>('GET', pathOf(id), undefined, withKey(key)),
  timeline: (id: string, key?: string) =>
    ask<RecordingTimeline>('GET', `${pathOf(id)}/timeline`, undefined, withKey(key)),
  rename: (id: string, name: string) => ask<RecordingSummary>('PATCH', pathOf(id), { name }),
  remove: (id: string) => ask<void>('DELETE', pathOf(id)),
  removeForever: (id: string) => ask<void>('DELETE', `${pathOf(id)}?forever=1`),
  restore: (id: string) => ask<unknown>('POST', `${pathOf(id)}/restore`, {}),
  shares: async (id: string): Promise<readonly RecordingShare[]> =>
    (await ask<RecordingShares>('GET', `${pathOf(id)}/shares`)).shares,
  share: (id: string, request: ShareRequest) => ask<RecordingShare>('POST', `${pathOf(id)}/shares`, request),
  withdraw: (id: string, shareId: string) => ask<void>('DELETE', `${pathOf(id)}/shares/${encodeURIComponent(shareId)}`),
  renderAgain: (id: string, request: RenderRequest) => ask<unknown>('POST', `${pathOf(id)}/render`, request),
};

/** Whatever stands in the page's address is one part of the path, and nothing else. */
const pathOf = (id: string): string => `/recordings/${encodeURIComponent(id)}`;

const withKey = (key: string | undefined): AskOptions =>
  key === undefined ? {} : { headers: { [recordingKeyHeader]: key } };
