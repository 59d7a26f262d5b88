// Measures the cost of the live display: the same run in a real tslab kernel with display, only recorded, and plain.
// Run it with node bench/training.mjs, or import benchTraining.
import { spawn } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { at, environment, venvPython } from '../scripts/lib/paths.mjs';

/** The cell that measures. The variants take turns, so that a slow phase of the machine affects all; warms up first. */
const cell = (rounds, seconds) => `
import { Adam, BCELoss, CrossEntropyLoss, DataLoader, Linear, ReLU, SGD, Sequential, Sigmoid, fit, manualSeed } from 'stepgrad';
import * as engine from 'stepgrad/dist/engine';
const samples = (n: number, features: number, classes: number) => ({
  input: Array.from({ length: n }, (_, i) => Array.from({ length: features }, (_, k) => Math.sin(i * 3 + k * 7))),
  target: classes === 1 ? Array.from({ length: n }, (_, i) => [i % 2]) : Array.from({ length: n }, (_, i) => i % classes)
});
const kinds: Record<string, () => any> = {
  '2-4-1': () => {
    const model = new Sequential(new Linear(2, 4), new Sigmoid(), new Linear(4, 1), new Sigmoid());
    return { model: model, loss: new BCELoss(), optimizer: new SGD(model.parameters(), { lr: 0.1 }),
      train: new DataLoader(samples(200, 2, 1), { batchSize: 10, shuffle: true }), validation: samples(50, 2, 1) };
  },
  '64-32-10': () => {
    const model = new Sequential(new Linear(64, 32), new ReLU(), new Linear(32, 10));
    return { model: model, loss: new CrossEntropyLoss(), optimizer: new Adam(model.parameters(), { lr: 0.001 }),
      train: new DataLoader(samples(640, 64, 10), { batchSize: 32, shuffle: true }), validation: samples(128, 64, 10) };
  }
};
const timed = async (kind: string, how: string, epochs: number) => {
  manualSeed(1);
  const { model, ...rest } = kinds[kind]();
  // Processor time: wall-clock time would include other programs.
  const { process } = globalThis as any;
  const start = process.cpuUsage();
  if (how === 'plain') {
    await (engine as any).fit(model, { ...rest, epochs: epochs, yield: () => new Promise(go => setImmediate(go)) });
  } else {
    await fit(model, { ...rest, epochs: epochs, display: how === 'drawn', ...(how === 'recorded' ? { lines: 0 } : {}) });
  }
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
};
for (const kind of Object.keys(kinds)) {
  for (const how of ['plain', 'recorded', 'drawn', 'plain']) {
    await timed(kind, how, 200);
  }
  const once = await timed(kind, 'plain', 100);
  const epochs = Math.max(100, Math.round((100 * ${seconds * 1000}) / once));
  const times: Record<string, number[]> = { plain: [], recorded: [], drawn: [] };
  for (let i = 0; i < ${rounds}; i++) {
    // Alternating order, so that no variant is always the first.
    const order = Object.keys(times);
    for (const how of i % 2 === 0 ? order : order.reverse()) {
      times[how].push(await timed(kind, how, epochs));
    }
  }
  console.log('RESULT ' + JSON.stringify({ kind: kind, epochs: epochs, times: times }));
}
`;

/** The median of the relative overheads per round: a slow phase of the machine affects a whole round. */
function overhead(with_, without) {
  const ratios = with_.map((time, i) => time / without[i] - 1).sort((a, b) => a - b);
  return (ratios[Math.floor((ratios.length - 1) / 2)] + ratios[Math.ceil((ratios.length - 1) / 2)]) / 2;
}

/** Returns, by network, the processor-time overhead of the display and of recording only, as shares of the plain time. */
export async function benchTraining({ rounds = 11, seconds = 2 } = {}) {
  const child = spawn(venvPython, [fileURLToPath(new URL('training.py', import.meta.url)), at('notebooks')], {
    env: environment(),
    stdio: ['pipe', 'pipe', 'inherit']
  });
  child.stdin.end(cell(rounds, seconds));
  let output = '';
  for await (const chunk of child.stdout) output += chunk;
  const lines = output.split('\n').filter(line => line.startsWith('RESULT '));
  if (lines.length < 2) throw new Error(`The kernel did not finish:\n${output}`);
  return Object.fromEntries(
    lines.map(line => {
      const { kind, epochs, times } = JSON.parse(line.slice(7));
      const { plain, recorded, drawn } = times;
      return [
        kind,
        {
          epochs,
          plainMs: Math.min(...plain),
          drawnMs: Math.min(...drawn),
          recording: overhead(recorded, plain),
          display: overhead(drawn, plain)
        }
      ];
    })
  );
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const percent = x => `${(100 * x).toFixed(1)} %`;
  for (const [kind, found] of Object.entries(await benchTraining())) {
    console.log(
      `${kind}: ${found.epochs} epochs, ${found.plainMs.toFixed(0)} ms of processor time plain, ${found.drawnMs.toFixed(0)} ms with display; ` +
        `recording costs ${percent(found.recording)}, recording and display ${percent(found.display)}`
    );
  }
}
