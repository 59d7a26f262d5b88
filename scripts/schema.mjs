// Compiles src/trace/schema.json to TypeScript at build time: at run time Ajv would evaluate generated code, which a
// page's content security policy may forbid. The result does not depend on Ajv.
import { readFileSync, writeFileSync, existsSync } from 'node:fs';
import Ajv from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';

const schema = JSON.parse(readFileSync('src/trace/schema.json', 'utf8'));
const ajv = new Ajv({ code: { source: true, esm: true }, allowUnionTypes: true, strictTypes: false });
const code = standalone(ajv, ajv.compile(schema));
if (code.includes('require(')) {
  throw new Error(
    "src/trace/schema.json uses a keyword that needs Ajv's run-time code: use another keyword."
  );
}
const text = `// @ts-nocheck\n// Made by scripts/schema.mjs from schema.json.\n/* eslint-disable */\n${code}\n`;
const file = 'src/trace/schema.generated.ts';
if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
  writeFileSync(file, text);
}
