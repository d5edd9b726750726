import { readdirSync } from 'node:fs'
import path from 'node:path'
import { createNodeResolver, importX } from 'eslint-plugin-import-x'
import regexp from 'eslint-plugin-regexp'
import security from 'eslint-plugin-security'
import tseslint from 'typescript-eslint'

/*
 * Biome formats and lints fast (biome.json). ESLint does what needs types or the shape of the tree: forgotten promises,
 * `any` that creeps in, and the borders between the folders (the table in docs/architecture.md).
 */

const root = import.meta.dirname
const productCode = [
  'core/**/*.ts',
  'adapters/**/*.ts',
  'bot/**/*.ts',
  'jobs/**/*.ts',
  'web-admin/api/**/*.ts',
]
const browserCode = [
  'web-admin/ui/**/*.{ts,tsx}',
  'adapters/site-chat/widget/**/*.ts',
  'sandbox/page/**/*.ts',
]
const testCode = ['**/*.test.ts', '**/*.test.tsx', 'tests/**/*.ts']

/** What files of `folder` may import from this checkout besides themselves; packages are always allowed. */
function border(folder, allowed, why) {
  return {
    target: `./${folder}`,
    from: './',
    except: ['node_modules', folder, ...allowed].map((entry) => `./${entry}`),
    message: `${folder} may import ${why}.`,
  }
}

const adapters = readdirSync(path.join(root, 'adapters'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => border(`adapters/${entry.name}`, ['core'], 'core, never another adapter'))

const borders = [
  border('core', [], 'libraries only'),
  ...adapters,
  border('bot', ['core'], 'core'),
  border('jobs', ['core'], 'core'),
  border('web-admin/api', ['core'], 'core'),
  // How a long text is split is said beforehand, by the rule that will split it.
  border(
    'web-admin/ui',
    ['web-admin/api', 'core/inbox/split-text.ts'],
    'types of web-admin/api, and split-text of core',
  ),
]

/** The panel knows the API by its types: an import that leaves code behind would pull the server into the bundle. */
const apiTypesOnly = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { typeOnly: 'The panel may only `import type` from web-admin/api.' },
  },
  create(context) {
    const api = path.join(root, 'web-admin/api')
    const check = (node) => {
      if (!node.source || node.importKind === 'type' || node.exportKind === 'type') return
      const source = String(node.source.value)
      if (!source.startsWith('.')) return
      const target = path.resolve(path.dirname(context.filename), source)
      if (target === api || target.startsWith(`${api}${path.sep}`))
        context.report({ node, messageId: 'typeOnly' })
    }
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    }
  },
}

/** Outside systems are spoken to by adapters, the bot, the jobs and the API; core is what they have in common. */
const outsideLibraries = ['telegraf', 'grammy', 'express', 'socket.io', 'agenda', 'openai', 'whatsapp-web.js']

export default tseslint.config(
  { ignores: ['dist/', 'data/', 'coverage/', 'node_modules/', 'bench/results/'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.base, tseslint.configs.recommendedTypeCheckedOnly],
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['web-admin/ui/vite.config.ts'] },
        tsconfigRootDir: root,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { 'import-x': importX, regexp, security, otklik: { rules: { 'api-types-only': apiTypesOnly } } },
    settings: {
      'import-x/resolver-next': [
        createNodeResolver({
          extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
          extensionAlias: { '.js': ['.ts', '.tsx', '.js'] },
          conditionNames: ['types', 'import', 'node', 'default'],
        }),
      ],
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      // An async function without await keeps a contract's shape (adapters do that a lot).
      '@typescript-eslint/require-await': 'off',
      // Errors that callbacks of libraries hand over have no type to go by.
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
      // Our services are objects of closures; nothing in them minds losing its `this`.
      '@typescript-eslint/unbound-method': 'off',
      // `'RUB' | string` tells a reader what to expect.
      '@typescript-eslint/no-redundant-type-constituents': 'off',
      // TypeScript 6, which the linter asks, and 7, which checks, differ in what they infer here.
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allow: ['Error', 'URL', 'URLSearchParams'] },
      ],

      'import-x/no-default-export': 'error',
      'import-x/no-restricted-paths': ['error', { basePath: root, zones: borders }],

      'no-eval': 'error',
      'no-new-func': 'error',
      'no-script-url': 'error',
      'security/detect-bidi-characters': 'error',
      'security/detect-buffer-noassert': 'error',
      'security/detect-eval-with-expression': 'error',
      'security/detect-new-buffer': 'error',
      'security/detect-pseudoRandomBytes': 'error',
      // Strangers write what our expressions read. (security/detect-unsafe-regex only counts nested stars.)
      'regexp/no-super-linear-backtracking': 'error',
    },
  },
  {
    files: productCode,
    ignores: [...browserCode, ...testCode],
    rules: {
      'no-console': 'error',
      'security/detect-child-process': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
          message: 'Take the time from the injected Clock (core/clock.ts).',
        },
        {
          selector: 'CallExpression[callee.object.name="Date"][callee.property.name="now"]',
          message: 'Take the time from the injected Clock; measure durations with performance.now().',
        },
      ],
    },
  },
  {
    files: [...productCode, 'sandbox/**/*.ts', 'main.ts', 'otklik.ts', 'commands/**/*.ts'],
    ignores: [...browserCode, ...testCode],
    rules: {
      // What the image runs must be among its dependencies.
      'import-x/no-extraneous-dependencies': ['error', { devDependencies: false, packageDir: root }],
    },
  },
  { files: ['core/clock.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['core/**/*.ts'],
    ignores: testCode,
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: outsideLibraries.map((name) => ({ name, message: 'core does not know outside systems.' })) },
      ],
    },
  },
  {
    files: ['web-admin/ui/**/*.{ts,tsx}'],
    rules: {
      'otklik/api-types-only': 'error',
      // The router's redirects are thrown and are no errors.
      '@typescript-eslint/only-throw-error': 'off',
    },
  },
  {
    files: testCode,
    rules: {
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      'no-script-url': 'off',
      // A test may reach everything it tests, and feeds it what no type allows.
      'import-x/no-restricted-paths': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  // Vite asks for it.
  { files: ['**/vite.config.ts'], rules: { 'import-x/no-default-export': 'off' } },
)
