// Copies the Chinese catalogue into the Python package, where the server looks for an extension's translations.
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { at } from './lib/paths.mjs';

const target = at('stepgrad', 'locale', 'zh_CN', 'LC_MESSAGES', 'stepgrad.json');
mkdirSync(dirname(target), { recursive: true });
copyFileSync(at('src', 'lab', 'locale', 'zh_CN.json'), target);
