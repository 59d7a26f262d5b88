// The README's pictures: the Lab of the end-to-end tests, with another folder of things to do in it.
import tests from './playwright.config.mjs';

// One thing at a time, in one Lab.
const alone = { ...tests, workers: 1, webServer: tests.webServer.slice(0, 1) };

export default { ...alone, testDir: 'test/screenshots' };
