import { io } from 'socket.io-client';
import {
  type Challenge,
  CONTRACT_VERSION,
  type HelloAnswer,
  helloText,
  KIOSK_NAMESPACE,
} from '../../../core/contract/center/link.ts';
import { formatVerifierKey } from '../../../core/domain/checkpoint.ts';
import type { KioskKey } from '../../../kiosk/evidence/key.ts';
import { sha256Bytes } from './sha256.ts';

/** A raw connection that says what it likes. */
export async function knock(url: string) {
  const socket = io(`${url}${KIOSK_NAMESPACE}`, { transports: ['websocket'], forceNew: true, reconnection: false });
  const challenge = await new Promise<Challenge>((resolve) => socket.once('challenge', resolve));
  const hello = (value: unknown): Promise<HelloAnswer> =>
    socket.timeout(5000).emitWithAck('hello', value) as Promise<HelloAnswer>;
  return { socket, challenge, hello, [Symbol.dispose]: () => void socket.disconnect() };
}

/** What a kiosk of `key` answers; `signer`: who really signs. */
export function helloOf(key: KioskKey, challenge: Challenge, signer = key, contract = CONTRACT_VERSION) {
  const signature = Buffer.from(signer.sign(helloText(challenge, contract))).toString('base64');
  return { contract, software: 'test', key: formatVerifierKey(sha256Bytes, key), signature };
}
