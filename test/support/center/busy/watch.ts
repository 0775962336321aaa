/** Where watchers of a test's hub come in. */
export const WATCH_NAMESPACE = '/watch';

export interface WatchRequest {
  readonly stream: string;
  readonly kiosk: string;
  readonly camera: string;
  readonly size: 'sub' | 'main';
}
