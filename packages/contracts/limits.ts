/** Every bound of the product, in one place. A number that limits anything stands here and nowhere else. */
export const limits = {
  // People and accounts
  userNameMaxLength: 50,
  userEmailMaxLength: 254,
  passwordMinLength: 8,
  passwordMaxLength: 128,
  sessionsPerUser: 50,
  authTokenLength: 128,
  /** A session lives this long after it was last used. */
  authTokenTtlMs: 30 * 24 * 3_600_000,
  logInsPerAddressPerMinute: 30,
  logInsPerAccountPerMinute: 10,
  registrationsPerAddressPerHour: 60,
  /** Password hashes computed at one time; each takes a core for about 15 ms. */
  concurrentPasswordHashes: 1,
  queuedPasswordHashes: 16,

  // Meetings
  conferenceNameMaxLength: 100,
  joinPasswordMaxLength: 50,
  participantNameMaxLength: 50,
  participantsPerConference: 500,
  pendingConferencesPerUser: 200,
  conferencesPerUserPerHour: 120,
  /** In front of the door; more are told to come back later. */
  waitingPerConference: 500,
  /** People whose role and room are kept after they have gone, should they come back. */
  rememberedPerConference: 2_000,
  /** What a host says to those who wait or to all rooms, in code points. */
  hostMessageMaxLength: 500,

  // Breakout rooms
  roomsPerConference: 50,
  /** Ever made in one meeting: what was said in each is kept as long as the meeting is. */
  roomsEverPerConference: 1_000,
  roomNameMaxLength: 50,
  roomsOpenMaxMinutes: 24 * 60,
  roomsCountdownMaxSeconds: 600,
  joinsPerAddressPerMinute: 240,
  wrongJoinPasswordsPerAddressPerMinute: 20,
  soundChecksPerAddressPerMinute: 10,
  /** Whoever asks: with what they last, twice as many at one time at most, each with a voice to be cleaned. */
  soundChecksPerMinute: 60,
  /** Then it ends by itself. */
  soundCheckMaxMs: 60_000,
  participantTokenTtlMs: 24 * 3_600_000,
  /** How long a participant whose socket dropped is kept in the meeting. */
  resumeWindowMs: 30_000,
  /** The same after the browser said that the page is going away: long enough for a reload. */
  reloadWindowMs: 6_000,

  // Signalling
  /** The largest call is `setTiles` for every stream of a full meeting: about 100 KB. */
  signallingMessageMaxBytes: 128 * 1024,
  /** Browsers cut a large message into a few frames; empty ones could be added without end. */
  signallingFragmentsMax: 256,
  /** Frames of one participant, of every kind, over all their sockets. */
  signallingMessagesPerSecond: 100,
  signallingBurst: 400,
  /** How many frames over that rate are refused one by one before the socket is closed, and how fast that is forgiven. */
  signallingExcessMax: 400,
  signallingExcessForgivenPerSecond: 10,
  /** Of one guest: calls that many are told of, or that reach the disk. */
  loudCallsPerSecond: 20,
  loudCallsBurst: 100,
  /** A participant who brings more is read more slowly; someone who turns pages in a full meeting brings about that much. */
  signallingBytesPerSecond: 512 * 1024,
  signallingBytesBurst: 2 * 1024 * 1024,
  /** Until a socket has joined. A join is about 300 bytes. */
  signallingJoinMaxBytes: 4 * 1024,
  signallingFramesBeforeJoin: 10,
  signallingJoinTimeoutMs: 10_000,
  /** An office that comes back all at once after a restart must fit, or be let in within a few tries. */
  signallingSocketsBeforeJoinPerAddress: 100,
  /** How long a socket that was closed may take to close its side. */
  signallingCloseTimeoutMs: 5_000,
  signallingBufferedMaxBytes: 1024 * 1024,
  /** What a socket is told in one turn of the event loop leaves together, unless it is this much. */
  socketGatheredMaxBytes: 16 * 1024,
  signallingIdleTimeoutMs: 30_000,
  signallingPingIntervalMs: 10_000,

  // Media
  tilesPerPage: 25,
  transportsPerParticipant: 4,
  producersPerParticipant: 8,
  consumersPerParticipant: 1_200,
  simulcastLayers: 3,
  /** Everybody must have had H.264 so long, with no screen shared, before pictures go back to it; doubled each time, up to the longer one. */
  videoCodecQuietMs: 30_000,
  videoCodecQuietMaxMs: 600_000,
  keyFrameRequestIntervalMs: 500,
  keyFrameRequestRetryMs: 600,
  datagramMaxBytes: 1_500,
  tcpConnectionsPerWorker: 2_000,
  tcpFrameMaxBytes: 2_048,
  tcpBufferedMaxBytes: 1024 * 1024,
  unvalidatedTcpTimeoutMs: 10_000,
  rtpCachePacketsPerStream: 1_024,
  rtpCacheMs: 3_000,
  nackListMax: 512,
  nackTriesMax: 10,
  /** From the arrival of a voice's packet at the mixer until it is played; in between, as the network needs. */
  voiceDelayMinMs: 20,
  voiceDelayMaxMs: 200,
  /** What a burst or a mixer that stood still may add before the oldest is cut out, even of speech. */
  voiceDelayExcessMs: 40,
  /** Of one voice, waiting to be played. A power of two; 640 ms of the shortest packets. */
  voicePacketsWaitingMax: 256,
  voiceWaitingMaxMs: 1_000,
  /** A voice of which nothing comes is continued so long by guessing; then it has stopped. */
  voiceConcealedMaxMs: 120,
  /** One packet of sound that is decoded; 120 ms of Opus at 510 kbit/s have 7,650. */
  soundPacketMaxBytes: 8_000,
  /** The largest Opus frame has 1,275 (RFC 6716 section 3.2.1). */
  injectedFrameMaxBytes: 1_300,
  iceConsentTimeoutMs: 30_000,
  /** Time spent waiting for signalling is not counted. */
  dtlsHandshakeTimeoutMs: 60_000,
  workerHeartbeatMs: 1_000,
  workerSilenceMaxMs: 4_000,
  /** A worker may take this long to load and to open its sockets: a busy machine is no reason to give it up. */
  workerStartMaxMs: 60_000,

  // Chat
  /** Counted as people count: an emoji with its modifiers is one. */
  chatTextMaxGraphemes: 500,
  /** A grapheme can be made of any number of marks; the longest emoji in use takes 35 bytes. */
  chatTextMaxBytes: 20 * 1024,
  chatHistoryPageMax: 200,
  chatMessagesPerConference: 100_000,
  /** Sockets of one participant; one more, and the oldest gives way. */
  chatSocketsPerParticipant: 4,
  /** The largest call is a message: text and ids, each letter escaped. */
  chatFrameMaxBytes: 64 * 1024,
  chatFramesPerSecond: 20,
  chatFramesBurst: 100,
  chatFramesExcessMax: 200,
  chatFramesExcessForgivenPerSecond: 5,
  chatBytesPerSecond: 128 * 1024,
  chatBytesBurst: 512 * 1024,
  /** Who is behind by more is cut off, comes back and asks for what was missed. */
  chatBufferedMaxBytes: 256 * 1024,
  /** The store follows the log in batches of so long: what has not been stored yet is read from memory, and after a crash from the log. */
  chatStoreGatherMs: 200,

  // Files in the chat
  chatFileMaxBytes: 1024 * 1024 * 1024,
  /** Counted as people count letters of an alphabet: code points. */
  chatFileNameMaxLength: 260,
  /** Sent and on their way, of one participant or account in one meeting; the meeting's counts what is whole. */
  chatFilesPerPersonMaxBytes: 5 * 1024 * 1024 * 1024,
  chatFilesPerConferenceMaxBytes: 20 * 1024 * 1024 * 1024,
  /** Each costs a little of every quota's sum. */
  chatFilesPerConferenceMax: 10_000,
  /** Begun and not sent with a message yet. */
  chatUnsentFilesPerPerson: 50,
  /** A pause may last this long; then what was uploaded so far is cleared away. */
  chatUploadKeptMs: 24 * 3_600_000,
  /** So is a file that was uploaded to its end and never sent. */
  chatUnsentFileKeptMs: 24 * 3_600_000,
  /** Of one participant. An upload of 1 GB in pieces of 2 MB takes about as many. */
  chatUploadCallsPerMinute: 600,
  /** A piece that brings nothing for so long is given up; what came of it stays. */
  chatUploadIdleMs: 15_000,
  /** How long a link to a file opens it. */
  chatFileLinkTtlMs: 10 * 60_000,
  /** A picture that claims more is taken for a bomb. */
  chatPictureMaxPixels: 64_000_000,
  /** A preview is made of pictures up to these sizes. */
  chatPreviewMaxPixels: 40_000_000,
  chatPreviewSourceMaxBytes: 25 * 1024 * 1024,
  chatPreviewSidePx: 512,
  chatPreviewMaxBytes: 1024 * 1024,
  /** Pictures that wait for their previews, in all and of one person; more get none. */
  chatPreviewsWaitingMax: 20,
  chatPreviewsWaitingPerPersonMax: 3,
  /** A file whose preview takes longer, with all that wait before it, is sent without. */
  chatPreviewPatienceMs: 15_000,
  /** Of the process that decodes one: enough for 40 megapixels of 16 bits a channel on a machine that is slow and busy. */
  chatPreviewWallMs: 20_000,
  chatPreviewCpuSeconds: 6,
  /** Everything that it may write to, in all; of that for WebAssembly, and for JavaScript's objects. */
  chatPreviewMemoryMb: 1_280,
  chatPreviewWasmMemoryMb: 640,
  chatPreviewHeapMb: 64,
  /** An SVG is looked at as a whole, or not taken. */
  chatSvgMaxBytes: 5 * 1024 * 1024,
  /** An archive that claims to unpack to more than both of these is taken for a bomb. */
  chatArchiveMaxUnpackedBytes: 512 * 1024 * 1024,
  chatArchiveMaxRatio: 200,
  chatArchiveMaxEntries: 65_535,

  // Recording
  /** From so long on a chunk is cut at the next key frame; at the longer one it is cut in any case, and begins with what stands. */
  recordingChunkMs: 8_000,
  recordingChunkMaxMs: 12_000,
  /** A sender who changes the size of the pictures more often than this loses pictures, and makes no chunk for each. */
  recordingChunkMinMs: 1_000,
  /** A chunk that has this much is cut as if its time had come. */
  recordingChunkCutBytes: 24 * 1024 * 1024,
  /** What a killed process may take along: recorded frames reach the disk this often. */
  recordingSpoolEveryMs: 250,
  /** One encoded picture; the largest key frame of a detailed 1080p screen has about 1.5 MB. */
  recordedFrameMaxBytes: 4 * 1024 * 1024,
  /** A larger picture is none: no camera and no screen has it, and whoever renders it would need gigabytes. */
  recordedPictureMaxPixels: 4_096 * 4_096,
  /** Lost packets are waited for so long before the picture goes on without them. */
  recordingRepairMs: 600,
  /** Of one recording, in memory while the disk refuses; beyond it the oldest chunk is given up, and a gap marked. */
  recordingUnwrittenMaxBytes: 64 * 1024 * 1024,
  /** Of all recordings of one worker together. */
  recordingsUnwrittenMaxBytes: 256 * 1024 * 1024,
  /** Of H.264: more, or larger ones, make no picture that a decoder can begin with. */
  recordedParameterSetsMax: 4,
  recordedParameterSetMaxBytes: 1_024,
  /** Nothing was stored of a recording for so long: something is wrong, whatever it is. */
  recordingSilenceMaxMs: 15_000,
  recordingChunkMaxBytes: 64 * 1024 * 1024,
  recordingNameMaxLength: 100,
  sharesPerRecording: 100,
  /** A copied link to a picture, a chunk or a file opens it no longer than this. */
  recordingLinkTtlMs: 10 * 60_000,
  /** Whether somebody may still watch is asked anew this often while they do. */
  recordingGrantCheckMs: 10_000,
  /** So many viewers' rights are remembered between two questions; beyond that they are asked anew. */
  recordingGrantsRemembered: 10_000,
  /** A recording's end is written down when the index has all of its chunks, or after so long. */
  recordingIndexLagMs: 3_000,
  /** Written lists of chunks, for players that ask again and again. */
  recordingPlaylistsRemembered: 200,
  /** Deleted recordings can be brought back for so long. */
  recordingUndoMs: 7 * 24 * 3_600_000,
  /** What lies among the recordings and belongs to none is cleared away when it is so old; younger, its row may be on its way. */
  recordingOrphanKeptMs: 24 * 3_600_000,
  /** Whether chunks still hold what was stored is looked at this often. */
  recordingVerifyEveryMs: 30 * 24 * 3_600_000,
  recordingsPageMax: 100,
  /** One ffmpeg, for one chunk: so much of the processor's time, and ten times as long as the chunk besides. */
  renderDeadlineMs: 120_000,
  /** It runs behind everything else: so many times as long it may take by the clock. */
  renderPatienceTimes: 5,
  /** What it may map; threads take room that they never touch. */
  renderMemoryMb: 4 * 1024,
  renderedSegmentMaxBytes: 64 * 1024 * 1024,
  renderedSoundMaxBytes: 4 * 1024 * 1024,
  /** A second of sound of so many chunks is kept in memory for those that follow them. */
  renderedSoundTailsRemembered: 200,
  /** A chunk whose rendering fails so often by its own fault is replaced by black and silence. */
  renderTriesMax: 3,
  renderRetryFirstMs: 1_000,
  renderRetryMaxMs: 5 * 60_000,
  /** Where it was not the chunk's fault. */
  renderRetryOutsideMaxMs: 10_000,
  /** Rendered chunks outlive their joining for so long: should a chunk come late, only it is rendered. */
  renderedSegmentsKeptMs: 10 * 60_000,
  /** A recording of a day has about 60 GB at most. */
  renderedFileMaxBytes: 100 * 1024 * 1024 * 1024,
  remuxDeadlineMs: 30 * 60_000,

  // Log
  /** From the beginning of a commit to that of the next, so that much is written at a time; nobody in a chat notices that. */
  logCommitEveryMs: 25,
  /** That wait for the disk; more are refused until it has caught up. */
  logPendingEventsMax: 100_000,
  logPendingCharactersMax: 64 * 1024 * 1024,
  /** What every reader has handled is kept this long. */
  logKeptMs: 3_600_000,
  /** Of one event alone, before it is set aside. */
  logTriesMax: 8,

  // Disk
  /** Files from people leave this much free for what must never stop: the log, messages, recordings. */
  diskReserveBytes: 512 * 1024 * 1024,

  // HTTP
  requestBodyMaxBytes: 64 * 1024,
  /** Calls of the API from one address; an office behind its NAT is one, and 240 people who join in a minute must fit. */
  requestsPerAddressPerMinute: 1_800,
  /** Those of them that change something: each commits to the disk on the loop that answers signalling. */
  changesPerAddressPerMinute: 600,
  /** The same in the name of one account, from however many addresses. */
  changesPerAccountPerMinute: 120,
} as const;
