/** The hash of the sources that this page was built from (scripts/pages.ts); `dev` under `vite` itself. */
declare const __BUILD__: string;
