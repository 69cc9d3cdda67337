/** What a process of headless participants is told at its start. */
export interface CompanyOrder {
  /** As in `http://127.0.0.1:8080`. */
  readonly origin: string;
  readonly conferenceId: string;
  readonly password?: string;
  readonly people: readonly { readonly name: string; readonly number: number }[];
  /** false: nobody has a camera, and what is said of pictures does not count. */
  readonly cameras?: boolean;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly framesPerSecond: number;
  /** Share of the time in which each of them speaks, 0 to 1; 0.3 unless said otherwise. */
  readonly talking?: number;
  /** Ask for the others' pictures, as a person's screen does. */
  readonly watch: boolean;
}
