import tseslint from 'typescript-eslint';

const ambient = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Take a Clock as a parameter (core/platform/clock.ts).',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Take a Clock as a parameter (core/platform/clock.ts).',
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Take a source of randomness as a parameter, or use node:crypto.',
  },
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: 'Configuration is read in config.ts only.',
  },
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only, unless a tool needs a default.' },
];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.cache/', 'docs/', '**/*.mjs', '**/*.cjs'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './tsconfig.pages.json', './core/domain/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'no-restricted-syntax': ['error', ...ambient],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/unified-signatures': 'off',
      eqeqeq: 'error',
    },
  },
  {
    files: ['core/platform/**', '**/config.ts', '*.config.ts', 'scripts/**', 'test/**'],
    rules: {
      'no-restricted-syntax': ['error', ...ambient.filter(({ selector }) => !selector.includes('process') || false)],
    },
  },
  { files: ['core/platform/**', 'test/**', 'scripts/**'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['*.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
);
