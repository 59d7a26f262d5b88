import { HOST, KernelHost, Stop } from '../kernel/host';
import type { WriteDisplay } from './tslabModules';

/** The host of this process. Interrupts call what packages have registered, once each. */
export class Host implements KernelHost {
  display: WriteDisplay | null = null;
  showResult: ((value: unknown) => boolean) | null = null;
  /** Interrupts during the execution of the present cell that packages took. */
  private taken = 0;
  private readonly stops = new Set<Stop>();

  constructor() {
    Object.assign(globalThis, { [HOST]: this });
  }

  onInterrupt(stop: Stop): () => void {
    this.stops.add(stop);
    return () => this.stops.delete(stop);
  }

  /** Begins the execution of another cell. */
  begin(): void {
    this.taken = 0;
  }

  /** Whether a package stopped something in the present cell. */
  get hasStopped(): boolean {
    return this.taken > 0;
  }

  /** Gives an interrupt to packages. @returns whether one took it */
  interrupt(): boolean {
    const all = [...this.stops];
    this.stops.clear();
    if (all.length > 0) {
      this.taken++;
      all.forEach(stop => stop(this.taken > 1));
    }
    return all.length > 0;
  }
}
