/** One stream that the device offers. */
export interface MediaProfile {
  /** For example `main`. */
  readonly token: string;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly kbps: number;
  /** What it says that it sends; H264 by default. */
  readonly encoding?: string;
  /** RTSP address, without credentials, as cameras give it. */
  readonly uri: string;
}
