import { inspector } from './lab/inspector/plugin';
import { commands, renderer } from './lab/plugin';

export default [renderer, commands, inspector];
