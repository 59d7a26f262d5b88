import { rmSync } from 'node:fs';

/** Removes the tests' notebooks and Lab's folders. */
export default function teardown(): void {
  for (const folder of [process.env.STEPGRAD_E2E_NOTEBOOKS, process.env.STEPGRAD_E2E_HOME]) {
    rmSync(folder!, { recursive: true, force: true });
  }
}
