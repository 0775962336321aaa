import { type TraineeId, traineeId } from './ids.ts';

/** Crockford's base 32 in lower case: no i, l, o, u to misread. */
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';

/** How many random bytes {@link newTraineeId} takes. */
export const TRAINEE_ID_BYTES = 10;

/** A new trainee's id of 50 random bits: `t-` and ten letters. @param random ten random bytes */
export function newTraineeId(random: Uint8Array): TraineeId {
  if (random.length < TRAINEE_ID_BYTES)
    throw new RangeError(`expected ${TRAINEE_ID_BYTES} random bytes, got ${random.length}`);
  return traineeId(`t-${Array.from(random.subarray(0, TRAINEE_ID_BYTES), (byte) => LETTERS[byte & 31]).join('')}`);
}
