// End to end: a real JupyterLab, a real tslab kernel, a real browser. Tests that run at the same time have a Lab each: its
// settings and kernels are what a test has to itself.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { at, environment, root, venvPython } from './scripts/lib/paths.mjs';

const { env } = process;
/** Two halve the time; STEPGRAD_E2E_WORKERS=1 where there is one core, or to find out what disturbs what. */
const workers = Number(env.STEPGRAD_E2E_WORKERS || 2);

// Playwright reads this file again in every worker: what is made here once goes to them by the environment.
if (!env.STEPGRAD_E2E_PORTS) {
  env.STEPGRAD_E2E_PORTS = (await Promise.all(Array.from({ length: workers }, freePort))).join();
  env.STEPGRAD_E2E_HOME = mkdtempSync(join(tmpdir(), 'stepgrad-e2e-'));
  env.STEPGRAD_E2E_NOTEBOOKS = at('notebooks', `e2e-${process.pid}`);
  // No news, no look for updates, and nothing saved that a test did not save.
  for (let worker = 0; worker < workers; worker++) {
    setting(worker, 'apputils-extension/notification', { fetchNews: 'false', checkForUpdates: false });
    setting(worker, 'docmanager-extension/plugin', { autosave: false });
  }
}
const ports = env.STEPGRAD_E2E_PORTS.split(',');

/** Where the Lab of a worker keeps its files: never where the reader's own has them. */
function home(worker, ...parts) {
  return join(env.STEPGRAD_E2E_HOME, String(worker), ...parts);
}

function setting(worker, name, values) {
  const path = home(worker, 'settings', '@jupyterlab', `${name}.jupyterlab-settings`);
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

const lab = port =>
  [
    `"${venvPython}" -m jupyterlab --no-browser --allow-root --expose-app-in-browser --log-level=ERROR`,
    '--JupyterNotebookApp.expose_app_in_browser=True',
    `--ServerApp.port=${port} --ServerApp.port_retries=0 --IdentityProvider.token=e2e`,
    `--ServerApp.root_dir="${root}"`
  ].join(' ');

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  globalTeardown: './test/e2e/teardown.ts',
  workers,
  retries: 0,
  timeout: 60_000,
  reporter: 'list',
  webServer: ports.map((port, worker) => ({
    command: lab(port),
    url: `http://127.0.0.1:${port}/api/status?token=e2e`,
    timeout: 60_000,
    // Asked to stop, Lab stops its kernels too.
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
    env: environment({
      JUPYTER_CONFIG_DIR: home(worker, 'config'),
      JUPYTER_DATA_DIR: home(worker, 'data'),
      JUPYTER_RUNTIME_DIR: home(worker, 'runtime'),
      JUPYTERLAB_SETTINGS_DIR: home(worker, 'settings'),
      JUPYTERLAB_WORKSPACES_DIR: home(worker, 'workspaces')
    })
  })),
  use: {
    // In a worker this is read again, and is its own.
    baseURL: `http://127.0.0.1:${ports[Number(env.TEST_PARALLEL_INDEX ?? 0)]}`,
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
