import { rmSync } from 'node:fs';

/** Removes what the tests wrote: their notebooks, and the folders of their Lab. */
export default function teardown(): void {
  for (const folder of [process.env.STEPGRAD_E2E_NOTEBOOKS, process.env.STEPGRAD_E2E_HOME]) {
    rmSync(folder!, { recursive: true, force: true });
  }
}
