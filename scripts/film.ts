/** Renders the smoke run's class film into the cache, once; run by the set-up of `npm run demo`. Progress goes to stderr. */
import { systemProcesses } from '../core/platform/process.ts';
import { classFilm } from '../test/support/camera/film/render-film.ts';
import { smokeScript } from '../test/support/camera/film/script.ts';

let told = 0;
await classFilm(systemProcesses, smokeScript(), (done) => {
  const tenth = Math.floor(done * 10);
  if (tenth > told) process.stderr.write(`set-up: class film: ${tenth * 10} %\n`);
  told = tenth;
});
