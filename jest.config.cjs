/** Specs run in Node; a spec that needs the DOM declares `@jest-environment jsdom` at its top. */
module.exports = {
  testMatch: ['<rootDir>/test/**/*.spec.ts'],
  // Playwright's tests.
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/test/e2e/',
    '<rootDir>/test/screenshots/',
    '<rootDir>/test/bench/'
  ],
  modulePathIgnorePatterns: [
    '<rootDir>/dist/',
    '<rootDir>/lib/',
    '<rootDir>/stepgrad/',
    '<rootDir>/.venv/',
    '<rootDir>/.cache/'
  ],
  // In ms: a busy machine takes several times as long as an idle one.
  testTimeout: 30_000,
  moduleNameMapper: { '\\.(css|svg)$': '<rootDir>/test/empty.cjs' },
  transform: {
    '\\.[cm]?[jt]s$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }
    ]
  },
  // Packages of ES modules, which jest must compile.
  transformIgnorePatterns: [
    '/node_modules/(?!(d3|d3-[a-z-]+|internmap|delaunator|robust-predicates|katex|@jupyterlab|@lumino|@jupyter|lib0|y-protocols|yjs|nanoid)/)'
  ]
};
