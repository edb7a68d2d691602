import { mount } from '../../src/extension/pages/mount.tsx';
import { Options } from '../../src/extension/pages/options/options.tsx';

mount(Options, 'options.page');
