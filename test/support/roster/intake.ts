import type { PhotoIntake, PreparedPhotos } from '../../../kiosk/desk/roster/ports.ts';

/** An intake that keeps what it was given in memory; `pause` is waited for at each photo, `afterwards` once all is written. */
export function memoryIntake(
  pause: () => Promise<unknown> = () => Promise.resolve(),
  afterwards: () => Promise<void> = () => Promise.resolve(),
) {
  const written: { trainee: string; consentOn: string | null; photos: number }[] = [];
  let discarded = 0;
  const intake: PhotoIntake = {
    consents: () => new Map(),
    prepare: async (people, _by, { signal, onPhoto }) => {
      let done = 0;
      for (const { photos } of people)
        for (const photo of photos) {
          await pause();
          signal.throwIfAborted();
          await photo.read();
          done += 1;
          onPhoto(done);
        }
      const embedded = people.filter(({ consentOn }) => consentOn !== null).flatMap(({ photos }) => photos).length;
      const prepared: PreparedPhotos = {
        embedded,
        remarks: [],
        write: () => {
          for (const { trainee, consentOn, photos } of people)
            written.push({ trainee, consentOn, photos: photos.length });
        },
        discard: () => {
          discarded += 1;
          return Promise.resolve();
        },
        written: afterwards,
      };
      return prepared;
    },
  };
  return { intake, written, discarded: () => discarded };
}
