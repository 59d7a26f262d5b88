/** Mutated payloads in a real Lab: nothing hangs, throws, runs a script or asks the network. */
import { Choices, fuzzing, tell } from '../fuzz/fuzzing';
import { drawInPage, drawing, prepare } from '../fuzz/drawing';
import { mutated } from '../fuzz/mutations';
import { payloads } from '../fuzz/payloads';
import { expect, test } from './lab';

const { count, seed, timeout } = fuzzing(16, 10_000);
/** Time after which a page counts as hanging, in ms; a busy machine draws slowly. */
const HANGS = 60_000;
/** Payloads drawn in one page. */
const PAGE = 250;

test('draws mutated payloads at every step and lens, or says in one sentence why not', async ({ lab }) => {
  test.setTimeout(timeout);
  const { page } = lab;
  const samples = await payloads();
  const others = samples.map(({ payload }) => payload);
  const failures = new Map<string, string>();
  const views: Record<string, number> = {};
  let [draws, drawn] = [0, 0];
  const requests: string[] = [];
  page.on('request', request => {
    if (!/^(http:\/\/127\.0\.0\.1[:/]|ws:|data:|blob:)/.test(request.url())) {
      requests.push(request.url());
    }
  });
  for (let i = 0; drawn < count; i++) {
    if (i % PAGE === 0) {
      await lab.load('/lab?reset&token=e2e');
      await page.evaluate(prepare);
    }
    const choices = new Choices(seed + i);
    const { what, payload } = choices.pick(samples);
    const granularity = choices.pick(['layer', 'layer', 'neuron', 'operation']);
    const found = lab.problems.length;
    const wait = new Promise<null>(resolve => setTimeout(resolve, HANGS, null));
    const work = page.evaluate(drawInPage, drawing(mutated(payload, choices, others), granularity));
    const result = await Promise.race([work, wait]);
    expect(result, `the page hangs at seed ${seed + i}, ${what}`).not.toBeNull();
    const { view, draws: more, problems } = result!;
    views[view] = (views[view] ?? 0) + 1;
    draws += more;
    drawn += Number(view !== 'error');
    for (const problem of [...problems, ...lab.problems.splice(found), ...requests.splice(0)]) {
      const kind = problem.slice(0, 300).replace(/\d+/g, '0');
      if (!failures.has(kind)) {
        failures.set(kind, `seed ${seed + i}, ${what}, ${granularity}: ${problem}`);
        tell(failures.get(kind)!);
      }
    }
    if (drawn > 0 && i % 100 === 99) {
      tell(`${i + 1} payloads, ${drawn} drawn`);
    }
  }
  tell(`${JSON.stringify(views)}: ${drawn} drawn, in ${draws} pictures`);
  expect([...failures.values()]).toEqual([]);
});
