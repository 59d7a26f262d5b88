// npm start [-- arguments of jupyter lab]: installs what is missing, builds, and opens the first lesson in JupyterLab.
import './lib/node-version.mjs';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { build } from './build.mjs';
import { ensureSettings } from './lib/jupyter.mjs';
import { at, root, venvPython } from './lib/paths.mjs';
import { main, Problem } from './lib/report.mjs';
import { handOver } from './lib/run.mjs';
import { setup } from './setup.mjs';

const LESSON = 'notebooks/en/01-one-neuron.ipynb';

/** The port given in the arguments, or null. @throws Problem for anything else than a port */
function askedPort(args) {
  const text = args.join(' ').match(/--(?:ServerApp\.)?port(?:[= ]+(\S*)|$)/);
  if (!text) return null;
  const port = /^\d{1,5}$/.test(text[1] ?? '') ? Number(text[1]) : 0;
  if (port < 1 || port > 65535) {
    throw new Problem(
      `The port is '${text[1] ?? ''}', expected a whole number from 1 to 65535: npm start -- --port=8889, for instance.`
    );
  }
  return port;
}

/** Rejects a port that is already in use, before the setup instead of after it. */
function checkPort(port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', ({ code }) => {
      if (code !== 'EADDRINUSE') return resolve(); // JupyterLab reports other errors itself
      reject(
        new Problem(`Port ${port} is in use: choose another one (npm start -- --port=${port + 1}), or none.`)
      );
    });
    server.listen({ port, host: '127.0.0.1' }, () => server.close(resolve));
  });
}

await main(async args => {
  const port = askedPort(args);
  if (port) await checkPort(port);
  await setup();
  await build();
  ensureSettings();
  // The server's root is the repository, so that data and all lessons are accessible.
  const ours = [`--ServerApp.root_dir=${root}`];
  if (existsSync(at(LESSON))) ours.push(`--LabApp.default_url=/lab/tree/${LESSON}`);
  if (port) ours.push('--ServerApp.port_retries=0'); // fail instead of using another port
  console.log('Starting JupyterLab (Ctrl-C stops it)');
  return handOver(venvPython, ['-m', 'jupyterlab', ...ours, ...args]);
});
