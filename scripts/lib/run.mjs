// Starts other programs, and keeps what they say.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { at, environment, root } from './paths.mjs';
import { Problem } from './report.mjs';

/**
 * Runs a program to its end and returns `{ code, output }`; `code` is null when it could not be started.
 * `bare` leaves the environment as it is, without .venv.
 */
export function run(program, args, { env, bare, timeout, cwd = root, ...options } = {}) {
  return new Promise(resolve => {
    const child = spawn(program, args, {
      cwd,
      timeout,
      env: bare ? process.env : environment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
      ...options
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', text => (output += text));
    }
    child.on('error', error => resolve({ code: null, output: `${output}${error.message}\n` }));
    child.on('close', code => resolve({ code: code ?? 1, output }));
  });
}

/**
 * Runs a program that must succeed. Its output goes to a log file; when it fails, `explain(output)` gives the
 * sentence for the reader, and the file's name is added.
 */
export async function mustRun(name, program, args, { explain, ...options } = {}) {
  const { code, output } = await run(program, args, options);
  const log = at('.cache', 'logs', `${name}.log`);
  mkdirSync(dirname(log), { recursive: true });
  writeFileSync(log, output);
  if (code !== 0) {
    throw new Problem(
      `${explain?.(output) ?? `${name} failed`} (what it said is in ${relative(root, log)}).`
    );
  }
  return output;
}

/** Hands the terminal to a program until it ends; returns its exit code. */
export function handOver(program, args, { env, cwd = root } = {}) {
  return new Promise(resolve => {
    const child = spawn(program, args, { cwd, env: environment(env), stdio: 'inherit' });
    // Ctrl-C reaches the child by itself: it decides (Lab asks first), and we stay until it is gone.
    const ignore = () => {};
    const forward = signal => child.kill(signal);
    process.on('SIGINT', ignore).on('SIGTERM', forward).on('SIGHUP', forward);
    child.on('error', () => resolve(1));
    child.on('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}

/** What npm and pip print when they do not get through to their registry. */
export const UNREACHABLE =
  /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|ERR_SOCKET_TIMEOUT|FETCH_ERROR|NewConnectionError|ConnectTimeout|ReadTimeout|ProxyError|SSLError|Temporary failure in name resolution|Max retries exceeded|CERT_/;

export const unreachable = tool =>
  `${tool} could not reach its package registry: check the network and the proxy settings, then try again`;

/** The sentence for an installer that failed, for mustRun's `explain`. */
export const installing = (tool, what) => output =>
  UNREACHABLE.test(output) ? unreachable(tool) : `${tool} could not install ${what}`;
