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
  joinLinkMaxLength: 250,
  participantNameMaxLength: 50,
  participantsPerConference: 500,
  pendingConferencesPerUser: 200,
  conferencesPerUserPerHour: 120,
  joinsPerAddressPerMinute: 240,
  wrongJoinPasswordsPerAddressPerMinute: 20,
  participantTokenTtlMs: 24 * 3_600_000,
  /** How long a participant whose socket dropped is kept in the meeting. */
  resumeWindowMs: 30_000,
  /** The same after the browser said that the page is going away: long enough for a reload. */
  reloadWindowMs: 6_000,

  // Signalling
  signallingMessageMaxBytes: 256 * 1024,
  signallingMessagesPerSecond: 100,
  signallingBurst: 400,
  signallingBufferedMaxBytes: 1024 * 1024,
  signallingIdleTimeoutMs: 30_000,
  signallingPingIntervalMs: 10_000,

  // Media
  tilesPerPage: 25,
  transportsPerParticipant: 4,
  producersPerParticipant: 8,
  consumersPerParticipant: 1_200,
  simulcastLayers: 3,
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
  iceConsentTimeoutMs: 30_000,
  /** Time spent waiting for signalling is not counted. */
  dtlsHandshakeTimeoutMs: 60_000,
  workerHeartbeatMs: 1_000,
  workerSilenceMaxMs: 4_000,
  /** A worker may take this long to load and to open its sockets: a busy machine is no reason to give it up. */
  workerStartMaxMs: 60_000,

  // HTTP
  requestBodyMaxBytes: 64 * 1024,
} as const;
