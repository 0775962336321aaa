import { config } from 'zod/mini';

// The page's Content-Security-Policy forbids eval, which zod would try for speed. Must run before the first schema.
config({ jitless: true });
