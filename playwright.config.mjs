// End-to-end tests with a real JupyterLab, tslab kernel and browser. Each worker has its own JupyterLab, so that tests
// running in parallel don't share settings and kernels.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { at, environment, root, venvPython } from './scripts/lib/paths.mjs';

const { env } = process;
/** Two workers halve the time. Set STEPGRAD_E2E_WORKERS=1 for one core, or to find interfering tests. */
const workers = Number(env.STEPGRAD_E2E_WORKERS || 2);

// Playwright reads this file again in every worker; values created once are passed on in the environment.
if (!env.STEPGRAD_E2E_PORTS) {
  env.STEPGRAD_E2E_PORTS = (await Promise.all(Array.from({ length: workers }, freePort))).join();
  env.STEPGRAD_E2E_HOME = mkdtempSync(join(tmpdir(), 'stepgrad-e2e-'));
  env.STEPGRAD_E2E_NOTEBOOKS = at('notebooks', `e2e-${process.pid}`);
  // No news, no update checks, no autosave.
  for (let worker = 0; worker < workers; worker++) {
    setting(worker, 'apputils-extension/notification', { fetchNews: 'false', checkForUpdates: false });
    setting(worker, 'docmanager-extension/plugin', { autosave: false });
  }
}
const ports = env.STEPGRAD_E2E_PORTS.split(',');

/** The folder of a worker's JupyterLab, separate from the user's own. */
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
  // Two workers with a JupyterLab each on two cores: a page may stand still for seconds.
  expect: { timeout: 15_000 },
  reporter: 'list',
  webServer: ports.map((port, worker) => ({
    command: lab(port),
    url: `http://127.0.0.1:${port}/api/status?token=e2e`,
    timeout: 60_000,
    // On SIGTERM JupyterLab also stops its kernels.
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
    // Evaluated again in every worker, with the worker's own port.
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
