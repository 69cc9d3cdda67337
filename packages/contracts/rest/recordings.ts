/** Recordings over HTTP: request and answer schemas. Times of day are ISO 8601, UTC; `...Ms` count from the start of what is watched, without the pauses. */
import Type, { type Static } from 'typebox';
import { ConferenceId, RecordingId } from '../ids.ts';
import { RecordingAction, RecordingStatus } from '../recording/recording-status.ts';

const Typed = Type.String({ maxLength: 1_000 });
const Timestamp = Type.String({ description: 'ISO 8601, UTC' });
const TimestampOrNull = Type.Union([Timestamp, Type.Null()]);

export const RecordingRequest = Type.Object({ action: RecordingAction });
/** null = nothing is being recorded (any more). */
export const RecordingAnswer = Type.Object({ recording: Type.Union([RecordingStatus, Type.Null()]), id: RecordingId });

/** recording, paused: its meeting goes on. rendering: it is over and its files are being made. ready: they are there, or there will be none. */
export const RecordingState = Type.Union([
  Type.Literal('recording'),
  Type.Literal('paused'),
  Type.Literal('rendering'),
  Type.Literal('ready'),
]);

export const RenderView = Type.Object({
  /** none: this machine has no ffmpeg, and recordings are delivered as they were recorded. */
  state: Type.Union([
    Type.Literal('none'),
    Type.Literal('waiting'),
    Type.Literal('running'),
    Type.Literal('done'),
    Type.Literal('failed'),
  ]),
  /** 0 to 1 of what has been recorded so far. */
  progress: Type.Number({ minimum: 0, maximum: 1 }),
  /** Why it failed, in words; it is tried again by itself while `retryAt` is set. */
  problem: Type.Union([Type.String(), Type.Null()]),
  retryAt: TimestampOrNull,
  heightPx: Type.Union([Type.Literal(720), Type.Literal(1080)]),
  codec: Type.Union([Type.Literal('h264'), Type.Literal('h265')]),
});

export const DownloadKind = Type.Union([
  Type.Literal('video'),
  Type.Literal('sound'),
  /** The chunks in one file, as they were recorded. */
  Type.Literal('asRecorded'),
  Type.Literal('chatText'),
  Type.Literal('chatJson'),
  Type.Literal('chatSubtitles'),
]);
export const Download = Type.Object({
  kind: DownloadKind,
  fileName: Type.String(),
  /** Opens the file for a while to whoever has it; relative to the server. */
  url: Type.String(),
  sizeBytes: Type.Union([Type.Integer(), Type.Null()]),
});

export const RecordingSummary = Type.Object({
  id: RecordingId,
  /** For the owner alone: whoever has it may join. */
  conferenceId: Type.Union([ConferenceId, Type.Null()]),
  /** The recording of the main room, where this one is of a breakout room and that one exists. */
  mainRecordingId: Type.Union([RecordingId, Type.Null()]),
  /** Of a breakout room. */
  roomName: Type.Union([Type.String(), Type.Null()]),
  name: Type.String(),
  ownerName: Type.String(),
  own: Type.Boolean(),
  startedAt: Timestamp,
  endedAt: TimestampOrNull,
  state: RecordingState,
  durationMs: Type.Number(),
  sizeBytes: Type.Integer(),
  /** Opens a picture for a while; null = there is none yet. */
  thumbnail: Type.Union([Type.String(), Type.Null()]),
  shared: Type.Boolean(),
  /** It is deleted for good then; until then it can be brought back. null = it is not deleted. */
  goneAt: TimestampOrNull,
  /** It is cleared away then by the server's rules. */
  keptUntil: TimestampOrNull,
});

export const RecordingView = Type.Object({
  ...RecordingSummary.properties,
  chunks: Type.Integer({ description: 'So many have been stored' }),
  lastStoredAt: TimestampOrNull,
  /** HLS; opens it for a while to whoever has it; relative to the server. null = nothing can be watched yet, or not in this way. */
  playlist: Type.Union([Type.String(), Type.Null()]),
  downloads: Type.Array(Download),
  render: RenderView,
  /** Of breakout rooms, where this is the main room's. */
  rooms: Type.Array(RecordingSummary),
  /** A chunk does not hold any more what was stored; it is left out. */
  damagedChunks: Type.Integer(),
});
export const RecordingList = Type.Object({
  recordings: Type.Array(RecordingSummary, { description: 'Newest first; those of breakout rooms too' }),
  /** All that one's own recordings take, and may take; null = as much as there is room. */
  usedBytes: Type.Integer(),
  quotaBytes: Type.Union([Type.Integer(), Type.Null()]),
  more: Type.Boolean(),
});
export const RecordingsQuery = Type.Object({
  before: Type.Optional(Type.String({ maxLength: 100, description: 'The id of the last one of the page before' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  deleted: Type.Optional(Type.Boolean({ description: 'Those that were deleted and can be brought back' })),
});

export const Chapter = Type.Object({
  kind: Type.Union([
    Type.Literal('speaker'),
    Type.Literal('screen'),
    /** A host paused here; nothing of what followed was recorded. */
    Type.Literal('pause'),
    /** Something failed here, and what followed is lost. */
    Type.Literal('gap'),
  ]),
  atMs: Type.Number(),
  /** How long a speaker or a screen goes on; how long a pause or a gap lasted, which takes no time in what is watched. */
  lengthMs: Type.Number(),
  name: Type.Union([Type.String(), Type.Null()]),
});
export const TimedMessage = Type.Object({
  id: Type.String(),
  atMs: Type.Number(),
  at: Timestamp,
  name: Type.String(),
  text: Type.String(),
  fileName: Type.Union([Type.String(), Type.Null()]),
});
export const RecordingTimeline = Type.Object({
  durationMs: Type.Number(),
  chapters: Type.Array(Chapter),
  /** What was said to everybody in the chat. */
  chat: Type.Array(TimedMessage),
});

export const RenameRecordingRequest = Type.Object({ name: Typed });
export const RenderRequest = Type.Object({
  heightPx: Type.Optional(RenderView.properties.heightPx),
  codec: Type.Optional(RenderView.properties.codec),
  asRecorded: Type.Optional(
    Type.Boolean({ description: 'Instead, the chunks in as few files as their codecs allow, as they were recorded' }),
  ),
});
export const RecordingShare = Type.Object({
  id: Type.String(),
  /** account: whoever is signed in under this address. link: whoever has the link. */
  kind: Type.Union([Type.Literal('account'), Type.Literal('link')]),
  email: Type.Union([Type.String(), Type.Null()]),
  createdAt: Timestamp,
  expiresAt: TimestampOrNull,
  /** Of a link, once, where it is made. */
  url: Type.Optional(Type.String()),
});
export const RecordingShares = Type.Object({ shares: Type.Array(RecordingShare) });
export const ShareRequest = Type.Union([
  Type.Object({ kind: Type.Literal('account'), email: Typed }),
  Type.Object({ kind: Type.Literal('link'), days: Type.Optional(Type.Integer({ minimum: 1, maximum: 365 })) }),
]);

export type RecordingState = Static<typeof RecordingState>;
export type RecordingSummary = Static<typeof RecordingSummary>;
export type RecordingView = Static<typeof RecordingView>;
export type RecordingList = Static<typeof RecordingList>;
export type RenderView = Static<typeof RenderView>;
export type Download = Static<typeof Download>;
export type DownloadKind = Static<typeof DownloadKind>;
export type Chapter = Static<typeof Chapter>;
export type TimedMessage = Static<typeof TimedMessage>;
export type RecordingTimeline = Static<typeof RecordingTimeline>;
export type RecordingShare = Static<typeof RecordingShare>;
export type RecordingShares = Static<typeof RecordingShares>;
export type ShareRequest = Static<typeof ShareRequest>;
export type RenderRequest = Static<typeof RenderRequest>;
export type RecordingAnswer = Static<typeof RecordingAnswer>;

export { recordingKeyHeader, recordingsPagePath, watchPath } from '../recording/recording-paths.ts';
