/** Specs run in Node; one that needs a page says `@jest-environment jsdom` at its top. */
module.exports = {
  testMatch: ['<rootDir>/test/**/*.spec.ts'],
  // Playwright's.
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
  // A machine that has much to do takes several times as long as one that has not.
  testTimeout: 30_000,
  moduleNameMapper: { '\\.(css|svg)$': '<rootDir>/test/empty.cjs' },
  transform: {
    '\\.[cm]?[jt]s$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }
    ]
  },
  // ES modules, which jest can't load as they are.
  transformIgnorePatterns: [
    '/node_modules/(?!(d3|d3-[a-z-]+|internmap|delaunator|robust-predicates|katex|@jupyterlab|@lumino|@jupyter|lib0|y-protocols|yjs|nanoid)/)'
  ]
};
