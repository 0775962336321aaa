import { io, type Socket } from 'socket.io-client';
import {
  type CenterToInspector,
  INSPECTOR_CONTRACT,
  INSPECTOR_NAMESPACE,
  type InspectorToCenter,
  STALE_PAGE,
} from '../../../core/contract/center/inspector.ts';

export type InspectorLink = Socket<CenterToInspector, InspectorToCenter>;

/** After the center cut the link (other rights, a flood, its end), it is tried again so much later. */
const AGAIN_AFTER_MS = 2000;

let link: InspectorLink | undefined;

/** The page's one link to the center, for as long as the page is open. Opened when it is first asked for. */
export function inspectorLink(): InspectorLink {
  if (link !== undefined) return link;
  const opened: InspectorLink = io(INSPECTOR_NAMESPACE, {
    transports: ['websocket'],
    auth: { contract: INSPECTOR_CONTRACT },
  });
  opened.on('disconnect', (reason) => {
    if (reason === 'io server disconnect') setTimeout(() => opened.connect(), AGAIN_AFTER_MS);
  });
  opened.on('connect_error', ({ message }) => {
    if (message === STALE_PAGE) reloadOnce();
    else if (!opened.active) setTimeout(() => opened.connect(), AGAIN_AFTER_MS * 5);
  });
  link = opened;
  return opened;
}

/** A center that was upgraded serves newer pages: they are fetched, but not again and again if that does not help. */
function reloadOnce(): void {
  if (sessionStorage.getItem('reloaded') !== null) return;
  sessionStorage.setItem('reloaded', 'yes');
  location.reload();
}
