/** Why an execution does not begin. */
type Refusal = 'first' | 'other';

interface Ticket {
  refusal: Refusal | null;
}

/** Milliseconds without a new request, after which none is left in the sockets. */
const QUIET = 20;
/** The most waits for a quiet moment. */
const WAITS = 25;

/** The requests to execute a cell: one after the other, in their order. */
export class ExecutionQueue {
  private last: Promise<unknown> = Promise.resolve();
  private readonly waiting = new Set<Ticket>();
  private requests = 0;

  /** Runs an execution when its turn has come. @param refused called instead, if an earlier one ended "Run All" */
  add<T>(run: () => Promise<T>, refused: (refusal: Refusal) => T): Promise<T> {
    const ticket: Ticket = { refusal: null };
    this.waiting.add(ticket);
    this.requests++;
    const turn = this.last.then(() => {
      this.waiting.delete(ticket);
      return ticket.refusal ? refused(ticket.refusal) : run();
    });
    this.last = turn.catch(() => undefined);
    return turn;
  }

  /**
   * Refuses the executions that were requested so far, those included that are still in a socket, because the cell
   * computed without a pause. Whoever requests one after the reply to the present one is not concerned.
   */
  async refuseWaiting(): Promise<void> {
    for (let i = 0, seen = -1; i < WAITS && seen !== this.requests; i++) {
      seen = this.requests;
      await new Promise(resolve => setTimeout(resolve, QUIET));
    }
    [...this.waiting].forEach((ticket, i) => (ticket.refusal ??= i === 0 ? 'first' : 'other'));
  }
}
