// Imported first by every command: reports an old Node in one sentence instead of a stack trace.
// Uses old syntax only, so that an old Node can run it.
const major = Number(process.versions.node.split('.')[0]);
if (major < 20) {
  console.error(
    'Node ' +
      process.versions.node +
      ' is too old: install Node 20 or newer (https://nodejs.org) and try again.'
  );
  process.exit(1);
}
