import { useEffect, useState } from 'react';
import { io } from 'socket.io-client';
import { OFFICE_LIVE_NAMESPACE } from '../../../core/contract/live.ts';
import { type LiveSource, socketLiveSource } from '../../../core/ui/live-source.ts';

/** The cameras' live video, for as long as the page is open; null before it is connected for the first time. */
export function useLive(): LiveSource | null {
  const [source, setSource] = useState<LiveSource | null>(null);
  useEffect(() => {
    const socket = io(OFFICE_LIVE_NAMESPACE, { transports: ['websocket'] });
    setSource(socketLiveSource(socket));
    return () => {
      socket.disconnect();
    };
  }, []);
  return source;
}
