/** Who may import what: the table of docs/architecture.md, checked by `npm run check`. */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { pathNot: allowed },
});
const fence = (name, pkg, allowedFrom) => ({
  name,
  severity: 'error',
  from: { pathNot: [...allowedFrom, '^test/'] },
  to: { path: pkg },
});
const builtinsAndTypes = [
  '^node:',
  '^(fs|path|crypto|events|stream|timers|os|net|url|util|buffer|http|https|dgram|zlib|readline|worker_threads|async_hooks|perf_hooks)(/|$)',
];
const npm = (...names) => names.map((n) => `node_modules/(@types/)?${n}(/|$)`);
const parts = ['camera', 'vision', 'presence', 'evidence', 'store', 'uplink', 'vault', 'commands'];

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'warn',
      from: { orphan: true, pathNot: ['\\.(config|d)\\.', '^test/', '^scripts/', 'main\\.ts(x)?$'] },
      to: {},
    },
    only('domain-is-pure', '^core/domain/', ['^core/domain/']),
    only('contract', '^core/contract/', ['^core/(domain|contract)/', ...npm('zod')]),
    only('forms', '^core/forms/', ['^core/(domain|forms)/', ...npm('exceljs')]),
    {
      name: 'platform',
      severity: 'error',
      from: { path: '^core/platform/' },
      to: { path: '^(kiosk|server|scripts|test|core/(contract|forms|ui))/' },
    },
    only('accounts', '^core/accounts/', ['^core/(domain|contract|accounts|platform)/', ...builtinsAndTypes]),
    {
      name: 'core-web',
      severity: 'error',
      from: { path: '^core/web/' },
      to: { path: '^(kiosk|server|scripts|test|core/(forms|ui|accounts))/' },
    },
    {
      name: 'core-ui',
      severity: 'error',
      from: { path: '^core/ui/' },
      to: { path: '^(kiosk|server|scripts|test|core/(forms|platform|web|accounts))/' },
    },
    ...parts.map((part) => ({
      name: `kiosk-${part}-alone`,
      severity: 'error',
      from: { path: `^kiosk/${part}/` },
      to: { path: '^(kiosk|server|scripts|test|core/(forms|ui))/', pathNot: [`^kiosk/${part}/`] },
    })),
    {
      name: 'kiosk-desk-alone',
      severity: 'error',
      from: { path: '^kiosk/desk/' },
      to: { path: '^(kiosk|server|scripts|test|core/ui)/', pathNot: '^kiosk/desk/' },
    },
    {
      name: 'platform-as-types-only',
      severity: 'error',
      from: { path: `^(kiosk/(${[...parts, 'desk'].join('|')})|server/(hub|store|desk))/` },
      to: { path: '^core/platform/', dependencyTypesNot: ['type-only'] },
    },
    ...['kiosk', 'server'].map((program) => ({
      name: `${program}-http-of-its-own-program`,
      severity: 'error',
      from: { path: `^${program}/http/` },
      to: { path: '^(kiosk|server|scripts|test)/', pathNot: `^${program}/http/` },
    })),
    {
      name: 'center-desk-alone',
      severity: 'error',
      from: { path: '^server/(desk|hub|store)/' },
      to: { path: '^(kiosk|scripts|test|core/ui|server/(http|dashboard|desk|hub|store))/', pathNot: '^server/$1/' },
    },
    {
      name: 'pages',
      severity: 'error',
      from: { path: '^(kiosk/(screen|office)|server/dashboard)/' },
      to: {
        path: '^(kiosk|server|scripts|test|core/(platform|forms))/',
        pathNot: '^(kiosk/(screen|office)|server/dashboard)/',
      },
    },
    only('config', '(kiosk|server)/config\\.ts$', ['^core/domain/', ...npm('zod'), ...builtinsAndTypes]),
    { name: 'nobody-imports-main', severity: 'error', from: {}, to: { path: '(^|/)(vision\\.)?main\\.ts$' } },
    {
      name: 'product-never-imports-test-or-scripts',
      severity: 'error',
      from: { path: '^(core|kiosk|server)/' },
      to: { path: '^(test|scripts)/' },
    },
    fence('child_process-in-platform', '^(node:)?child_process$', ['^core/platform/', '^scripts/setup']),
    fence('fluent-ffmpeg-in-clip', npm('fluent-ffmpeg')[0], ['^kiosk/evidence/clip']),
    fence('sqlite-in-store', npm('better-sqlite3')[0], ['^(kiosk|server)/store/']),
    fence('inference-in-vision', 'node_modules/(onnxruntime-node|@tensorflow|@vladmandic)/', [
      '^kiosk/vision/',
      '^scripts/',
    ]),
    fence('express-and-socket.io', 'node_modules/(express|socket\\.io|socket\\.io-client)/', [
      '/http/',
      '^core/web/',
      '^kiosk/uplink/',
      '^server/hub/',
      '^(kiosk/(screen|office)|server/dashboard|core/ui)/',
    ]),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    exclude: { path: '^(dist|docs|\\.cache)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
