/** A timer that calls a function at a pace, until it is stopped. */
export class Player {
  private timer: ReturnType<typeof setInterval> | null = null;

  constructor(private readonly advance: () => void) {}

  get playing(): boolean {
    return this.timer !== null;
  }

  /** @param pace milliseconds between two calls */
  start(pace: number): void {
    this.stop();
    this.timer = setInterval(this.advance, pace);
  }

  /** @returns whether it was playing */
  stop(): boolean {
    const { playing } = this;
    if (this.timer !== null) {
      clearInterval(this.timer);
      this.timer = null;
    }
    return playing;
  }
}
