import { randomBytes } from 'node:crypto';
import type { JobView } from '../contract/web/job.ts';
import { ZaikeError } from '../domain/errors.ts';
import type { Log } from '../platform/log.ts';

/** What a job's work is given. */
export interface JobPorts {
  /** Tells how far it is: 0–1, and at what (zh-CN). */
  readonly report: (share: number, note: string) => void;
  /** Aborted when somebody cancels: the work then undoes what it began and throws. */
  readonly signal: AbortSignal;
}

/** Long work with progress that can be cancelled; the last hundred ended ones are remembered. */
export interface Jobs {
  /** Starts `work` and returns its id at once. Its result must be JSON. */
  start(kind: string, work: (ports: JobPorts) => Promise<unknown>): string;
  /** @throws ZaikeError `no-such-job`. */
  view(id: string): JobView;
  /** Asks a running job to end; one that has ended stays as it is. @throws ZaikeError `no-such-job`. */
  cancel(id: string): void;
  /** Cancels all and waits for their ends. */
  [Symbol.asyncDispose](): Promise<void>;
}

const REMEMBERED = 100;

interface Job {
  view: JobView;
  readonly stop: AbortController;
  ended: Promise<void>;
}

export function createJobs(log: Log): Jobs {
  const jobs = new Map<string, Job>();

  const find = (id: string): Job => {
    const job = jobs.get(id);
    if (job === undefined) throw new ZaikeError('没有这个任务，可能已结束很久', { code: 'no-such-job', retry: false });
    return job;
  };

  const forgetOld = (): void => {
    const ended = [...jobs].filter(([, { view }]) => view.state !== 'running');
    for (const [id] of ended.slice(0, Math.max(0, ended.length - REMEMBERED))) jobs.delete(id);
  };

  return {
    start: (kind, work) => {
      const id = randomBytes(9).toString('base64url');
      const stop = new AbortController();
      const view: JobView = { id, kind, state: 'running', share: 0, note: '', result: null, error: null };
      const job: Job = { view, stop, ended: Promise.resolve() };
      const { signal } = stop;
      const report = (share: number, note: string): void => {
        if (job.view.state === 'running') job.view = { ...job.view, share: Math.min(1, Math.max(0, share)), note };
      };
      const run = async (): Promise<void> => {
        try {
          const result = await work({ report, signal });
          job.view = { ...job.view, state: 'done', share: 1, result };
        } catch (error) {
          if (signal.aborted) job.view = { ...job.view, state: 'cancelled' };
          else {
            log.error('a job failed', { kind, error });
            const message = error instanceof ZaikeError ? error.message : '出现意外错误，请重试；仍不行请查看日志';
            job.view = { ...job.view, state: 'failed', error: message };
          }
        }
        forgetOld();
      };
      jobs.set(id, job);
      job.ended = run();
      return id;
    },
    view: (id) => find(id).view,
    cancel: (id) => {
      find(id).stop.abort();
    },
    [Symbol.asyncDispose]: async () => {
      for (const { stop } of jobs.values()) stop.abort();
      await Promise.all([...jobs.values()].map(({ ended }) => ended));
    },
  };
}
