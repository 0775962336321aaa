import { config } from 'zod/mini';

// The pages' Content-Security-Policy forbids eval, which zod would try for speed. Must run before the first schema.
config({ jitless: true });
