/** Direction of imports, as docs/architecture.md describes it. */
const inside = (name) => `^packages/${name}/`;
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-orphans-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'formats-imports-nothing-of-ours',
      severity: 'error',
      from: { path: inside('formats') },
      to: { path: '^packages/(?!formats/)' },
    },
    {
      name: 'protocol-imports-formats-xml-only',
      severity: 'error',
      from: { path: inside('protocol') },
      to: { path: '^packages/(?!protocol/|formats/src/(xml|errors))' },
    },
    {
      name: 'client-imports-formats-and-protocol',
      severity: 'error',
      from: { path: inside('client') },
      to: { path: '^packages/(?!client/|formats/|protocol/)' },
    },
    {
      name: 'web-imports-protocol-json-only',
      severity: 'error',
      from: { path: inside('web') },
      to: { path: '^packages/(?!web/|protocol/src/json)' },
    },
    {
      name: 'sandbox-imports-formats',
      severity: 'error',
      from: { path: inside('sandbox') + 'src' },
      to: { path: '^packages/(?!sandbox/|formats/|server/src/(ports|config|plugin))' },
    },
    {
      name: 'server-does-not-import-sandbox-or-cli',
      severity: 'error',
      from: { path: inside('server') + 'src', pathNot: '\\.test\\.ts$' },
      to: { path: '^packages/(sandbox|cli|client)/' },
    },
    {
      name: 'jobs-know-no-adapter-http-or-sql',
      severity: 'error',
      from: { path: '^packages/server/src/jobs/', pathNot: '\\.test\\.ts$' },
      to: { path: '^packages/server/src/(adapters|http|store|tasks)/|node_modules/(kysely|pg|fastify)/' },
    },
    {
      name: 'notifications-know-no-adapter-http-or-sql',
      severity: 'error',
      from: { path: '^packages/server/src/notifications/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^packages/server/src/(adapters|http|store|tasks)/|node_modules/(kysely|pg|fastify|nodemailer)/',
      },
    },
    {
      name: 'only-main-meets-adapters',
      severity: 'error',
      from: {
        path: '^packages/server/src/',
        pathNot: '^packages/server/src/(main\\.ts|outside-world\\.ts|adapters/)|\\.test\\.ts$',
      },
      to: { path: '^packages/server/src/adapters/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/|/target/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs'],
    },
  },
};
