/** One direction: a → b means a may import b. What is not listed is forbidden. See ARCHITECTURE.md §2. */
const may = {
  kernel: [],
  contract: ['kernel'],

  rules: ['kernel'],
  drg: ['kernel'],
  methods: ['kernel'],
  warehouse: ['kernel', 'rules', 'drg', 'methods'],
  'synthetic-city': ['kernel', 'warehouse'],
  'web-kit': ['kernel', 'contract'],
}
const pure = '^packages/(kernel|contract|rules|drg|methods)/'
const packageRules = Object.entries(may).map(([name, targets]) => ({
  name: `${name}-imports`,
  severity: 'error',
  from: { path: `^packages/${name}/` },
  to: { path: '^(packages|apps)/', pathNot: `^packages/(${[name, ...targets].join('|')})/` },
}))

module.exports = {
  forbidden: [
    ...packageRules,
    {
      name: 'pure-packages-do-no-io',
      severity: 'error',
      from: { path: pure, pathNot: '\\.test(-helper)?\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'browser-side',
      severity: 'error',
      from: { path: '^apps/(console|h5)/' },
      to: { path: '^(packages|apps)/', pathNot: '^(packages/(kernel|contract|web-kit)|apps/(console|h5))/' },
    },
    {
      name: 'server-not-browser',
      severity: 'error',
      from: { path: '^apps/(server|cli)/' },
      to: { path: '^(apps/(console|h5)|packages/web-kit)/' },
    },
    {
      name: 'cli-not-server-modules',
      severity: 'error',
      from: { path: '^apps/cli/' },
      to: { path: '^apps/server/src/modules/' },
    },
    {
      name: 'module-door',
      severity: 'error',
      from: { path: '^apps/([^/]+)/src/modules/([^/]+)/' },
      to: { path: '^apps/$1/src/modules/', pathNot: '^apps/$1/src/modules/($2/|[^/]+/public\\.ts$)' },
    },
    {
      name: 'platform-knows-no-module',
      severity: 'error',
      from: { path: '^apps/([^/]+)/src/(platform|shell)/' },
      to: { path: '^apps/$1/src/modules/' },
    },
    {
      name: 'store-is-sql-only',
      severity: 'error',
      from: { path: '/modules/[^/]+/routes(/|\\.ts$)' },
      to: { path: '/modules/[^/]+/store(/|\\.ts$)' },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'must-resolve', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.css'],
      mainFields: ['module', 'main', 'types'],
    },
  },
}
