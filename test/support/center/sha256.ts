import { createHash } from 'node:crypto';
import type { Sha256 } from '../../../core/domain/bytes.ts';

export const sha256Bytes: Sha256 = (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest());
