/** Starts the kernel: tslab's process, wire and handler, with cells compiled by a session. Arguments are tslab's. */
import { createRequire } from 'node:module';
import { languageOf, translator } from '../kernel/language';
import { TslabModules, tslabModules } from './tslabModules';

/** Frames of a stack; the reader's own may lie below many of a package's. */
const FRAMES = 40;

/** Starts the kernel. @param connection the path of the connection file */
async function start({ Handler, Server }: TslabModules, connection: string): Promise<void> {
  const [{ CellSession }, { CellExecutor }, { cellHandler }, { Host }, { nodeFiles }, { cellServer }] =
    await Promise.all([
      import('../session'),
      import('./executor'),
      import('./handler'),
      import('./host'),
      import('./nodeFiles'),
      import('./server')
    ]);
  Error.stackTraceLimit = FRAMES;
  const language = languageOf();
  const translate = translator(language);
  const host = new Host();
  const folder = process.cwd();
  const session = new CellSession(nodeFiles(folder, language));
  const executor = new CellExecutor(session, host, translate, folder);
  const server = cellServer(Server, cellHandler(Handler, executor, host, translate), connection);
  process.on('SIGINT', () => executor.interrupt());
  process.on('uncaughtException', error => console.error(executor.describe(error)));
  process.on('unhandledRejection', reason => {
    if (!executor.rejects(reason)) {
      console.error(executor.describe(reason));
    }
  });
  await server.init();
  // Reads TypeScript's library and the package's types before the first cell asks for them.
  setTimeout(() => session.compile(''));
}

const [command, ...options] = process.argv.slice(2);
const connection = options[options.indexOf('--config-path') + 1];
const modules = tslabModules();
if (command === 'kernel' && typeof modules !== 'string' && !options.includes('--js')) {
  void start(modules, connection);
} else {
  if (typeof modules === 'string') {
    console.error(
      `stepgrad's kernel extends tslab 1.0, but this tslab has no ${modules}: starting plain tslab, without stepgrad's error messages.`
    );
  }
  const plain = createRequire(__filename)('tslab/dist/main.js') as { main(): void };
  plain.main();
}
