// Imported first by every command: says in one sentence what an old Node would say with a stack trace.
// Old syntax only, or an old Node would stumble before it gets here.
const major = Number(process.versions.node.split('.')[0]);
if (major < 20) {
  console.error(
    'Node ' +
      process.versions.node +
      ' is too old: install Node 20 or newer (https://nodejs.org) and try again.'
  );
  process.exit(1);
}
