// End to end: a real JupyterLab, a real tslab kernel, a real browser. One Lab for all tests.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { at, environment, root, venvPython } from './scripts/lib/paths.mjs';

const { env } = process;

// Playwright reads this file again in every worker: what is made here once goes to them by the environment.
if (!env.STEPGRAD_E2E_PORT) {
  env.STEPGRAD_E2E_PORT = String(await freePort());
  env.STEPGRAD_E2E_HOME = mkdtempSync(join(tmpdir(), 'stepgrad-e2e-'));
  env.STEPGRAD_E2E_NOTEBOOKS = at('notebooks', `e2e-${process.pid}`);
  // No news, no look for updates, and nothing saved that a test did not save.
  setting('apputils-extension/notification', { fetchNews: 'false', checkForUpdates: false });
  setting('docmanager-extension/plugin', { autosave: false });
}

/** Where the Lab of the tests keeps its files: never where the reader's own has them. */
function home(...parts) {
  return join(env.STEPGRAD_E2E_HOME, ...parts);
}

function setting(name, values) {
  const path = home('settings', '@jupyterlab', `${name}.jupyterlab-settings`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(values));
}

function freePort() {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

const lab = [
  `"${venvPython}" -m jupyterlab --no-browser --allow-root --expose-app-in-browser --log-level=ERROR`,
  '--JupyterNotebookApp.expose_app_in_browser=True',
  `--ServerApp.port=${env.STEPGRAD_E2E_PORT} --ServerApp.port_retries=0 --IdentityProvider.token=e2e`,
  `--ServerApp.root_dir="${root}"`
].join(' ');

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  globalTeardown: './test/e2e/teardown.ts',
  workers: 1,
  retries: 0,
  timeout: 60_000,
  reporter: 'list',
  webServer: {
    command: lab,
    url: `http://127.0.0.1:${env.STEPGRAD_E2E_PORT}/api/status?token=e2e`,
    timeout: 60_000,
    // Asked to stop, Lab stops its kernels too.
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
    env: environment({
      JUPYTER_CONFIG_DIR: home('config'),
      JUPYTER_DATA_DIR: home('data'),
      JUPYTER_RUNTIME_DIR: home('runtime'),
      JUPYTERLAB_SETTINGS_DIR: home('settings'),
      JUPYTERLAB_WORKSPACES_DIR: home('workspaces')
    })
  },
  use: {
    baseURL: `http://127.0.0.1:${env.STEPGRAD_E2E_PORT}`,
    viewport: { width: 1400, height: 1000 },
    screenshot: 'only-on-failure',
    actionTimeout: 10_000,
    launchOptions: {
      executablePath: env.STEPGRAD_CHROMIUM || '/usr/bin/chromium',
      args: [
        ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
        ...['--disable-background-networking', '--disable-component-update']
      ]
    }
  }
});
