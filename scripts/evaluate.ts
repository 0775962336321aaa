/**
 * `npm run --silent evaluate -- --gallery DIR --probes DIR …`: how well faces are told apart, measured
 * on an institution's own people. One line of JSON (or a text) on stdout, progress on stderr; exit 2
 * with the reason when the input does not fit.
 */
import { realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ZaikeError } from '../core/domain/errors.ts';
import { parseSiteThresholds, withSiteThresholds } from '../kiosk/vision/identity/site-thresholds.ts';
import { thresholdFor } from '../kiosk/vision/identity/thresholds.ts';
import type { PackInfo, VisionEngine } from '../kiosk/vision/ports.ts';
import { calibrate } from './evaluate/calibrate.ts';
import { drawnClasses } from './evaluate/classes.ts';
import { evaluateProbes } from './evaluate/evaluation.ts';
import { type EvaluateOptions, evaluateOptions } from './evaluate/options.ts';
import { enrolAll, probesOf } from './evaluate/probes.ts';
import { report, reportCalibration, reportClasses } from './evaluate/report.ts';
import { type EmbeddedPhotos, embedPhotos, embedScaled } from './faces/embed.ts';
import { installedEngine, MODELS } from './faces/engine.ts';
import { type PersonPhotos, readPeople } from './faces/people.ts';
import { sameFiles } from './faces/same-files.ts';

/** Of one folder for both, the first so many photos of each person are enrolled. */
const ENROLLED = 3;

const tell = (line: string): void => {
  process.stderr.write(`evaluate: ${line}\n`);
};

try {
  const options = evaluateOptions(process.argv.slice(2));
  const folders = await readFolders(options);
  await using engine = await installedEngine(options.pack, options.models);
  process.stdout.write(`${await evaluate(options, folders, engine)}\n`);
} catch (error) {
  if (!(error instanceof ZaikeError)) throw error;
  tell(error.message);
  process.exitCode = 2;
}

interface Folders {
  readonly gallery: readonly PersonPhotos[];
  readonly probes: readonly PersonPhotos[];
  readonly outsiders: readonly PersonPhotos[];
}

async function readFolders(options: EvaluateOptions): Promise<Folders> {
  const all = {
    gallery: await readPeople(options.gallery, '--gallery', tell),
    probes: await readPeople(options.probes, '--probes', tell),
    outsiders: options.outsiders === undefined ? [] : await readPeople(options.outsiders, '--outsiders', tell),
  };
  const folders = realpathSync(options.gallery) === realpathSync(options.probes) ? split(all) : all;
  const enrolled = new Set(folders.gallery.map(({ person }) => person));
  if (enrolled.size < 2) throw fault(`--gallery: expected at least two people, got ${enrolled.size}`);
  const strange = folders.probes.filter(({ person }) => !enrolled.has(person));
  const known = folders.probes.filter(({ person }) => enrolled.has(person));
  if (folders !== all && folders.probes.length === 0)
    throw fault(`--gallery is --probes: expected people with more than ${ENROLLED} photos, found none`);
  if (known.length === 0)
    throw fault('--probes: expected photos of people who are in --gallery, found none (same folder names?)');
  if (strange.length > 0) tell(`${strange.length} people of --probes are not in --gallery: counted as outsiders`);
  return { ...folders, probes: known, outsiders: [...folders.outsiders, ...strange] };
}

function split(all: Folders): Folders {
  tell(`one folder for both: the first ${ENROLLED} photos of each person are enrolled, the others are probes`);
  const part = (from: number, to?: number): readonly PersonPhotos[] =>
    all.gallery
      .map(({ person, files }) => ({ person, files: files.slice(from, to) }))
      .filter(({ files }) => files.length > 0);
  return { ...all, gallery: part(0, ENROLLED), probes: part(ENROLLED) };
}

async function evaluate(options: EvaluateOptions, folders: Folders, engine: VisionEngine): Promise<string> {
  const pack = await sitePack(engine.pack);
  const embed = (people: readonly PersonPhotos[]): Promise<EmbeddedPhotos> =>
    options.facePx === undefined
      ? embedPhotos(engine, people, tell)
      : embedScaled(engine, people, options.facePx, tell);
  await tellSame(folders);
  tell(`pack ${pack.name} (${pack.modelId}); enrolling ${folders.gallery.length} people`);
  const shown = await embedPhotos(engine, folders.gallery, tell);
  tellUnreadable('--gallery', shown, 'left out of the templates');
  const { enrolled, without } = enrolAll([...shown.faces, ...shown.unreadable]);
  for (const person of without)
    tell(`${person}: no face in any photo of --gallery, not enrolled; what is in --probes of them is not searched`);
  if (enrolled.length < 2) throw fault(`--gallery: expected faces of at least two people, found ${enrolled.length}`);
  tell('embedding probes');
  const probed = await embed(folders.probes);
  tellUnreadable('--probes', probed, 'without a face, counted as missed');
  if (probed.faces.length === 0) throw fault('--probes: expected at least one photo that can be read, found none');
  const outside = await embed(folders.outsiders);
  // Nobody is taken for anybody on them: among the outsiders' searches they would make the accepted look fewer.
  tellUnreadable('outsiders', outside, 'left out');
  const names = new Set(enrolled.map(({ person }) => person));
  const probes = probesOf(
    [...probed.faces, ...probed.unreadable].filter(({ person }) => names.has(person)),
    options.track,
  );
  if (probes.length === 0) throw fault('--probes: expected photos of somebody who could be enrolled, found none');
  const few = [...Map.groupBy(outside.faces, ({ person }) => person).values()].filter(
    (own) => own.length < options.track,
  );
  if (few.length > 0) {
    tell(
      `${few.length} outsiders have fewer than ${options.track} photos: searched with what there is, as if seen so all the time`,
    );
  }
  const found = [...probed.faces, ...outside.faces].filter(({ embedding }) => embedding !== null).length;
  const outsiders = probesOf(outside.faces, options.track);
  const by = { threshold: thresholdFor(pack.thresholds, options.track), margin: pack.margin };
  const msPerFace = (probed.took + outside.took) / Math.max(1, found);
  const whole = evaluateProbes(probes, outsiders, enrolled, by, { pack: pack.name, msPerFace });
  const { classOf } = options;
  if (classOf !== undefined && classOf > enrolled.length)
    throw fault(`--class: expected at most the ${enrolled.length} people who are enrolled, got ${classOf}`);
  const classes = classOf === undefined ? null : drawnClasses(classOf, probes, outsiders, enrolled, by);
  const evaluation = classes === null ? whole.evaluation : { ...whole.evaluation, classes };
  const words = [report(whole.evaluation, whole.certainty), ...(classes === null ? [] : [reportClasses(classes)])];
  if (!options.calibrate) return options.json ? JSON.stringify(evaluation) : words.join('\n');
  const site = await calibrate(engine.pack, enrolled, probed.faces, outside.faces, options.out);
  tell(reportCalibration(site, options.out));
  return options.json
    ? JSON.stringify({ ...evaluation, site: { file: options.out, ...site } })
    : [...words, reportCalibration(site, options.out)].join('\n');
}

/** A photo that was enrolled is found again with certainty, and says nothing about other photos of the person. */
async function tellSame({ gallery, probes, outsiders }: Folders): Promise<void> {
  const same = await sameFiles(gallery, [...probes, ...outsiders]);
  if (same.length === 0) return;
  tell(
    `测试照中有 ${same.length} 张与登记照是同一个文件，结果不可信，请换成另拍的照片：${same[0] ?? ''}${same.length > 1 ? ' 等' : ''}。` +
      `photos to be searched that are files of --gallery: ${same.length}: the rates are not to be trusted, take other photos`,
  );
}

function tellUnreadable(role: string, { unreadable }: EmbeddedPhotos, what: string): void {
  if (unreadable.length > 0) tell(`${role}: photos that cannot be read: ${unreadable.length}, ${what}`);
}

/** The pack as the kiosk runs it here: with the site's thresholds when there are any for this model. */
async function sitePack(pack: PackInfo): Promise<PackInfo> {
  const file = path.join(MODELS, 'site-thresholds.json');
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return pack;
  const site = parseSiteThresholds(text, file);
  if (site.model !== pack.modelId) {
    tell(`${file} is of another model (${site.model}) and is not used`);
    return pack;
  }
  tell(`with this site's thresholds (${file})`);
  return withSiteThresholds(pack, site);
}

function fault(message: string): ZaikeError {
  return new ZaikeError(message, { code: 'input', retry: false });
}
