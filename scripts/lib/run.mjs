// Runs other programs and captures their output.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { at, environment, root } from './paths.mjs';
import { Problem } from './report.mjs';

/**
 * Runs a program to its end and returns `{ code, output }`; `code` is null if the program could not be started.
 * With `bare`, the environment is passed unchanged, without .venv.
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
 * Runs a program that must succeed, and writes its output to a log file. If it fails, throws a Problem with the
 * sentence `explain(output)` and the log file's path.
 */
export async function mustRun(name, program, args, { explain, ...options } = {}) {
  const { code, output } = await run(program, args, options);
  const log = at('.cache', 'logs', `${name}.log`);
  mkdirSync(dirname(log), { recursive: true });
  writeFileSync(log, output);
  if (code !== 0) {
    throw new Problem(`${explain?.(output) ?? `${name} failed`} (its output is in ${relative(root, log)}).`);
  }
  return output;
}

/** Runs a program in the foreground of the terminal; returns its exit code. */
export function handOver(program, args, { env, cwd = root } = {}) {
  return new Promise(resolve => {
    const child = spawn(program, args, { cwd, env: environment(env), stdio: 'inherit' });
    // The terminal sends Ctrl-C to the child too. It decides whether to end (Lab asks first); we wait for it.
    const ignore = () => {};
    const forward = signal => child.kill(signal);
    process.on('SIGINT', ignore).on('SIGTERM', forward).on('SIGHUP', forward);
    child.on('error', () => resolve(1));
    child.on('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}

/** What npm and pip print if they can't reach their registry. */
export const UNREACHABLE =
  /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|ERR_SOCKET_TIMEOUT|FETCH_ERROR|NewConnectionError|ConnectTimeout|ReadTimeout|ProxyError|SSLError|Temporary failure in name resolution|Max retries exceeded|CERT_/;

export const unreachable = tool =>
  `${tool} could not reach its package registry: check the network and the proxy settings, then try again`;

/** The `explain` of mustRun for a failed installer. */
export const installing = (tool, what) => output =>
  UNREACHABLE.test(output) ? unreachable(tool) : `${tool} could not install ${what}`;
