/** Where datagrams towards one peer go. Sending never throws; what cannot be taken is dropped and counted by the sender. */
export interface PathSender {
  /** The caller may use `bytes` again once `settled` says so. */
  send(bytes: Buffer): void;
}
