/** One pack of the classroom benchmark in a process of its own; prints its figures as one line of JSON. */
import { installedEngine } from '../faces/engine.ts';
import { measurePack } from './classroom/measure.ts';
import { classroomOptions } from './classroom/options.ts';

const options = classroomOptions(process.argv.slice(2));
const [pack] = options.packs;
if (pack === undefined) throw new RangeError('expected --pack');
await using engine = await installedEngine(pack, options.models);
const figures = await measurePack(engine, options, (line) => process.stderr.write(`classroom: ${pack}: ${line}\n`));
process.stdout.write(`${JSON.stringify(figures)}\n`);
