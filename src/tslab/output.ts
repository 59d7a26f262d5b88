import type { WriteStream } from './tslabModules';

/** Milliseconds for which printed text is collected before it is sent. */
const EVERY = 50;
/** Characters that are sent at once. */
const CHUNK = 16_384;
/** Characters that a cell may print, before what follows is left out but for the last lines. */
const LIMIT = 100_000;
/** Characters of the last lines that are kept of a flood. */
const TAIL = 2_000;

/** The printed text of one cell: sent in chunks, also while the cell computes without a pause, and thinned. */
export class CellOutput {
  private text = '';
  private name = 'stdout';
  private sent = 0;
  private next = 0;
  private timer: NodeJS.Timeout | null = null;
  /** What was printed beyond the limit: its last part, and the lines of the rest. */
  private tail = '';
  private leftOut = 0;

  constructor(
    private readonly send: WriteStream,
    private readonly note: (lines: number) => string
  ) {}

  write(name: string, text: string): void {
    if (this.sent > LIMIT && name === 'stdout') {
      this.keep(text);
      return;
    }
    if (name !== this.name) {
      this.flush();
      this.name = name;
    }
    this.text = overwritten(this.text + text);
    // A timer waits until the cell pauses; a cell that computes looks at the clock.
    if (this.text.length > CHUNK || Date.now() >= this.next) {
      this.flush();
    } else {
      this.timer ??= setTimeout(() => this.flush(), EVERY);
    }
  }

  /** Sends what is collected. */
  flush(): void {
    if (this.timer) {
      clearTimeout(this.timer);
      this.timer = null;
    }
    if (this.text) {
      this.send(this.name, this.text);
      this.sent += this.text.length;
      this.text = '';
      this.next = Date.now() + EVERY;
    }
  }

  /** Sends all that is left, and says what is left out, when the cell ends. */
  end(): void {
    this.flush();
    if (this.tail) {
      const lines = this.tail.split('\n').slice(this.leftOut > 0 ? 1 : 0);
      if (this.leftOut > 0) {
        this.send('stdout', `${this.note(this.leftOut + 1)}\n`);
      }
      this.send('stdout', lines.join('\n'));
      this.tail = '';
      this.leftOut = 0;
    }
  }

  private keep(text: string): void {
    this.tail += text;
    if (this.tail.length > 2 * TAIL) {
      this.leftOut += this.tail.slice(0, -TAIL).split('\n').length - 1;
      this.tail = this.tail.slice(-TAIL);
    }
  }
}

/** Leaves out what a carriage return lets the rest of a line overwrite, but for the part up to the first one. */
function overwritten(text: string): string {
  if (!text.includes('\r')) {
    return text;
  }
  return text
    .split('\n')
    .map(line => {
      const [first, ...parts] = line.split('\r');
      if (parts.length < 2) {
        return line;
      }
      const end = parts.at(-1) === '' ? '\r' : '';
      return `${first}\r${parts.reduce((old, part) => part + old.slice(part.length), '')}${end}`;
    })
    .join('\n');
}
