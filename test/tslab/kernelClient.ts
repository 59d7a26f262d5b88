/** A client of the Jupyter protocol: starts stepgrad's built kernel and runs cells in it. */
import { ChildProcess, spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as zmq from 'zeromq';

const root = join(__dirname, '..', '..');
const DELIMITER = '<IDS|MSG>';

interface Message {
  header: { msg_type: string };
  parent: { msg_id?: string };
  // The content of any message of the protocol.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  content: any;
}

/** What a cell gave: all that came on the wire until the kernel was idle again. */
export interface Ran {
  reply: { status: string; execution_count: number; ename?: string; evalue?: string; traceback?: string[] };
  stdout: string;
  stderr: string;
  errors: { ename: string; evalue: string; traceback: string }[];
  displays: Record<string, unknown>[];
  messages: Message[];
}

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** Removes the codes that make text bold. */
export const plain = (text: string): string => text.replace(/\x1b\[\d*m/g, '');

export class KernelClient {
  private readonly key = randomUUID();
  private readonly shell = new zmq.Dealer();
  private readonly iopub = new zmq.Subscriber();
  private readonly published: Message[] = [];
  private readonly replies = new Map<string, (message: Message) => void>();
  private readonly idle = new Map<string, () => void>();
  private process!: ChildProcess;
  private folder!: string;
  /** Rejects when the process ends by itself. */
  private died!: Promise<never>;
  /** What the process wrote to its own stderr, before the first cell. */
  log = '';

  /** Starts a kernel in the folder of the English lessons. @param env more variables of its environment */
  async start(env: NodeJS.ProcessEnv = {}): Promise<this> {
    const launcher = join(root, 'dist', 'tslab', 'launcher.js');
    const names = ['shell_port', 'iopub_port', 'stdin_port', 'control_port', 'hb_port'];
    const ports: number[] = [];
    while (ports.length < names.length) {
      ports.push(await freePort());
    }
    this.folder = mkdtempSync(join(tmpdir(), 'stepgrad-kernel-'));
    const connection = join(this.folder, 'connection.json');
    const settings = { transport: 'tcp', ip: '127.0.0.1', key: this.key, signature_scheme: 'hmac-sha256' };
    const all = names.map((name, i) => [name, ports[i]]);
    writeFileSync(connection, JSON.stringify({ ...settings, ...Object.fromEntries(all) }));
    this.process = spawn(process.execPath, [launcher, 'kernel', '--config-path', connection], {
      cwd: join(root, 'notebooks', 'en'),
      env: { ...process.env, STEPGRAD_LANGUAGE: 'en', ...env }
    });
    this.died = new Promise((_, reject) =>
      this.process.once('exit', (code, signal) =>
        reject(new Error(`The kernel died: ${code ?? signal}\n${this.log}`))
      )
    );
    this.died.catch(() => undefined);
    this.process.stderr!.setEncoding('utf8').on('data', text => (this.log += text));
    this.iopub.connect(`tcp://127.0.0.1:${ports[1]}`);
    this.iopub.subscribe();
    this.shell.connect(`tcp://127.0.0.1:${ports[0]}`);
    void this.listen(this.iopub, message => this.receive(message));
    void this.listen(this.shell, message => this.replies.get(message.parent.msg_id!)?.(message));
    await this.request('kernel_info_request', {});
    // The subscription is there once a status has come.
    while (this.published.length === 0) {
      await this.request('kernel_info_request', {});
    }
    return this;
  }

  /** Runs a cell. */
  async run(code: string, options: { stop_on_error?: boolean } = {}): Promise<Ran> {
    const id = randomUUID();
    const isIdle = new Promise<void>(resolve => this.idle.set(id, resolve));
    const content = { code, silent: false, store_history: true, stop_on_error: true, ...options };
    const reply = await this.request('execute_request', content, id);
    await isIdle;
    const messages = this.published.filter(({ parent }) => parent.msg_id === id);
    const of = (...types: string[]): Message['content'][] =>
      messages.filter(({ header }) => types.includes(header.msg_type)).map(({ content }) => content);
    const text = (name: string): string =>
      of('stream')
        .filter(stream => stream.name === name)
        .map(stream => plain(stream.text))
        .join('');
    return {
      reply,
      stdout: text('stdout'),
      stderr: text('stderr'),
      errors: of('error').map(error => ({ ...error, traceback: plain(error.traceback.join('\n')) })),
      displays: of('display_data', 'update_display_data').map(({ data }) => data),
      messages
    };
  }

  /** Sends a request on the shell channel. @returns the content of its reply */
  async request(type: string, content: object, id: string = randomUUID()): Promise<Message['content']> {
    const header = {
      msg_id: id,
      msg_type: type,
      session: 'test',
      username: 'test',
      version: '5.3',
      date: ''
    };
    const parts = [header, {}, {}, content].map(part => JSON.stringify(part));
    const hmac = createHmac('sha256', this.key);
    parts.forEach(part => hmac.update(part));
    const reply = new Promise<Message>(resolve => this.replies.set(id, resolve));
    await this.shell.send([DELIMITER, hmac.digest('hex'), ...parts]);
    const { content: answer } = await Promise.race([reply, this.died]);
    return answer;
  }

  /** Resolves when the running cell has printed a text. */
  async printed(text: string): Promise<void> {
    while (!this.published.some(({ content }) => String(content.text ?? '').includes(text))) {
      await new Promise(resolve => setTimeout(resolve, 5));
    }
  }

  interrupt(): void {
    this.process.kill('SIGINT');
  }

  get isAlive(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  async stop(): Promise<void> {
    if (this.isAlive) {
      this.process.kill('SIGKILL');
      await this.died.catch(() => undefined);
    }
    this.shell.close();
    this.iopub.close();
    rmSync(this.folder, { recursive: true });
  }

  private receive(message: Message): void {
    this.published.push(message);
    const { header, parent, content } = message;
    if (header.msg_type === 'status' && content.execution_state === 'idle') {
      this.idle.get(parent.msg_id!)?.();
    }
  }

  private async listen(socket: AsyncIterable<Buffer[]>, take: (message: Message) => void): Promise<void> {
    for await (const frames of socket) {
      const at = frames.findIndex(frame => frame.toString() === DELIMITER);
      const [header, parent, , content] = frames.slice(at + 2).map(frame => JSON.parse(frame.toString()));
      take({ header, parent, content });
    }
  }
}
