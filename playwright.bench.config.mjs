// The page's benchmark: the set-up of the end-to-end tests, with another test folder.
import tests from './playwright.config.mjs';

// One worker: nothing else may run at the same time.
const alone = { ...tests, workers: 1, webServer: tests.webServer.slice(0, 1) };

export default { ...alone, testDir: 'test/bench', timeout: 600_000 };
