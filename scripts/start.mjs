// npm start [-- arguments of jupyter lab]: sets up, builds, and opens the first lesson in JupyterLab.
import './lib/node-version.mjs';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { build } from './build.mjs';
import { at, root, venvPython } from './lib/paths.mjs';
import { main, Problem } from './lib/report.mjs';
import { handOver } from './lib/run.mjs';
import { setup } from './setup.mjs';

const LESSON = 'notebooks/en/01-one-neuron.ipynb';

/** The port that the arguments ask for, or null. */
function askedPort(args) {
  const text = args.join(' ').match(/--(?:ServerApp\.)?port[= ](\d+)/);
  return text && Number(text[1]);
}

/** Refuses a port that is taken now, rather than after the setup. */
function checkPort(port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', ({ code }) => {
      if (code !== 'EADDRINUSE') return resolve(); // Lab says best what is wrong with it
      reject(new Problem(`Port ${port} is taken: give another (npm start -- --port=${port + 1}), or none.`));
    });
    server.listen({ port, host: '127.0.0.1' }, () => server.close(resolve));
  });
}

await main(async args => {
  const port = askedPort(args);
  if (port) await checkPort(port);
  await setup();
  await build();
  // The server's root is the repository, whatever the lesson: data and the other lessons stay in reach.
  const ours = [`--ServerApp.root_dir=${root}`];
  if (existsSync(at(LESSON))) ours.push(`--LabApp.default_url=/lab/tree/${LESSON}`);
  if (port) ours.push('--ServerApp.port_retries=0'); // the port that was asked for, or none
  console.log('Starting JupyterLab (Ctrl-C stops it)');
  return handOver(venvPython, ['-m', 'jupyterlab', ...ours, ...args]);
});
