// The README's pictures: the set-up of the end-to-end tests, with another test folder.
import tests from './playwright.config.mjs';

// One worker: the tests change settings of their JupyterLab.
const alone = { ...tests, workers: 1, webServer: tests.webServer.slice(0, 1) };

export default { ...alone, testDir: 'test/screenshots' };
