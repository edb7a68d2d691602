import { mount } from '../../src/extension/pages/mount.tsx';
import { Welcome } from '../../src/extension/pages/welcome/welcome.tsx';

mount(Welcome, 'welcome.page');
