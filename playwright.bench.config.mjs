// The page's speed: the Lab of the end-to-end tests, with another folder of things to do in it.
import tests from './playwright.config.mjs';

export default { ...tests, testDir: 'test/bench', timeout: 600_000 };
