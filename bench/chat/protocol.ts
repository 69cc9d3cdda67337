/** What the bench's main process and its children tell each other. */
export interface ClientOrder {
  readonly urls: readonly string[];
  /** The server speaks first. */
  readonly isWelcomed: boolean;
  readonly sendsPerSecond: number;
  readonly warmUpMs: number;
  readonly windowMs: number;
}

/** Of one window, after the warm-up. */
export interface ClientFigures {
  readonly sends: number;
  readonly confirmed: number;
  readonly deliveries: number;
  /** From the send to each of the receivers' hearing it; a sample of them. */
  readonly latenciesMs: readonly number[];
  /** Sockets that were closed from the other side. */
  readonly closed: number;
}

export type FromClients =
  | { readonly type: 'opened' }
  | { readonly type: 'windowBegins' }
  | { readonly type: 'measured'; readonly figures: ClientFigures };
