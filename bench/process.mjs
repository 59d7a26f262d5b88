// The benchmark's side of a peer: starts its process and sends it one request per line (see serve.mjs).
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Time limit for an answer, in ms. */
const PATIENCE = 180_000;

export class Peer {
  /** @param command the program and its arguments */
  constructor(command, env) {
    this.child = spawn(command[0], command.slice(1), {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'pipe']
    });
    this.answers = [];
    this.waiting = null;
    this.said = '';
    this.child.stderr.setEncoding('utf8').on('data', text => (this.said = (this.said + text).slice(-4000)));
    createInterface({ input: this.child.stdout }).on('line', line => {
      if (line.startsWith('@')) this.receive(JSON.parse(line.slice(1)));
    });
    this.child.stdin.on('error', () => {}); // the process has ended; its last answer says why
    this.child.on('error', error => this.receive({ error: error.message }));
    this.child.on('close', code => this.receive({ error: `ended with ${code}: ${lastLine(this.said)}` }));
  }

  receive(answer) {
    if (this.waiting) {
      this.waiting(answer);
      this.waiting = null;
    } else {
      this.answers.push(answer);
    }
  }

  /** The next answer. Throws an Error if the peer failed or the time limit has passed. */
  async next() {
    let timer;
    const late = new Promise(resolve => {
      timer = setTimeout(() => resolve({ error: `no answer in ${PATIENCE / 1000} s` }), PATIENCE);
    });
    const answered = new Promise(resolve => {
      if (this.answers.length > 0) resolve(this.answers.shift());
      else this.waiting = resolve;
    });
    const answer = await Promise.race([answered, late]);
    clearTimeout(timer);
    if (answer.error) throw new Error(answer.error);
    return answer;
  }

  ask(question) {
    this.child.stdin.write(`${question}\n`);
    return this.next();
  }

  end() {
    this.child.kill();
  }
}

const lastLine = text => text.trim().split('\n').at(-1) || 'no output';
