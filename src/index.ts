import { commands, renderer } from './lab/plugin';

export default [renderer, commands];
