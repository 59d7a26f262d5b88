// npm run screenshots: takes the README's pictures in a real JupyterLab and writes them to docs/images.
import { build } from './build.mjs';
import { ensureBrowser } from './lib/browser.mjs';
import { npmProgram } from './lib/paths.mjs';
import { main } from './lib/report.mjs';
import { handOver } from './lib/run.mjs';
import { setup } from './setup.mjs';

await main(async args => {
  await setup();
  await build();
  const playwright = npmProgram('@playwright/test', 'playwright');
  const env = { STEPGRAD_CHROMIUM: await ensureBrowser() };
  return handOver(
    process.execPath,
    [playwright, 'test', '-c', 'playwright.screenshots.config.mjs', ...args],
    { env }
  );
});
