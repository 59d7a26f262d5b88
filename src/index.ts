import { renderer } from './lab/plugin';

export default [renderer];
