/** How a request says who sends it, in the words of OpenAPI: the schemes, and which of them a route takes. */

export const securitySchemes = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'For scripts: the token that POST /api/v1/sessions answers.',
  },
  chat: {
    type: 'http',
    scheme: 'bearer',
    description: 'A place in a meeting’s chat: the last part of `chatUrl`, as joining answers it.',
  },
  recordingKey: {
    type: 'apiKey',
    in: 'header',
    name: 'x-recording-key',
    description: 'A recording that is shared by a link: what stands behind `#key=` in it.',
  },
  cookie: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-veche',
    description:
      'For pages of this server: set by POST /api/v1/sessions; named veche where there is no TLS. What changes something needs the server’s own Origin beside it.',
  },
} as const;

type Security = readonly Readonly<Record<string, readonly string[]>>[];

/** Only for who is signed in. */
export const accountNeeded: Security = [{ bearer: [] }, { cookie: [] }];
/** For everybody; whoever is signed in gets more. */
export const accountWelcome: Security = [{}, ...accountNeeded];
/** For who has a place in the meeting. */
export const chatPlaceNeeded: Security = [{ chat: [] }];
/** For who is signed in and may watch the recording, and for who has a link to it. */
export const recordingKeyWelcome: Security = [...accountNeeded, { recordingKey: [] }];
export const accountNotAsked: Security = [];
