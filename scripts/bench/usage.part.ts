import { readdirSync, readFileSync } from 'node:fs';

export interface Usage {
  /** Monotonic milliseconds. */
  readonly at: number;
  readonly cpuMs: number;
  readonly rssBytes: number;
}

/** CPU time and resident memory of a process and all its descendants (Linux). */
export function usageOf(root: number): Usage {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const stats = new Map(all.flatMap((pid) => statOf(pid)));
  const ours = new Set([root]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const [pid, { parent }] of stats) {
      if (ours.has(pid) || !ours.has(parent)) continue;
      ours.add(pid);
      grew = true;
    }
  }
  const own = [...ours].flatMap((pid) => stats.get(pid) ?? []);
  return {
    at: performance.now(),
    cpuMs: own.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    rssBytes: own.reduce((sum, { rssBytes }) => sum + rssBytes, 0),
  };
}

function statOf(pid: string): [number, { parent: number; cpuMs: number; rssBytes: number }][] {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    const ticks = Number(fields[11]) + Number(fields[12]);
    return [[Number(pid), { parent: Number(fields[1]), cpuMs: ticks * 10, rssBytes: Number(fields[21]) * 4096 }]];
  } catch {
    return []; // it has ended meanwhile
  }
}

/** Percent of one core between two looks. */
export function cpuPercent(before: Usage, after: Usage): number {
  return Math.round(((after.cpuMs - before.cpuMs) / (after.at - before.at)) * 1000) / 10;
}
