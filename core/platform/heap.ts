/**
 * What makes glibc keep one heap for all threads and never give freed memory back at once: large
 * blocks that are freed are taken again by whoever needs them next, without page faults. Ignored by
 * other C libraries. Source: mallopt(3), M_ARENA_MAX, M_MMAP_THRESHOLD, M_TRIM_THRESHOLD.
 */
export const oneHeapEnvironment: Readonly<Record<string, string>> = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: String(1 << 30),
  MALLOC_TRIM_THRESHOLD_: String(2 ** 31 - 1),
};

/** Whether this process was started with {@link oneHeapEnvironment} and runs on glibc. */
export function hasOneHeap(): boolean {
  const { header } = process.report.getReport() as { readonly header: { readonly glibcVersionRuntime?: string } };
  const started = Object.entries(oneHeapEnvironment).every(([name, value]) => process.env[name] === value);
  return started && header.glibcVersionRuntime !== undefined;
}
