/** What the demo tells who started it; stdout belongs to its results. */
export const say = (text: string): void => void process.stderr.write(`demo: ${text}\n`);
